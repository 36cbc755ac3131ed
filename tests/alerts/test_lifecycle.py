"""What identifies an alert, and the promise that a run repeated tells nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.finding import Finding, Place
from rules.core.message import Message, Severity
from rules.core.text import Text
from sync.alerts.lifecycle import Reason, alert_id, decide, state_after
from sync.config import AlertPolicy
from sync.schedule import Span

DAY = date(2026, 11, 20)


def test_an_alert_is_the_same_wherever_its_row_moves(matter):
    moved = replace(matter(), place=Place("kho", "Hàng hóa", 99, 7, "SL"), column="other", level=Decimal(9))
    assert alert_id(moved) == alert_id(matter())


def test_an_alert_keeps_its_short_name_from_version_to_version(matter):
    assert alert_id(matter()) == "A-28178C42F3"


@pytest.mark.parametrize("key", ["sp1", " SP1 ", "SP1\u00a0"])
def test_an_alert_does_not_depend_on_how_its_key_is_typed(matter, key):
    assert alert_id(matter(key=key)) == alert_id(matter(key="SP1"))


@pytest.mark.parametrize("other", [{"key": "SP2"}, {"table": "movements"}])
def test_alerts_differ_by_table_and_key(matter, other):
    assert alert_id(matter(**other)) != alert_id(matter())


def test_alerts_differ_by_code(matter, low):
    assert alert_id(matter(replace(low, code="INV302"))) != alert_id(matter())


def test_keys_of_several_parts_do_not_run_into_each_other(matter):
    one = replace(matter(), key=("A", "BC"))
    other = replace(matter(), key=("AB", "C"))
    assert alert_id(one) != alert_id(other)


def test_a_separator_inside_a_key_makes_no_other_key(matter):
    assert alert_id(replace(matter(), key=("A\x1fB",))) != alert_id(replace(matter(), key=("A", "B")))


@pytest.mark.parametrize("other", [{"workbook": "khác"}, {"tab": "Tháng 12"}])
def test_a_matter_without_a_record_is_told_apart_by_workbook_and_tab(matter, other):
    assert alert_id(matter(key="", table="", **other)) != alert_id(matter(key="", table=""))


def test_a_record_is_the_same_in_whatever_workbook_it_stands(matter):
    assert alert_id(matter(workbook="khác", tab="Tháng 12")) == alert_id(matter())


def test_what_nobody_must_act_on_is_no_alert(matter, low):
    assert decide({}, [matter(replace(low, alert=False))], as_of=DAY) == ()


def test_two_findings_of_one_alert_are_one_with_the_gravest_of_both(matter, low):
    grave = matter(replace(low, severity=Severity.ERROR), row=9, level=1)
    changes = decide({}, [matter(level=7), grave, matter(level=8)], as_of=DAY)
    assert [(change.reason, change.finding) for change in changes] == [(Reason.NEW, grave)]


def test_an_alert_without_a_level_is_lighter_than_one_with(matter):
    (change,) = decide({}, [matter(), matter(level=-1)], as_of=DAY)
    assert change.alert.level == Decimal(-1)


def test_an_open_alert_follows_its_record(matter):
    known = state_after({}, decide({}, [matter(row=5)], as_of=DAY))
    (change,) = decide(known, [matter(row=6)], as_of=DAY)
    assert change.reason is Reason.STILL_OPEN
    assert change.alert.place.row == 6


MESSAGES = [
    Message(
        code,
        severity,
        Text(code, code),
        Text("", ""),
        Text("", ""),
        wait_runs=wait,
        urgent=code == "INV303",
    )
    for code, wait in (("INV301", 1), ("INV302", 2), ("INV303", 1), ("FIN701", 3))
    for severity in Severity
]

# Drawn by number, since numbers shrink fast.
POOL = [
    Finding(message, Place(workbook, "T", 1), table, key, level=level)
    for message in MESSAGES
    for workbook in ("kho", "sổ")
    for table in ("items", "")
    for key in ((), ("A",), ("B",))
    for level in (None, Decimal(0), Decimal(2))
]

findings = st.lists(st.integers(0, len(POOL) - 1).map(POOL.__getitem__), max_size=8)


@st.composite
def histories(draw):
    """Return what some runs saw: day, findings, snoozed alerts, workbooks unread and rules that failed."""
    day, runs = DAY, []
    for seen in draw(st.lists(findings, min_size=1, max_size=6)):
        day += timedelta(days=draw(st.integers(0, 2)))
        names = sorted({alert_id(finding) for finding in seen})
        snoozes = draw(
            st.dictionaries(
                st.sampled_from(names), st.integers(-2, 4).map(lambda days, day=day: day + timedelta(days=days))
            )
            if names
            else st.just({})
        )
        unread = draw(st.sets(st.sampled_from(["kho", "sổ"]), max_size=1))
        failed = draw(st.sets(st.sampled_from(["INV301", "FIN701"]), max_size=1))
        runs.append((day, seen, snoozes, unread, failed))
    return runs


POLICY = AlertPolicy(Span(2), Span(3), ("sep@example.com",), {"INV301": 2})


def _decide(known, run, baseline=False):
    day, seen, snoozes, unread, failed = run
    return decide(
        known,
        seen,
        as_of=day,
        snoozes=snoozes,
        old_matters={alert_id(finding) for finding in seen} if baseline else (),
        unread_workbooks=unread,
        unevaluated_codes=failed,
        policy_of=lambda alert: POLICY if alert.workbook == "kho" else AlertPolicy(),
    )


@given(histories(), st.booleans())
@settings(max_examples=80, deadline=None)
def test_the_same_run_again_tells_nothing_and_changes_nothing(runs, baseline):
    known = {}
    for run in runs:
        known = state_after(known, _decide(known, run, baseline and not known))
        again = _decide(known, run)
        assert [change for change in again if change.reason.told] == []
        assert state_after(known, again) == known


@given(histories())
@settings(max_examples=80, deadline=None)
def test_every_beginning_has_at_most_one_end(runs):
    known, open_now = {}, set()
    for run in runs:
        changes = _decide(known, run)
        known = state_after(known, changes)
        for change in changes:
            if change.reason in {Reason.RESOLVED, Reason.RESOLVED_QUIETLY, Reason.REPLACED}:
                assert change.alert.id in open_now
                open_now.remove(change.alert.id)
            elif change.alert.status == "open":
                open_now.add(change.alert.id)
    assert open_now == {alert.id for alert in known.values() if alert.status == "open" or alert.end_untold}

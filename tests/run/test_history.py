"""Looking back: the runs that were made, and what one of them did."""

from copy import deepcopy
from dataclasses import replace

import pytest

from rules.core.message import Severity, Voice
from sync import run
from sync.results import UnknownRunError
from sync.session import Silence
from sync.steps.accounting import KEPT_FINDINGS
from sync.timing import Stopwatch
from tests.run.test_a_run import GOODS
from tests.support.offices import AS_OF, NOW, office_in_memory

ENGLISH = Voice("en", "VND", "en_US")


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


@pytest.fixture
def three_runs(office):
    """Make a run, undo it, and leave one that never ended."""
    made = run.sync(office.session).run
    run.undo(office.session, made)
    office.session.store.begin_run("20261120-0003", "sync", AS_OF, NOW)
    return office


def names(found):
    return [one.run_id for one in found.runs]


def test_runs_are_listed_the_latest_first(three_runs):
    assert names(run.list_runs(three_runs.session, None)) == ["20261120-0003", "20261120-0002", "20261120-0001"]


def test_as_many_are_listed_as_are_asked_for(three_runs):
    assert names(run.list_runs(three_runs.session, 2)) == ["20261120-0003", "20261120-0002"]


@pytest.mark.parametrize(("status", "expected"), [("ok", 2), ("running", 1), ("failed", 0), ("partial", 0)])
def test_runs_may_be_chosen_by_how_they_ended(three_runs, status, expected):
    assert len(names(run.list_runs(three_runs.session, None, status))) == expected


def test_runs_may_be_chosen_by_the_workbook_that_they_wrote(three_runs):
    assert names(run.list_runs(three_runs.session, None, None, "shop")) == ["20261120-0002", "20261120-0001"]
    assert names(run.list_runs(three_runs.session, None, None, "sho")) == []


def test_a_workbook_of_several_files_is_chosen_by_its_name(tmp_path):
    tabs = GOODS["shop"]
    grids = {"stock/a": deepcopy(tabs), "stock/b": deepcopy(tabs)}
    with office_in_memory(tmp_path, grids, locations={"shop": "stock/*"}) as office:
        made = run.sync(office.session)
        written = run.show_run(office.session, made.run).written
        assert [one.workbook for one in written] == ["shop/a", "shop/b"]
        for name in ("shop", "shop/a"):
            assert names(run.list_runs(office.session, None, None, name)) == [made.run]
        assert names(run.list_runs(office.session, None, None, "shop/c")) == []


def test_a_run_tells_every_cell_that_it_wrote_with_before_after_and_reason(office):
    planned = run.plan(office.session)
    made = run.sync(office.session)
    (written,) = run.show_run(office.session, made.run).written
    assert written.workbook == "shop"
    assert sorted(written, key=str) == sorted(planned.plans[0], key=str)
    assert written.cells == planned.plans[0].cells


def test_a_run_tells_what_it_found_and_mailed_as_it_did_when_it_was_made(office):
    made = run.sync(office.session)
    story = run.show_run(office.session, made.run)

    voice = office.session.office.voice
    assert [one.code for one in story.findings] == ["SHP101", "DAT501"]
    assert story.findings[0].text(voice) == "-2 < 0"
    assert story.counts == [("SHP101", Severity.ERROR, 1), ("DAT501", Severity.NOTICE, 1)]
    assert [(mail.to, mail.subject, mail.state) for mail in story.mails] == [(*made.mails[0], "sent")]
    assert story.mails[0].sent_at == NOW
    assert [(one.name, one.status, one.rows, one.cells) for one in story.workbooks] == [
        (one.name, one.status, one.rows, one.cells) for one in made.workbooks
    ]


def test_what_an_earlier_run_found_stays_known_after_it_was_put_right(office):
    made = run.sync(office.session)
    office.grid("shop", "Hàng")[3][1] = 2
    again = run.sync(office.session)
    assert [one.code for one in run.show_run(office.session, made.run).findings] == ["SHP101", "DAT501"]
    assert [one.code for one in run.show_run(office.session, again.run).findings] == ["DAT501"]


def test_a_flood_of_findings_is_kept_in_part_and_counted_in_full(tmp_path):
    rows = [["Mã", "Số lượng"], *([f"A{number}", -1] for number in range(KEPT_FINDINGS + 20))]
    with office_in_memory(tmp_path, {"shop": {"Hàng": rows}}) as office:
        story = run.show_run(office.session, run.sync(office.session).run)
    assert len(story.findings) == KEPT_FINDINGS
    assert story.counts == [("SHP101", Severity.ERROR, KEPT_FINDINGS + 20)]


def test_a_run_tells_how_long_each_step_took(office):
    ticks = iter(range(1000))
    made = run.sync(replace(office.session, timer=lambda: float(next(ticks))))
    story = run.show_run(office.session, made.run)
    assert list(story.durations) == ["read", "parse", "decide", "plan", "apply", "notify"]
    assert all(seconds >= 1 for seconds in story.durations.values())
    assert story.seconds == made.seconds > sum(story.durations.values())


def test_a_workbook_that_was_left_out_is_told_with_its_reason(office):
    first = run.sync(office.session).run
    run.undo(office.session, first)
    held = run.sync(office.session).run
    (workbook,) = run.show_run(office.session, held).workbooks
    assert workbook.status == "held"
    assert first in workbook.problem.text(ENGLISH)


def test_an_undo_is_a_run_that_wrote_cells_too(three_runs):
    story = run.show_run(three_runs.session, "20261120-0002")
    assert story.run.command == "undo 20261120-0001"
    assert [(one.name, one.cells) for one in story.workbooks] == [("shop", story.written[0].cells)]
    assert {change.after for change in story.written[0]} == {None}
    assert (story.findings, story.mails, story.seconds) == ([], [], 0.0)


def test_a_run_that_did_not_end_tells_what_is_known(three_runs):
    story = run.show_run(three_runs.session, "20261120-0003")
    assert (story.run.status, story.workbooks, story.written, story.seconds) == ("running", [], [], None)


def test_a_run_that_is_not_there_is_said(office):
    with pytest.raises(UnknownRunError):
        run.show_run(office.session, "20200101-0001")


def test_a_run_as_json_has_all_of_it(office):
    made = run.sync(office.session)
    document = run.show_run(office.session, made.run).to_json(ENGLISH)
    assert document.keys() == {
        "run", "command", "as_of", "started_at", "finished_at", "status", "summary", "seconds", "durations", "requests",
        "workbooks", "changes", "findings", "finding_counts", "mails", "not_checked",
    }  # fmt: skip
    assert document["changes"][0].keys() == {"workbook", "tab", "cell", "column", "key", "before", "after", "reason"}
    assert len(document["changes"]) == document["workbooks"][0]["cells_written"]


def test_steps_that_come_back_are_added_up():
    ticks = iter([0.0, 1.0, 10.0, 12.0, 20.0])
    watch = Stopwatch(Silence(), lambda: next(ticks))
    for done in (0, 1, 0, 1):
        watch.step("read", done, 1)
    watch.step("apply", 0, 0)
    assert watch.seconds == {"read": 3.0, "apply": 0.0}

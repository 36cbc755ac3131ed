"""Any one entry of the audit chain that is changed, removed, inserted or moved is found and named."""

import random
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.store.audit_chain import (
    ORIGIN,
    Entry,
    Head,
    Row,
    Verdict,
    canonical,
    compare_with_mailed,
    hash_of,
    seal,
    unseal,
    verify,
)

FULL = 10_000


def chain(count):
    rows, previous = [], ORIGIN
    for number in range(1, count + 1):
        kind = ("run", "mail", "approval", "settings")[number % 4]
        facts = {"run": f"20261120-{number:04d}", "cells": number % 17, "digest": f"{number:064x}"}
        rows.append(seal(Entry(number, "2026-11-20T07:30:00+07:00", kind, "kho", facts, previous)))
        previous = rows[-1].hash
    return rows


def head_of(rows):
    return Head(rows[-1].number, rows[-1].hash)


def numbered(rows):
    """Return rows in the order of their numbers, which somebody who covers tracks would have given anew."""
    return [row._replace(number=number) for number, row in enumerate(rows, start=1)]


def other(row):
    """Return an entry with another content, sealed as if it had always been so."""
    return seal(replace(unseal(row), facts={"cells": 999}))


def edited(rows, at):
    """Change the words of an entry and leave its hash as it was."""
    line = rows[at].line.replace('"cells":', '"cell":')
    return [*rows[:at], rows[at]._replace(line=line), *rows[at + 1 :]]


def hash_edited(rows, at):
    return [*rows[:at], rows[at]._replace(hash=rows[at - 1].hash), *rows[at + 1 :]]


def relabelled(rows, at):
    """Change under what an entry is looked for."""
    return [*rows[:at], rows[at]._replace(subject="khác"), *rows[at + 1 :]]


def resealed(rows, at):
    """Change an entry and hash it anew, so that only its neighbours know."""
    return [*rows[:at], other(rows[at]), *rows[at + 1 :]]


def removed(rows, at):
    return [*rows[:at], *rows[at + 1 :]]


def removed_and_numbered(rows, at):
    return numbered(removed(rows, at))


def inserted(rows, at):
    """Put in an entry that was never sealed."""
    return numbered([*rows[:at], Row(0, "run", "kho", "{}", "0" * 64), *rows[at:]])


def forged_in(rows, at):
    """Put in an entry that continues the one before it as it should."""
    previous = rows[at - 1].hash if at else ORIGIN
    forged = seal(Entry(at + 1, "2026-11-20T07:30:00+07:00", "approval", "kho", {}, previous))
    return numbered([*rows[:at], forged, *rows[at:]])


def copied(rows, at):
    """Put in a copy of the entry before."""
    return numbered([*rows[:at], rows[at - 1], *rows[at:]])


IN_PLACE = [edited, hash_edited, relabelled, resealed]
TAKEN_OUT = [removed, removed_and_numbered]
PUT_IN = [inserted, forged_in, copied]
KINDS = {
    **dict.fromkeys(IN_PLACE, "changed"),
    **dict.fromkeys(TAKEN_OUT, "removed"),
    **dict.fromkeys(PUT_IN, "inserted"),
}


def named(rows, head):
    fault = verify(rows, head).fault
    return fault and (fault.kind, fault.number)


def test_a_chain_as_it_was_made_is_right():
    rows = chain(50)
    assert verify(rows, head_of(rows)) == Verdict(50, head_of(rows))


def test_an_empty_chain_is_right():
    assert verify([], None) == Verdict(0)


@pytest.mark.parametrize("tamper", KINDS, ids=lambda one: one.__name__)
def test_every_place_of_a_short_chain_is_found_by_its_number(tamper):
    rows = chain(40)
    first = 1 if tamper in {copied, hash_edited} else 0
    for at in range(first, len(rows)):
        assert named(tamper(rows, at), head_of(rows)) == (KINDS[tamper], at + 1), at


def test_every_move_within_a_short_chain_is_found_at_the_first_place_that_is_not_right():
    rows = chain(25)
    for source, target in permutations(range(len(rows)), 2):
        moved = [row for row in rows if row is not rows[source]]
        moved.insert(target, rows[source])
        assert named(numbered(moved), head_of(rows)) == ("moved", min(source, target) + 1), (source, target)


def test_two_entries_that_changed_places_are_found():
    rows = chain(25)
    for one, two in permutations(range(len(rows)), 2):
        swapped = list(rows)
        swapped[one], swapped[two] = rows[two], rows[one]
        assert named(numbered(swapped), head_of(rows)) == ("moved", min(one, two) + 1)


def test_a_number_that_was_put_up_is_found():
    rows = chain(10)
    later = [*rows[:-1], rows[-1]._replace(number=17)]
    assert named(later, head_of(rows)) == ("moved", 10)


SEEDED = random.Random(2026)
FULL_CHAIN = chain(FULL)
FULL_HEAD = head_of(FULL_CHAIN)


@pytest.mark.parametrize("tamper", KINDS, ids=lambda one: one.__name__)
@pytest.mark.parametrize("places", [2, pytest.param(60, marks=pytest.mark.long)])
def test_any_one_of_ten_thousand_is_found_and_named(tamper, places):
    for at in (1, FULL - 1, *SEEDED.sample(range(1, FULL - 1), places)):
        assert named(tamper(FULL_CHAIN, at), FULL_HEAD) == (KINDS[tamper], at + 1)


def test_any_one_of_ten_thousand_that_was_moved_is_found_and_named():
    for _ in range(5):
        source, target = SEEDED.sample(range(FULL), 2)
        moved = [*FULL_CHAIN[:source], *FULL_CHAIN[source + 1 :]]
        moved.insert(target, FULL_CHAIN[source])
        assert named(numbered(moved), FULL_HEAD) == ("moved", min(source, target) + 1)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 19), min_size=0, max_size=25))
def test_no_other_order_or_choice_of_entries_passes_for_the_chain(places):
    rows = chain(20)
    made = numbered([rows[place] for place in places])
    assert (verify(made, head_of(rows)).fault is None) == (made == rows)


@settings(max_examples=100, deadline=None)
@given(at=st.integers(0, 11), column=st.sampled_from(Row._fields), value=st.text(max_size=3) | st.integers(-3, 99))
def test_no_value_of_an_entry_can_be_another(at, column, value):
    rows = chain(12)
    if isinstance(value, int) is not (column == "number") or getattr(rows[at], column) == value:
        return
    tampered = [*rows[:at], rows[at]._replace(**{column: value}), *rows[at + 1 :]]
    tampered.sort(key=lambda row: row.number)
    assert verify(tampered, head_of(rows)).fault is not None


@pytest.mark.parametrize("line", ["", "[]", "7", "{}", '{"number":1}', "no json"])
def test_a_line_that_is_no_entry_is_not_taken_for_one_whatever_its_hash(line):
    rows = chain(3)
    rows[1] = rows[1]._replace(line=line, hash=hash_of(line))
    assert named(rows, head_of(rows)) == ("changed", 2)


# The end of the chain


def test_a_tail_that_was_cut_off_is_seen_by_the_head_beside_the_chain():
    rows = chain(20)
    assert named(rows[:15], head_of(rows)) == ("removed", 16)
    assert named([], head_of(rows)) == ("removed", 1)


def test_entries_that_were_added_past_the_head_are_seen():
    rows = chain(20)
    assert named(rows, head_of(rows[:15])) == ("inserted", 16)


def test_a_head_that_was_taken_away_is_seen():
    assert named(chain(3), None) == ("removed", 4)


def test_a_tail_that_was_cut_off_with_its_head_is_seen_by_the_head_that_was_mailed():
    rows = chain(20)
    kept = rows[:15]
    mailed = Head.parse(str(head_of(rows)))
    assert verify(kept, head_of(kept)).fault is None
    fault = compare_with_mailed(kept, mailed)
    assert (fault.kind, fault.number) == ("removed", 16)


def test_a_chain_that_was_made_anew_is_seen_by_the_head_that_was_mailed():
    rows = chain(20)
    forged = resealed(rows, 4)[:5]
    for _, row in pairwise(rows[4:]):
        forged.append(seal(replace(unseal(row), previous=forged[-1].hash)))
    assert verify(forged, head_of(forged)).fault is None
    fault = compare_with_mailed(forged, Head.parse(str(head_of(rows))))
    assert (fault.kind, fault.number) == ("rewritten", 20)


def test_a_chain_that_goes_on_from_the_mailed_head_is_right():
    rows = chain(20)
    assert compare_with_mailed(rows, Head.parse(str(head_of(rows[:15])))) is None


def restored(length):
    """Return a chain that was cut off after a number of entries and goes on with a restore and three runs."""
    rows = chain(length)
    for number in range(length + 1, length + 5):
        kind = "restore" if number == length + 1 else "run"
        rows.append(seal(Entry(number, "2026-11-23T08:00:00+07:00", kind, "shop", {}, rows[-1].hash)))
    return rows


@pytest.mark.parametrize("mailed", [16, 18, 20])
def test_a_head_that_a_restore_cut_off_is_told_with_the_restore(mailed):
    head = Head.parse(str(head_of(chain(20)[:mailed])))
    fault = compare_with_mailed(restored(15), head)
    assert (fault.kind, fault.number, fault.entry.kind) == ("restored", 16, "restore")


def test_a_restore_explains_nothing_that_comes_before_it():
    rows = restored(15)
    assert compare_with_mailed(rows, Head(10, "0" * 16)).kind == "rewritten"
    assert compare_with_mailed(rows, Head.parse(str(head_of(rows)))) is None


@pytest.mark.parametrize(
    "text",
    ["", "12", "12:", "0:01234567", ":01234567", "12:0123456", "12:xyz45678", "-1:01234567", "²:01234567"],
)
def test_a_text_that_is_no_head_is_refused(text):
    with pytest.raises(ValueError, match=r"^"):
        Head.parse(text)


def test_a_head_may_be_typed_in_capitals():
    assert Head.parse(" 128:9F86D081 ") == Head(128, "9f86d081")


def test_equal_documents_give_one_line():
    assert canonical({"b": 1, "a": "ờ"}) == canonical({"a": "ờ", "b": 1}) == '{"a":"ờ","b":1}'


def test_what_has_no_place_in_json_is_refused():
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical({"amount": float("nan")})

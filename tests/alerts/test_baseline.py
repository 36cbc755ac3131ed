"""What a first look at old books sums up."""

from dataclasses import replace
from datetime import date

from sync import messages
from sync.alerts.baseline import old_matters
from sync.alerts.lifecycle import alert_id, decide, state_after

DAY = date(2026, 11, 20)


def test_many_matters_of_a_table_that_was_never_looked_at_are_summed_up(matter):
    many = [matter(key=f"SP{number}") for number in range(101)]
    assert old_matters({}, many, {"items"}) == set(map(alert_id, many))
    assert old_matters({}, many[:100], {"items"}) == frozenset()


def test_a_table_that_was_looked_at_before_has_no_old_matters(matter):
    assert old_matters({}, [matter(key=f"SP{number}") for number in range(500)], {"movements"}) == frozenset()


def test_tables_that_are_looked_at_together_count_together(matter):
    items = [matter(key=f"SP{number}") for number in range(60)]
    movements = [matter(key=f"SP{number}", table="movements") for number in range(60)]
    assert len(old_matters({}, [*items, *movements], {"items", "movements"})) == 120
    assert old_matters({}, [*items, *movements], {"items"}) == frozenset()


def test_a_matter_counts_once(matter):
    assert old_matters({}, [matter()] * 160, {"items"}) == frozenset()


def test_what_is_open_already_is_not_found_for_the_first_time(matter):
    first = [matter(key=f"SP{number}") for number in range(101)]
    known = state_after({}, decide({}, first, as_of=DAY))
    assert old_matters(known, [*first, matter(key="NEW")], {"items"}) == frozenset()


def test_what_is_urgent_is_told_by_itself(matter, low):
    urgent = matter(replace(low, urgent=True), key="GẤP")
    many = [matter(key=f"SP{number}") for number in range(101)]
    assert alert_id(urgent) not in old_matters({}, [*many, urgent], {"items"})


def test_why_a_table_cannot_be_read_is_told_by_itself(matter, low):
    many = [matter(key=f"SP{number}") for number in range(101)]
    header = matter(messages.MISSING_COLUMN, key="Hàng hóa")
    assert alert_id(header) not in old_matters({}, [*many, header], {"items"})


def test_what_nobody_must_act_on_does_not_count(matter, low):
    notes = [matter(replace(low, alert=False), key=f"SP{number}") for number in range(500)]
    assert old_matters({}, notes, {"items"}) == frozenset()

"""What is remembered between runs, and that it outlasts crashes."""

import signal
import sqlite3
import stat
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import IntegrityError
from sqlalchemy.schema import CreateTable

from rules.core.finding import Place
from rules.core.message import Severity
from rules.core.text import Text
from sync.alerts.base import OutgoingMail
from sync.alerts.lifecycle import Alert
from sync.backends.base import CellError, Edits, NewColumn, NewTab, TabEdits
from sync.planning.plan import Block, WorkbookPlan
from sync.store import NewerStateError, Run, Structure, UnreadableStateError, open_store
from sync.store.codec import decode_column, encode_column, pack, unpack
from sync.store.database import SCHEMA_VERSION, metadata

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RUN = "20261120-0001"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "state.sqlite3"


@pytest.fixture
def store(path):
    with open_store(path) as opened:
        yield opened


@pytest.fixture
def running(store):
    store.begin_run(RUN, "sync", DAY, NOON)
    return store


def block(after, *, tab="Nhật ký", column=12, before=None):
    count = len(after)
    return Block(
        tab,
        column,
        "⚙ Trạng thái",
        rows=range(5, 5 + count),
        keys=[f"PT{number:05d}" for number in range(count)],
        before=before or [None] * count,
        after=after,
        reasons=["FIN101"] * count,
    )


def plan(*blocks, edits=None):
    return WorkbookPlan("sổ", "so.xlsx", "f1", blocks, edits or Edits())


def prepare(store, *blocks, workbook="sổ", location="so.xlsx", edits=None, run=RUN):
    return store.prepare_write(run, workbook, location, "f1", "f2", "token", plan(*blocks, edits=edits))


def listed(blocks):
    return [
        (
            one.tab,
            one.column,
            one.title,
            *(list(part) for part in (one.rows, one.keys, one.before, one.after, one.reasons)),
        )
        for one in blocks
    ]


def alert(name="A-1", **changes):
    made = Alert(
        id=name,
        code="INV301",
        workbook="kho",
        table="items",
        key=("SP1", "KHO1"),
        column="code",
        title=Text("Sắp hết hàng", "Low stock"),
        personal=False,
        place=Place("kho", "Hàng hóa", 5, 1, "Mã hàng"),
        severity=Severity.WARNING,
        level=Decimal("0.90"),
        since=DAY,
        status="open",
        notices=2,
        noticed_severity=Severity.WARNING,
        noticed_level=Decimal(1),
        last_notice_on=DAY,
        snoozed_until=date(2026, 12, 1),
        seen_runs=1,
        last_seen=DAY,
    )
    return replace(made, **changes)


def mail(name="1", to="kho@example.com"):
    return OutgoingMail(f"<{name}@example.com>", to, "[Kho] 1 việc mới", NOON, b"From: x\r\n\r\nbody")


# The file


def test_the_state_lies_in_a_folder_that_nobody_else_can_enter(store, path):
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}


def test_a_commit_is_on_the_disk_before_the_next_step(store):
    with store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 10_000


def test_what_was_stored_is_there_when_opened_again(running, path):
    running.hold("kho", RUN)
    with open_store(path) as again:
        assert again.held() == {"kho": RUN}


def test_the_state_of_a_newer_version_is_left_alone(store, path):
    store.close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE schema_version SET version = 1000")
    connection.close()
    with pytest.raises(NewerStateError, match="version 1000") as caught:
        open_store(path)
    assert (caught.value.found, caught.value.known) == (1000, SCHEMA_VERSION)


def test_a_file_that_is_no_state_is_left_alone(path):
    path.parent.mkdir()
    path.write_bytes(b"this is no database at all" * 100)
    with pytest.raises(UnreadableStateError, match=r"state\.sqlite3"):
        open_store(path)
    assert path.read_bytes() == b"this is no database at all" * 100


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "state").write_text("a file")
    with pytest.raises(UnreadableStateError, match=r"state\.sqlite3"):
        open_store(tmp_path / "state" / "state.sqlite3")


def test_another_database_is_opened_by_its_address(tmp_path):
    with open_store(f"sqlite:///{tmp_path}/other.sqlite3") as store:
        store.begin_run(RUN, "sync", DAY, NOON)
        assert store.last_run().run_id == RUN


def test_another_database_that_cannot_be_reached_is_said(tmp_path):
    with pytest.raises(UnreadableStateError, match="unable to open"):
        open_store(f"sqlite:///{tmp_path}/missing/other.sqlite3")


@pytest.mark.parametrize("address", ["sqlite://user:s3cret@host/x", "nonsense://user:s3cret@host/x"])
def test_an_address_that_makes_no_sense_is_said_without_its_password(address):
    with pytest.raises(UnreadableStateError) as caught:
        open_store(address)
    assert "s3cret" not in str(caught.value)


def test_the_tables_fit_a_postgresql_server_too():
    statements = [str(CreateTable(table).compile(dialect=postgresql.dialect())) for table in metadata.sorted_tables]
    assert sum(statement.count("BYTEA") for statement in statements) == 8


def test_a_light_command_does_not_load_the_database_library():
    code = "import sync.store, sys; sys.exit('sqlalchemy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


# Runs


def test_runs_of_a_day_are_numbered(store):
    assert store.next_run_id(DAY) == "20261120-0001"
    store.begin_run("20261120-0001", "sync", DAY, NOON)
    store.begin_run("20261120-0012", "sync", DAY, NOON)
    assert store.next_run_id(DAY) == "20261120-0013"
    assert store.next_run_id(date(2026, 11, 21)) == "20261121-0001"


def test_a_run_that_did_not_finish_shows_as_running(running):
    assert running.run(RUN) == Run(RUN, "sync", DAY, NOON)


def test_a_run_keeps_how_it_ended_and_its_figures(running):
    later = NOON + timedelta(seconds=3)
    summary = {"cells": 17, "amount": Decimal("0.10"), "days": [DAY]}
    running.finish_run(RUN, "partial", later, summary)
    assert running.run(RUN) == Run(RUN, "sync", DAY, NOON, "partial", later, summary)


def test_an_unknown_run_is_none(store):
    assert store.run("20260101-0001") is None
    assert store.last_run() is None


def test_the_latest_runs_come_first_whatever_their_day(store):
    for run_id, day in (("20261120-0001", DAY), ("20260105-0001", date(2026, 1, 5)), ("20261119-0001", DAY)):
        store.begin_run(run_id, "sync", day, NOON)
    assert [run.run_id for run in store.runs(2)] == ["20261119-0001", "20260105-0001"]
    assert store.last_run().run_id == "20261119-0001"


def test_a_run_begins_once(running):
    with pytest.raises(IntegrityError):
        running.begin_run(RUN, "sync", DAY, NOON)


# Writes and the journal


def test_a_write_is_unfinished_until_it_is_complete(running):
    write_id = prepare(running, block(["Lỗi"]))
    (write,) = running.unfinished_writes()
    assert (write.write_id, write.state, write.cells) == (write_id, "prepared", 1)
    assert (write.run_id, write.workbook, write.location) == (RUN, "sổ", "so.xlsx")
    assert (write.before, write.after, write.token) == ("f1", "f2", "token")
    running.complete_write(write_id)
    assert running.unfinished_writes() == []
    assert [write.state for write in running.writes(RUN)] == ["complete"]


def test_an_abandoned_write_leaves_no_cells_in_the_journal(running):
    write_id = prepare(running, block(["Lỗi"]))
    running.abandon_write(write_id)
    assert running.unfinished_writes() == []
    assert running.journal(RUN, "sổ") == running.journal_of(write_id) == []


def test_a_complete_write_stays_complete(running):
    write_id = prepare(running, block(["Lỗi"]))
    running.complete_write(write_id)
    running.abandon_write(write_id)
    assert [write.state for write in running.writes(RUN)] == ["complete"]
    assert len(running.journal(RUN, "sổ")) == 1


def test_only_what_reached_the_workbook_is_in_a_runs_journal(running):
    write_id = prepare(running, block(["Lỗi"]))
    assert running.journal(RUN, "sổ") == []
    assert listed(running.journal_of(write_id)) == listed([block(["Lỗi"])])


def test_the_journal_holds_every_file_of_a_workbook_in_order(running):
    for location, text in (("t10.xlsx", "một"), ("t11.xlsx", "hai")):
        running.complete_write(prepare(running, block([text]), location=location))
    running.complete_write(prepare(running, block(["khác"]), workbook="kho"))
    assert [list(one.after) for one in running.journal(RUN, "sổ")] == [["một"], ["hai"]]


def test_the_journal_of_several_columns_keeps_them_apart(running):
    blocks = [block(["a"]), block(["b"], column=13), block(["c"], tab="⚙ Cảnh báo", column=13)]
    write_id = prepare(running, *blocks)
    assert listed(running.journal_of(write_id)) == listed(blocks)


@pytest.mark.parametrize("rows", [[7], [7, 8, 9], [0, 1], [7, 9], [7, 100, 1_048_576], [9, 8]])
def test_the_journal_knows_which_rows_were_written(running, rows):
    written = replace(block(["x"] * len(rows)), rows=rows)
    assert listed(running.journal_of(prepare(running, written))) == listed([written])


def test_a_column_without_changes_takes_no_room_in_the_journal(running):
    assert running.journal_of(prepare(running, block([]))) == []


def test_a_long_column_is_stored_in_parts_and_comes_back_whole(running):
    whole = block([f"Lỗi {number}" for number in range(12_001)])
    write_id = prepare(running, whole)
    assert listed(running.journal_of(write_id)) == listed([whole])
    with running._reading() as connection:
        assert connection.exec_driver_sql("SELECT cells FROM journal ORDER BY part").scalars().all() == [
            5000,
            5000,
            2001,
        ]


def test_new_columns_and_tabs_are_journalled(running):
    edits = Edits([TabEdits("Nhật ký", new_columns=[NewColumn(12, "⚙ Trạng thái", 4)])], [NewTab("⚙ Cảnh báo")])
    prepare(running, edits=edits)
    (write,) = running.writes(RUN)
    assert write.structure == Structure((("Nhật ký", 12, "⚙ Trạng thái"),), ("⚙ Cảnh báo",))


def test_three_hundred_thousand_cells_are_journalled_in_half_a_second(running):
    count = 100_000
    blocks = [
        block(["Hợp lệ"] * count),
        block(["Chứng từ không cân"] * count, column=13),
        block([DAY] * count, column=14),
    ]
    durations = []
    for _ in range(3):  # the best of three: the machine may be busy with something else
        start = process_time()
        prepare(running, *blocks)
        durations.append(process_time() - start)
    assert min(durations) < 0.5


def test_a_cell_that_could_not_be_put_back_is_refused_before_anything_is_stored(running):
    with pytest.raises(TypeError, match="complex"):
        prepare(running, block([1j]))
    assert running.writes(RUN) == []


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.text(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.builds(CellError, st.text()),
)


@given(st.lists(values) | st.lists(st.decimals(allow_nan=False) | st.none()) | st.lists(st.sampled_from(["a", None])))
@settings(max_examples=100, deadline=None)
def test_every_value_of_a_cell_comes_back_as_it_was(column):
    back = decode_column(unpack(pack(encode_column(column))))
    assert [(type(value), str(value)) for value in back] == [(type(value), str(value)) for value in column]
    assert back == column


@pytest.mark.parametrize("column", [[Decimal("1.0"), Decimal("1.00")], [1, 1.0, True], [0.0, -0.0]])
def test_equal_numbers_that_are_written_differently_stay_different(column):
    assert repr(decode_column(unpack(pack(encode_column(column))))) == repr(column)


def test_a_choice_is_kept_as_its_text():
    assert decode_column(encode_column([st.__name__, Severity.ERROR.word, type("Chosen", (str,), {})("posted")])) == [
        st.__name__,
        "error",
        "posted",
    ]


def test_half_a_character_does_not_break_the_journal():
    assert unpack(pack(["\ud800"])) == ["\ud800"]


@pytest.mark.parametrize("value", [datetime(2026, 1, 1, 8, tzinfo=UTC), time(8, 30), Decimal("1E+3"), -0.0])
def test_documents_keep_typed_values(value):
    assert repr(unpack(pack({"a": [value]}))) == repr({"a": [value]})


# Holds


def test_a_workbook_is_held_for_its_last_undone_run(store):
    store.hold("kho", "20261120-0001")
    store.hold("kho", "20261120-0002")
    assert store.held() == {"kho": "20261120-0002"}


def test_one_workbook_is_released(store):
    store.hold("kho", RUN)
    store.hold("sổ", RUN)
    assert store.release("kho") == ["kho"]
    assert store.held() == {"sổ": RUN}


def test_all_workbooks_are_released(store):
    store.hold("sổ", RUN)
    store.hold("kho", RUN)
    assert store.release() == ["kho", "sổ"]
    assert store.release() == []


# Unchanged offices and closed periods


def test_the_last_digest_and_outcome_are_remembered(store):
    assert store.digest() is None
    store.save_digest("d1", {"findings": 1})
    store.save_digest("d2", {"findings": [["FIN101", Decimal(2)]], "as_of": DAY})
    assert store.digest() == ("d2", {"findings": [["FIN101", Decimal(2)]], "as_of": DAY})
    store.forget_digest()
    assert store.digest() is None


def test_a_closed_period_is_remembered_by_key(store):
    assert store.frozen("journal") is None
    assert store.frozen_through("journal") is None
    store.freeze("journal", date(2026, 9, 30), {("PT1", "1"): {"debit": "100"}})
    rows = {("PT1", "1"): {"debit": "100"}, ("PT2", "1"): {"debit": "5", "partner": "Cty Ánh Dương"}}
    store.freeze("journal", date(2026, 10, 31), rows)
    assert store.frozen("journal") == rows
    assert store.frozen_through("journal") == date(2026, 10, 31)
    store.unfreeze("journal")
    assert store.frozen("journal") is None


def test_a_closed_period_without_records_is_still_closed(store):
    store.freeze("journal", date(2026, 9, 30), {})
    assert store.frozen("journal") == {}


# Alerts and the outbox


def test_alerts_come_back_as_they_were(store):
    alerts = [
        alert(),
        alert("A-2", level=None, noticed_severity=None, noticed_level=None, key=(), snoozed_until=None),
        alert("A-3", status="resolved", resolved_on=DAY, personal=True, place=Place("kho")),
    ]
    store.commit_notices(RUN, alerts, [])
    assert store.alerts() == {one.id: one for one in alerts}


def test_an_alert_is_replaced_by_its_new_state_and_the_others_stay(store):
    store.commit_notices(RUN, [alert("A-1"), alert("A-2")], [])
    store.commit_notices(RUN, [alert("A-1"), alert("A-2", notices=3)], [])
    assert [one.notices for one in store.alerts().values()] == [2, 3]


def test_alerts_and_their_mails_are_stored_both_or_neither(store):
    broken = replace(mail(), subject=None)
    with pytest.raises(IntegrityError):
        store.commit_notices(RUN, [alert()], [broken])
    assert store.alerts() == {}
    assert store.pending_mails() == []


# History


def aged(store, days):
    """Store one of everything, so many days ago."""
    day = DAY - timedelta(days=days)
    run_id = f"{day:%Y%m%d}-0001"
    store.begin_run(run_id, "sync", day, NOON - timedelta(days=days))
    write_id = prepare(store, block(["x"]), run=run_id)
    store.complete_write(write_id)
    return run_id


def test_history_is_kept_for_four_hundred_days(store):
    gone, kept, latest = aged(store, 401), aged(store, 400), aged(store, 0)
    store.prune(DAY)
    assert [run.run_id for run in store.runs()] == [latest, kept]
    assert store.writes(gone) == []
    assert store.journal(gone, "sổ") == []
    assert len(store.journal(kept, "sổ")) == 1


def test_the_latest_run_stays_however_old(store):
    run_id = aged(store, 1_000)
    store.prune(DAY)
    assert store.last_run().run_id == run_id


def test_what_is_still_needed_stays_however_old(store):
    held, unfinished = aged(store, 900), aged(store, 901)
    prepare(store, block(["y"]), run=unfinished)
    aged(store, 0)
    store.hold("sổ", held)
    store.prune(DAY)
    assert {held, unfinished} <= {run.run_id for run in store.runs()}


def test_open_alerts_stay_however_old(store):
    old, recent = DAY - timedelta(days=401), DAY - timedelta(days=400)
    alerts = [
        alert("A-open", since=old, resolved_on=old),
        alert("A-old", status="resolved", resolved_on=old),
        alert("A-recent", status="resolved", resolved_on=recent),
        alert("A-waiting", status="waiting", last_seen=recent),
        alert("A-waited", status="waiting", last_seen=old),
        alert("A-passed", status="waiting", last_seen=None, seen_runs=0),
    ]
    store.commit_notices(RUN, alerts, [])
    store.prune(DAY)
    assert sorted(store.alerts()) == ["A-open", "A-recent", "A-waiting"]


# Crashes

CRASH = """
import os, signal, sys
from datetime import UTC, date, datetime
from pathlib import Path
from sync.backends.base import Edits
from sync.planning.plan import Block, WorkbookPlan
from sync.store import open_store
store = open_store(Path(sys.argv[1]))
store.begin_run("20261120-0001", "sync", date(2026, 11, 20), datetime(2026, 11, 20, tzinfo=UTC))
blocks = [Block("T", 1, "x", range(9), ["k"] * 9, [None] * 9, ["v"] * 9, ["r"] * 9)]
plan = WorkbookPlan("s", "s.xlsx", "a", blocks, Edits())
store.prepare_write("20261120-0001", "s", "s.xlsx", "a", "b", "token", plan)
with store._writing() as connection:
    connection.exec_driver_sql("UPDATE writes SET state = 'complete'")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_kill_leaves_what_was_committed_and_nothing_else(path):
    killed = subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False)
    assert killed.returncode == -signal.SIGKILL
    with open_store(path) as store:
        (write,) = store.unfinished_writes()
        assert write.token == "token"
        assert store.last_run().status == "running"
        store.complete_write(write.write_id)
        assert len(store.journal("20261120-0001", "s")[0]) == 9


def test_two_commands_at_a_time_wait_for_each_other(running, path):
    with open_store(path) as other:
        other.hold("kho", RUN)
        running.hold("sổ", RUN)
        assert running.held() == other.held() == {"kho": RUN, "sổ": RUN}


def test_reading_does_not_wait_for_writing(running, path):
    with open_store(path) as other, other._writing():
        assert running.last_run().run_id == RUN

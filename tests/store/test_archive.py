"""One file with the whole state: whole or refused, made while others write, and put back in one step."""

import json
import os
import shutil
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from datetime import UTC, date, datetime, timedelta

import pytest

from sync.alerts.base import OutgoingMail
from sync.store import NewerStateError, UnreadableStateError, archive, open_store
from sync.store.archive import (
    DamagedArchiveError,
    StateNotEmptyError,
    is_archive,
    is_empty,
    read_manifest,
    replaced_name,
    restore_archive,
    save_archive,
)
from sync.store.database import SCHEMA_VERSION

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path):
    path = tmp_path / "state" / "state.sqlite3"
    with open_store(path) as store:
        store.begin_run("20261120-0001", "sync", DAY, NOON)
        store.commit_notices("20261120-0001", [], [OutgoingMail("<1@x>", "kho@example.com", "Thư", NOON, b"mail")])
        store.finish_run("20261120-0001", "ok", NOON, {"rows": 5})
    return path


@pytest.fixture
def saved(database, tmp_path):
    path = tmp_path / "backup.zip"
    save_archive(database, path, made_at=NOON, product="0.1.0")
    return path


def content_of(database):
    """Return all that a state holds, as SQL."""
    with closing(sqlite3.connect(database)) as connection:
        return list(connection.iterdump())


def chain_of(database):
    """Return the audit chain of a state: kind, subject and facts of each entry."""
    with closing(sqlite3.connect(database)) as connection:
        rows = connection.execute("SELECT kind, subject, line FROM audit ORDER BY number").fetchall()
    return [(kind, subject, json.loads(line)["facts"]) for kind, subject, line in rows]


def rewritten(saved, **members):
    """Return a copy of a backup in which members are replaced; None leaves one out."""
    with zipfile.ZipFile(saved) as old:
        content = {name: old.read(name) for name in old.namelist()}
    content |= {name.replace("_", "."): data for name, data in members.items()}
    path = saved.with_name("rewritten.zip")
    with zipfile.ZipFile(path, "w") as new:
        for name, data in content.items():
            if data is not None:
                new.writestr(name, data)
    return path


def manifest_with(saved, **more):
    return json.dumps({**read_manifest(saved).to_json(), **more})


def test_a_backup_says_what_it_is(saved):
    with zipfile.ZipFile(saved) as file:
        assert sorted(file.namelist()) == ["manifest.json", "state.sqlite3"]
    manifest = read_manifest(saved)
    assert (manifest.made_at, manifest.product, manifest.schema_version) == (NOON, "0.1.0", SCHEMA_VERSION)
    assert manifest.last_run == "20261120-0001"
    assert len(manifest.sha256) == 64


def test_a_backup_is_private(saved):
    assert stat.S_IMODE(saved.stat().st_mode) == 0o600


def test_a_restored_state_remembers_everything(saved, database, tmp_path):
    elsewhere = tmp_path / "new" / "state" / "state.sqlite3"
    restore_archive(saved, elsewhere, at=NOON)
    assert stat.S_IMODE(elsewhere.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o600
    with open_store(database) as before, open_store(elsewhere) as after:
        assert after.runs() == before.runs()
        assert after.pending_mails() == before.pending_mails()


def test_a_backup_is_made_while_a_run_is_in_the_middle_of_a_transaction(database, tmp_path):
    with sqlite3.connect(database, isolation_level=None) as writer:
        writer.execute("BEGIN IMMEDIATE")
        writer.execute("UPDATE runs SET status = 'failed'")
        save_archive(database, tmp_path / "now.zip", made_at=NOON, product="0.1.0")
        writer.execute("COMMIT")
    restore_archive(tmp_path / "now.zip", tmp_path / "new" / "state.sqlite3", at=NOON)
    with open_store(tmp_path / "new" / "state.sqlite3") as after:
        assert [run.status for run in after.runs()] == ["ok"]


def test_a_backup_beside_a_writer_never_shows_half_of_a_transaction(database, tmp_path):
    """The writer keeps two rows equal; every backup made meanwhile must have them so."""
    with sqlite3.connect(database) as prepare:
        prepare.execute("INSERT INTO holds VALUES ('a', '0'), ('b', '0')")
    stop = threading.Event()

    def write():
        with sqlite3.connect(database, isolation_level=None, timeout=10) as connection:
            number = 0
            while not stop.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE holds SET run_id = ? WHERE workbook = 'a'", [str(number)])
                connection.execute("UPDATE holds SET run_id = ? WHERE workbook = 'b'", [str(number)])
                connection.execute("COMMIT")
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(8):
            made = tmp_path / f"{number}.zip"
            save_archive(database, made, made_at=NOON, product="0.1.0")
            restore_archive(made, tmp_path / f"new {number}" / "state.sqlite3", at=NOON)
            with open_store(tmp_path / f"new {number}" / "state.sqlite3") as after:
                assert len(set(after.held().values())) == 1
    finally:
        stop.set()
        writer.join()


def test_a_former_backup_is_replaced_whole_or_not_at_all(saved, database, monkeypatch):
    before = saved.read_bytes()

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(archive, "_keep_content", full)
    with pytest.raises(OSError, match="No space"):
        save_archive(database, saved, made_at=NOON, product="0.2.0")
    assert saved.read_bytes() == before
    assert [path.name for path in saved.parent.iterdir() if path.name.startswith(".")] == []


def test_there_is_nothing_to_back_up_where_no_state_is(tmp_path):
    with pytest.raises(UnreadableStateError):
        save_archive(tmp_path / "state.sqlite3", tmp_path / "b.zip", made_at=NOON, product="0.1.0")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_state_is_not_backed_up(database, tmp_path):
    with database.open("rb+") as file:
        file.seek(4096)
        file.write(b"\xff" * 8192)
    with pytest.raises(UnreadableStateError):
        save_archive(database, tmp_path / "b.zip", made_at=NOON, product="0.1.0")
    assert not (tmp_path / "b.zip").exists()


def test_what_a_killed_backup_left_is_cleared_away_a_day_later(database, tmp_path):
    for name, hours in (("old", 25), ("new", 1)):
        left = tmp_path / f".sheetkeeper-backup-{name}"
        left.mkdir()
        moment = NOON.timestamp() - hours * 3_600
        os.utime(left, (moment, moment))
    save_archive(database, tmp_path / "b.zip", made_at=NOON, product="0.1.0")
    assert [path.name for path in tmp_path.glob(".sheetkeeper-*")] == [".sheetkeeper-backup-new"]


def test_a_backup_with_any_byte_changed_is_refused_or_gives_the_same_state(saved, tmp_path):
    """Some bytes of a zip say nothing, as the hour of a member; no changed one may lead to another state."""
    content, refused = saved.read_bytes(), 0
    target = tmp_path / "new" / "state.sqlite3"
    restore_archive(saved, target, at=NOON)
    expected = content_of(target)
    target.unlink()
    for position in {*range(0, len(content), len(content) // 100), *range(len(content) - 120, len(content), 7)}:
        saved.write_bytes(content[:position] + bytes([content[position] ^ 0x55]) + content[position + 1 :])
        try:
            restore_archive(saved, target, at=NOON)
        except DamagedArchiveError:
            refused += 1
            assert not target.exists()
        else:
            assert content_of(target) == expected
            target.unlink()
    assert refused > 80


@pytest.mark.parametrize("kept", [0, 10, 0.5, 0.99])
def test_a_backup_that_was_cut_off_is_refused(saved, tmp_path, kept):
    content = saved.read_bytes()
    saved.write_bytes(content[: int(kept * len(content)) if kept < 1 else kept])
    with pytest.raises(DamagedArchiveError):
        restore_archive(saved, tmp_path / "new" / "state.sqlite3", at=NOON)


def test_a_backup_of_another_database_under_a_true_digest_is_refused(saved, tmp_path):
    made = rewritten(saved, manifest_json=manifest_with(saved, sha256="0" * 64))
    with pytest.raises(DamagedArchiveError, match="not what was written"):
        restore_archive(made, tmp_path / "new" / "state.sqlite3", at=NOON)


@pytest.mark.parametrize(
    "manifest",
    ["[]", "{}", "not json", '{"format": "sheetkeeper-state"}', "x" * 100_000],
)
def test_a_manifest_that_says_nothing_is_refused(saved, tmp_path, manifest):
    with pytest.raises(DamagedArchiveError):
        restore_archive(rewritten(saved, manifest_json=manifest), tmp_path / "new" / "state.sqlite3", at=NOON)


def test_a_zip_of_something_else_is_refused(saved, tmp_path):
    more = rewritten(saved, readme_txt="hello")
    less = saved.with_name("less.zip")
    with zipfile.ZipFile(less, "w") as file:
        file.writestr("manifest.json", "{}")
    for made in (more, less):
        with pytest.raises(DamagedArchiveError):
            restore_archive(made, tmp_path / "new" / "state.sqlite3", at=NOON)


def test_a_member_that_is_larger_than_the_manifest_says_is_not_unpacked(saved, tmp_path):
    """So that a small file cannot fill the disk."""
    bomb = rewritten(saved, state_sqlite3=b"\0" * 50_000_000)
    with pytest.raises(DamagedArchiveError):
        restore_archive(bomb, tmp_path / "new" / "state.sqlite3", at=NOON)


def test_a_backup_of_a_newer_version_is_refused(saved, database, tmp_path):
    with sqlite3.connect(database) as connection:
        connection.execute("UPDATE schema_version SET version = 99")
    save_archive(database, saved, made_at=NOON, product="9.0")
    with pytest.raises(NewerStateError) as caught:
        restore_archive(saved, tmp_path / "new" / "state.sqlite3", at=NOON)
    assert (caught.value.found, caught.value.known) == (99, SCHEMA_VERSION)


def test_a_state_with_something_in_it_is_not_replaced_unless_that_is_said(saved, database):
    before = database.read_bytes()
    with pytest.raises(StateNotEmptyError):
        restore_archive(saved, database, at=NOON)
    assert database.read_bytes() == before


def test_a_state_that_is_replaced_is_kept_beside(saved, database):
    with open_store(database) as store:
        store.hold("kho", "20261120-0001")
    restore_archive(saved, database, at=NOON, force=True)
    with open_store(database) as after, open_store(replaced_name(database)) as former:
        assert (after.held(), former.held()) == ({}, {"kho": "20261120-0001"})


def test_the_log_of_the_former_state_is_never_applied_to_the_new_one(saved, database, tmp_path):
    """A crash leaves what was committed in a log beside the database."""
    crashed = tmp_path / "crashed"
    writer = sqlite3.connect(database, isolation_level=None)
    writer.execute("INSERT INTO holds VALUES ('kho', 'x')")
    shutil.copytree(database.parent, crashed)
    writer.close()
    assert (crashed / "state.sqlite3-wal").stat().st_size
    restore_archive(saved, crashed / "state.sqlite3", at=NOON, force=True)
    with open_store(crashed / "state.sqlite3") as after, open_store(crashed / "replaced-state.sqlite3") as former:
        assert (after.held(), former.held()) == ({}, {"kho": "x"})


def test_a_damaged_state_can_be_replaced_and_is_kept_as_it_was(saved, tmp_path):
    database = tmp_path / "broken" / "state.sqlite3"
    database.parent.mkdir()
    database.write_bytes(b"no database" * 500)
    assert not is_empty(database)
    restore_archive(saved, database, at=NOON, force=True)
    assert replaced_name(database).read_bytes() == b"no database" * 500
    with open_store(database) as after:
        assert after.last_run().run_id == "20261120-0001"


def test_a_state_without_a_run_is_empty(tmp_path, saved):
    path = tmp_path / "fresh" / "state.sqlite3"
    assert is_empty(path)
    open_store(path).close()
    assert is_empty(path)
    restore_archive(saved, path, at=NOON)
    assert not is_empty(path)


def test_only_a_backup_is_taken_for_one(saved, database, tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    assert [is_archive(path) for path in (saved, database, tmp_path / "notes.txt", tmp_path / "none")] == [
        True,
        False,
        False,
        False,
    ]


# What a restore leaves in the audit chain


def test_a_restore_is_the_latest_entry_of_a_chain_that_holds(saved, database, tmp_path):
    before, target = chain_of(database), tmp_path / "new" / "state.sqlite3"
    manifest = restore_archive(saved, target, at=NOON + timedelta(days=3))
    *kept, (kind, subject, facts) = chain_of(target)
    assert kept == before
    assert (kind, subject) == ("restore", manifest.sha256)
    assert facts == {"run": "20261120-0001", "made_at": NOON.isoformat(), "product": "0.1.0", "former": ""}
    with open_store(target) as store:
        assert (store.audit().fault, store.audit().entries) == (None, len(before) + 1)


def test_a_restore_says_where_the_chain_ended_that_it_takes_the_place_of(saved, database):
    with open_store(database) as store:
        store.mark_sent("<1@x>", NOON)
        former = store.audit_head()
    restore_archive(saved, database, at=NOON, force=True)
    assert chain_of(database)[-1][2]["former"] == str(former)


def test_a_head_that_was_mailed_before_a_restore_is_told_to_be_cut_off_by_it(saved, database):
    with open_store(database) as store:
        told_before = store.audit_head()
        store.mark_sent("<1@x>", NOON)
        cut_off = store.audit_head()
    restore_archive(saved, database, at=NOON, force=True)
    with open_store(database) as store:
        store.begin_run("20261121-0001", "sync", DAY, NOON, {"office.toml": "new"})
        later = store.audit_head()
        assert store.audit(told_before).fault is None
        assert store.audit(later).fault is None
        fault = store.audit(cut_off).fault
    assert (fault.kind, fault.number, fault.entry.kind) == ("restored", told_before.number + 1, "restore")


def test_a_restored_state_has_no_log_beside_it(saved, tmp_path):
    """A log is applied to whatever database has its name."""
    restore_archive(saved, tmp_path / "new" / "state.sqlite3", at=NOON)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["state.sqlite3"]

"""Locks, full disks, lost shares, last-instant saves: nothing is truncated, and the next run completes."""

from __future__ import annotations

import errno
import os
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from rules.core.message import Voice
from sync import run
from sync.backends.excel import backend
from sync.backends.excel.files import keep_backup
from tests.promise.boundary import Boundary
from tests.promise.looking import assert_staff_kept, owned_values
from tests.promise.small_office import JOURNAL, LEDGER, LEDGER_TABS, STORE, opened, write_small_office
from tests.promise.test_crash_matrix import leftovers, mails

EXCHANGE = f"exchange new version and {LEDGER}"


@pytest.fixture
def office(tmp_path):
    return write_small_office(tmp_path / "office")


@pytest.fixture
def fresh(tmp_path, office):
    return Path(shutil.copytree(office, tmp_path / "fresh"))


def sync(office, **clock):
    with opened(office, **clock) as session:
        return run.sync(session)


def status(result, name="finance"):
    return next(one for one in result.workbooks if one.name == name)


def excel_lock(office, who="Lan", age=timedelta()):
    """Lay down the file by which Excel shows that somebody has the ledger open."""
    lock = office / f"~${LEDGER}"
    name = who.encode("ascii", "replace")
    wide = who.encode("utf-16-le")
    lock.write_bytes((bytes([len(name)]) + name).ljust(55, b" ") + bytes([len(who), 0]) + wide.ljust(108, b"\0"))
    return aged(lock, age)


def office_lock(office, age=timedelta()):
    """Lay down the file by which LibreOffice shows the same."""
    lock = office / f".~lock.{LEDGER}#"
    lock.write_text("Trần Thị Lan,lan,pc-lan,20.11.2026 08:00,file:///home/lan;", encoding="utf-8")
    return aged(lock, age)


def aged(lock, age):
    moment = (datetime.now() - age).timestamp()
    os.utime(lock, (moment, moment))
    return lock


@pytest.mark.parametrize(("lock", "who"), [(excel_lock, "Lan"), (office_lock, "Trần Thị Lan")])
def test_a_workbook_that_somebody_has_open_is_read_but_not_written(office, fresh, lock, who):
    made = lock(office)
    since = datetime.fromtimestamp(made.stat().st_mtime, ZoneInfo("Asia/Ho_Chi_Minh")).strftime("%d/%m/%Y %H:%M")

    result = sync(office)

    assert (result.status, status(result).status) == ("partial", "locked")
    assert status(result, "inventory").status == "changed"
    assert any(finding.code == "FIN101" for finding in result.findings), "it was read"
    for language in ("vi", "en"):
        text = status(result).problem.text(Voice(language))
        assert who in text
        assert since in text
    assert (office / LEDGER).read_bytes() == (fresh / LEDGER).read_bytes()
    made.unlink()
    assert sync(office).status == "ok"
    assert any(owned_values(office / LEDGER).values())


@pytest.mark.parametrize("lock", [excel_lock, office_lock])
def test_a_lock_file_that_a_program_left_behind_days_ago_does_not_count(office, lock):
    lock(office, age=timedelta(days=4))

    assert status(sync(office)).status == "changed"


def test_a_fresh_lock_counts_beside_a_stale_one(office):
    excel_lock(office, age=timedelta(days=4))
    office_lock(office)

    assert status(sync(office)).status == "locked"


def test_the_vietnamese_name_in_an_excel_lock_is_read(office):
    excel_lock(office, "Nguyễn Đức Ánh")

    assert "Nguyễn Đức Ánh" in status(sync(office)).problem.text(Voice("vi"))


def test_a_lock_that_appears_while_the_new_version_is_made_is_respected(office, fresh):
    boundary = faulty(office, lambda call: call == "fsync new version" and excel_lock(office))

    with boundary:
        result = sync(office)

    assert status(result).status == "locked"
    assert (office / LEDGER).read_bytes() == (fresh / LEDGER).read_bytes()
    assert leftovers(office) == []


def test_a_workbook_set_to_read_only_is_left_as_it_is(office, fresh):
    (office / LEDGER).chmod(0o444)

    result = sync(office)

    assert (status(result).status, status(result).problem.code) == ("failed", "WBK109")
    assert "chỉ đọc" in status(result).problem.text(Voice("vi"))
    assert (office / LEDGER).read_bytes() == (fresh / LEDGER).read_bytes()
    assert status(result, "inventory").status == "changed"
    (office / LEDGER).chmod(0o644)
    assert sync(office).status == "ok"


class faulty:  # noqa: N801  (reads like the words of a test)
    """A context in which calls to the outside may fail or be interfered with, as ``interfere`` says."""

    def __init__(self, office, interfere):
        self.boundary = Boundary(office, fail=interfere)

    def __enter__(self):
        self.restore = self.boundary.install()

    def __exit__(self, *_):
        self.restore()


def failing(call, code, times=1):
    """Return what lets the first calls of that name fail as the operating system would."""
    left = [times]

    def interfere(name):
        if name == call and left[0]:
            left[0] -= 1
            raise OSError(code, os.strerror(code))

    return interfere


FAULTS = [
    ("open new version", errno.EACCES),
    ("open new version", errno.EROFS),
    ("write new version", errno.ENOSPC),
    ("write new version", errno.EDQUOT),
    ("fsync new version", errno.EIO),
    (EXCHANGE, errno.EBUSY),
    ("open copy for the backups", errno.ENOSPC),
    ("write copy for the backups", errno.ENOSPC),
    ("unlink new version", errno.EACCES),
]


@pytest.mark.parametrize(("call", "code"), FAULTS, ids=[f"{errno.errorcode[code]} at {call}" for call, code in FAULTS])
def test_after_a_fault_nothing_is_truncated_and_the_next_run_completes(office, fresh, call, code):
    with faulty(office, failing(call, code)):
        result = sync(office)

    assert result.status == ("ok" if "backups" in call or "unlink" in call else "partial")
    if result.status == "partial":
        assert (status(result).status, status(result).problem.code) == ("failed", "WBK109")
        assert (office / LEDGER).read_bytes() == (fresh / LEDGER).read_bytes()
        vietnamese, english = (status(result).problem.text(Voice(language)) for language in ("vi", "en"))
        assert vietnamese != english
        assert os.strerror(code) not in vietnamese
    assert status(result, "inventory").status == "changed"
    for name in (LEDGER, STORE):
        assert_staff_kept(fresh / name, office / name)
    with opened(office) as session:
        session.store.forget_digest()
        assert run.sync(session).status == "ok"
    assert any(owned_values(office / LEDGER).values())
    assert sum(mails(office).values()) == 3, "each notice once"


def test_a_fault_leaves_no_temporary_file_after_the_next_run(office):
    with faulty(office, failing("write new version", errno.ENOSPC)):
        sync(office)
    sync(office)

    assert leftovers(office) == []


def test_a_folder_that_vanishes_between_reading_and_writing_harms_nothing(tmp_path, fresh, office):
    share = tmp_path / "share"
    share.mkdir()
    (office / LEDGER).rename(share / LEDGER)
    settings = (office / "office.toml").read_text(encoding="utf-8")
    (office / "office.toml").write_text(settings.replace(f'"{LEDGER}"', f'"{share / LEDGER}"'), encoding="utf-8")
    away = tmp_path / "away"

    def vanish(call):
        if call == "state: insert into runs" and not away.exists():
            away.mkdir()
        elif call == "open folder elsewhere" and share.exists():
            share.rename(away / "share")

    with faulty(office, vanish):
        result = sync(office)

    assert (result.status, status(result).status) == ("partial", "failed")
    assert status(result).problem.code == "WBK109"
    (away / "share").rename(share)
    assert (share / LEDGER).read_bytes() == (fresh / LEDGER).read_bytes()
    assert sync(office).status == "ok"
    assert [path.name for path in share.iterdir()] == [LEDGER]


def test_a_share_that_is_lost_right_after_the_write_is_settled_when_it_is_back(office, fresh, monkeypatch):
    lost = []
    fingerprint, exchange = backend.fingerprint, backend.exchange

    def read(path):
        if lost and path.parent == office.resolve():
            raise OSError(errno.ESTALE, "lost")
        return fingerprint(path)

    def swap(first, second):
        done = exchange(first, second)
        lost.append(second)
        return done

    monkeypatch.setattr(backend, "fingerprint", read)
    monkeypatch.setattr(backend, "exchange", swap)
    first = sync(office)
    monkeypatch.undo()
    second = sync(office)

    assert status(first).problem.code == "WBK109"
    assert (second.status, status(second).status) == ("ok", "unchanged"), "it had been written"
    with opened(office) as session:
        assert session.store.unfinished_writes() == []
        undone = run.undo(session, first.run)
    assert (undone.conflicts, owned_values(office / LEDGER)["Nhật ký chung"]) == ([], {})
    assert leftovers(office) == []
    assert_staff_kept(fresh / LEDGER, office / LEDGER)


def test_a_version_that_staff_save_after_the_new_one_was_made_stays_and_is_flagged_instead(office, tmp_path):
    theirs = saved_by_staff(tmp_path)

    def save(call):
        if call == "state: insert into journal" and theirs.exists():
            theirs.rename(office / LEDGER)

    check_their_version_wins(office, tmp_path, save)


def test_a_version_that_staff_save_at_the_last_instant_is_given_back_and_flagged_instead(office, tmp_path):
    theirs = saved_by_staff(tmp_path)

    def save(call):
        if call == EXCHANGE and theirs.exists():
            theirs.rename(office / LEDGER)

    check_their_version_wins(office, tmp_path, save)


def test_the_latest_version_wins_where_staff_save_twice_at_the_last_instant(office, tmp_path):
    first, second = saved_by_staff(tmp_path, "đầu"), saved_by_staff(tmp_path, "sau")
    exchanges = []

    def save(call):
        if call == EXCHANGE:
            exchanges.append(call)
            if len(exchanges) == 1:
                first.rename(office / LEDGER)
            elif len(exchanges) == 2:
                second.rename(office / LEDGER)

    check_their_version_wins(office, tmp_path, save, "sau")


def test_a_version_saved_at_the_last_instant_before_a_crash_is_given_back_by_the_next_run(office, tmp_path):
    theirs = saved_by_staff(tmp_path)
    exchanges = []

    def save_and_crash(call):
        if call == EXCHANGE:
            exchanges.append(call)
            if len(exchanges) == 2:
                raise KeyboardInterrupt
            theirs.rename(office / LEDGER)

    with faulty(office, save_and_crash), pytest.raises(KeyboardInterrupt):
        sync(office)

    check_their_version_wins(office, tmp_path, lambda _: None)


def saved_by_staff(tmp_path, note="mới"):
    """Return a ledger in which staff have changed a description, as it lies when they have just saved it."""
    folder = write_small_office(tmp_path / f"theirs {note}", ledger=tabs_with(note))
    return folder / LEDGER


def tabs_with(note):
    journal = [list(row) for row in JOURNAL]
    journal[1][3] = note
    return {**LEDGER_TABS, "Nhật ký chung": journal}


def check_their_version_wins(office, tmp_path, save, note="mới"):
    expected = write_small_office(tmp_path / "expected", ledger=tabs_with(note)) / LEDGER

    with faulty(office, save):
        result = sync(office)

    assert result.status == "ok"
    assert_staff_kept(expected, office / LEDGER)
    assert any(owned_values(office / LEDGER).values())
    assert leftovers(office) == []


def test_backups_of_one_second_are_numbered_on_though_the_oldest_are_gone(tmp_path):
    for version in range(5):
        (tmp_path / "previous").write_text(str(version), encoding="utf-8")
        keep_backup(tmp_path / "previous", tmp_path / "backups", LEDGER, "20261120-073000", 2)

    assert [path.read_text(encoding="utf-8") for path in sorted((tmp_path / "backups").iterdir())] == ["3", "4"]


def test_backups_are_bounded_and_hold_the_versions_before_each_write(office):
    text = (office / "office.toml").read_text(encoding="utf-8")
    (office / "office.toml").write_text(f"{text}\n[backup]\nkeep = 2\n", encoding="utf-8")
    versions = []
    for _ in range(3):
        versions.append((office / LEDGER).read_bytes())
        with opened(office) as session:
            done = run.sync(session)
        with opened(office) as session:
            run.undo(session, done.run)
            run.resume(session)

    backups = sorted((office / "state/backups").glob(f"so-ke-toan-*/*{LEDGER}"))
    assert len(backups) == 2
    assert backups[-2].read_bytes() == versions[-1]
    assert all(path.stat().st_mode & 0o077 == 0 for path in backups), "a backup of wages is private"


def test_a_full_disk_for_backups_does_not_undo_a_write_that_is_done(office):
    with faulty(office, failing("open copy for the backups", errno.ENOSPC, times=9)):
        result = sync(office)

    assert result.status == "ok"
    assert any(owned_values(office / LEDGER).values())
    assert leftovers(office) == []

"""Whoever could open and save a workbook before a run can do so after it, also where a run may not give files away."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from sync.backends.base import Edits, NewTab, WorkbookError
from sync.backends.excel import ExcelBackend
from sync.backends.excel.rights import keep_rights, rights_of_new

SOMEBODY = 4711


@pytest.mark.parametrize(
    ("mode", "owner_kept", "group_kept", "new"),
    [
        (0o640, True, True, 0o640),
        (0o600, True, False, 0o600),
        (0o644, True, False, 0o644),
        (0o664, True, False, None),
        (0o660, True, False, None),
        (0o666, True, False, 0o666),
        (0o644, False, True, 0o664),
        (0o600, False, True, 0o660),
        (0o640, False, True, 0o660),
        (0o775, False, True, 0o775),
        (0o644, False, False, None),
        (0o666, False, False, 0o666),
        (0o604, False, False, None),
    ],
)
def test_nobody_is_shut_out_and_no_other_group_is_let_in(mode, owner_kept, group_kept, new):
    assert rights_of_new(mode, owner_kept=owner_kept, group_kept=group_kept) == new


class Shared:
    """A workbook that a colleague saved, in a folder that we share: only the superuser could give her a file."""

    def __init__(self, folder, monkeypatch):
        self.path = folder / "kho.xlsx"
        self.backend = ExcelBackend(
            locale="vi_VN", backups=folder / "state", now=lambda: datetime(2026, 11, 20, tzinfo=UTC)
        )
        self.owner, self.group = SOMEBODY, os.getgid()
        self.ours = {os.getgid()}
        Workbook().save(self.path)
        self._stat, self._chown = os.stat, os.chown
        self._colleague = self.path.stat().st_ino
        monkeypatch.setattr(os, "stat", self.stat)
        monkeypatch.setattr(os, "chown", self.chown)

    def stat(self, path, **more):
        found = self._stat(path, **more)
        if found.st_ino != self._colleague:
            return found
        values = list(found)
        values[4:6] = self.owner, self.group
        return os.stat_result(values, {"st_mtime_ns": found.st_mtime_ns})

    def chown(self, path, owner, group):
        if owner not in (-1, os.getuid()) or group not in (-1, *self.ours):
            raise PermissionError(1, "Operation not permitted")

    def write(self):
        snapshot = self.backend.read("kho", str(self.path))
        prepared = self.backend.prepare(snapshot, str(self.path), Edits(new_tabs=[NewTab("⚙ Alerts")]))
        self.backend.complete(str(self.path), prepared)


@pytest.fixture
def shared(tmp_path, monkeypatch):
    return Shared(tmp_path, monkeypatch)


def test_a_colleague_can_save_her_workbook_again_after_a_run(shared):
    shared.path.chmod(0o644)

    shared.write()

    assert shared.path.stat().st_mode & 0o777 == 0o664


def test_a_workbook_is_left_alone_where_its_owner_could_not_save_it_any_more(shared):
    shared.path.chmod(0o644)
    shared.group = SOMEBODY

    with pytest.raises(WorkbookError) as refused:
        shared.write()

    assert refused.value.code == "WBK109"
    assert str(SOMEBODY) in str(refused.value.fields["detail"])
    assert load_workbook(shared.path).sheetnames == ["Sheet"]
    assert list(Path(shared.path.parent).glob(".sheetkeeper-*")) == []


def test_the_group_stays_where_only_the_owner_cannot(shared, monkeypatch):
    asked = []
    monkeypatch.setattr(
        os, "chown", lambda path, owner, group: (asked.append((owner, group)), shared.chown(path, owner, group))
    )

    shared.write()

    assert asked == [(SOMEBODY, os.getgid()), (-1, os.getgid())]


ENTRIES = b"\x02\x00\x00\x00 who may read and write"


@pytest.mark.parametrize(("old", "new"), [(ENTRIES, ENTRIES), (None, None)])
def test_the_access_list_is_that_of_the_old_version_and_not_of_the_folder(tmp_path, monkeypatch, old, new):
    before, after = tmp_path / "kho.xlsx", tmp_path / "kho.new"
    before.touch()
    after.touch()
    lists = {before: {"access": old} if old else {}, after: {"access": b"of the folder"}}

    def read(path, _name):
        if "access" not in lists[path]:
            raise OSError(61, "No data available")
        return lists[path]["access"]

    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "getxattr", read, raising=False)
    monkeypatch.setattr(os, "setxattr", lambda path, _name, value: lists[path].update(access=value), raising=False)
    monkeypatch.setattr(os, "removexattr", lambda path, _name: lists[path].pop("access"), raising=False)

    assert keep_rights(before, after)

    assert lists[after].get("access") == new

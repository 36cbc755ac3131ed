"""A workbook that somebody has open: since when, by the clock of the office and not of the computer."""

import os
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from openpyxl import Workbook

from sync.backends.excel import ExcelBackend

OPENED = datetime(2026, 11, 21, 23, 30, tzinfo=UTC)


def test_people_are_told_the_hour_of_their_own_office(tmp_path):
    Workbook().save(tmp_path / "kho.xlsx")
    lock = tmp_path / ".~lock.kho.xlsx#"
    lock.write_text(",lan,,,;", encoding="utf-8")
    os.utime(lock, (OPENED.timestamp(), OPENED.timestamp()))
    hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    backend = ExcelBackend(locale="vi_VN", backups=tmp_path / "backups", now=lambda: OPENED.astimezone(hanoi))

    obstacle = backend.read("kho", str(tmp_path / "kho.xlsx")).obstacle

    assert obstacle is not None
    assert "22/11/2026 06:30" in obstacle.vi
    assert "22/11/2026 06:30" in obstacle.en

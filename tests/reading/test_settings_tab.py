"""The settings tab: what staff may change, and what is said where it cannot be used."""

import datetime as dt
from decimal import Decimal
from typing import ClassVar

import pytest
from pydantic import model_validator

from rules.core.record import Percent
from rules.core.rule import Department
from rules.core.setting import Settings, setting
from rules.core.text import Text
from rules.finance import DEPARTMENT as FINANCE
from rules.finance.settings import AccountingRegime, FinanceSettings
from rules.inventory import DEPARTMENT as INVENTORY
from tests.reading.workbooks import read, rows_of, save, told, with_cached

HEADER = ("Mục cài đặt", "Giá trị", "Mặc định", "Giải thích")


def settings_of(tmp_path, *rows, title="Cài đặt", departments=(FINANCE,)):
    reading = read(
        save(tmp_path / "a.xlsx", rows_of(["Sửa cột Giá trị"], HEADER, *rows), title), departments=departments
    )
    return reading, reading.settings.get(FinanceSettings)


@pytest.mark.parametrize("title", ["Cài đặt", "SETTINGS", "cai dat"])
def test_settings_are_read_in_either_language(tmp_path, title):
    reading, settings = settings_of(
        tmp_path,
        ["Ngân sách: mức lưu ý", "70%", 0.8, "Phần ngân sách tháng đã dùng."],
        ["Books closed through", "31/10/2026"],
        ["Kiểm tra số chứng từ bị nhảy", "không"],
        ["Chế độ kế toán", "TT 133"],
        title=title,
    )
    assert told(reading) == []
    assert settings.budget_notice == Decimal("0.7")
    assert settings.closed_through == dt.date(2026, 10, 31)
    assert settings.voucher_gaps is False
    assert settings.regime is AccountingRegime.TT133


def test_a_blank_setting_has_its_default(tmp_path):
    reading, settings = settings_of(tmp_path, ["Ngân sách: mức lưu ý", None], ["Chế độ kế toán"])
    assert (told(reading), settings) == ([], FinanceSettings())


def test_without_a_settings_tab_there_is_nothing_to_say(tmp_path):
    reading, settings = settings_of(tmp_path, ["Ngân sách: mức lưu ý", 0.5], title="Linh tinh")
    assert (told(reading), settings) == ([], None)


@pytest.mark.parametrize("value", ["nhiều", -1, "1,234"])
def test_an_invalid_setting_is_a_finding_and_its_default_holds(tmp_path, value):
    reading, settings = settings_of(tmp_path, ["Ngân sách: mức lưu ý", value], ["Ngân sách: mức cảnh báo", 0.85])
    (finding,) = reading.findings
    assert (finding.code, str(finding.place), finding.column) == ("DAT601", "Cài đặt!B3", "budget_notice")
    assert (settings.budget_notice, settings.budget_warning) == (Decimal("0.8"), Decimal("0.85"))


def test_a_setting_that_shows_an_error_or_has_no_result_is_a_finding(tmp_path):
    path = save(tmp_path / "a.xlsx", rows_of(["Ngân sách: mức lưu ý", "=A9"], ["Chế độ kế toán", "=B9"]), "Cài đặt")
    reading = read(with_cached(path, {"B1": "#REF!"}))
    assert [(one.code, str(one.place), one.fields["seen"]) for one in reading.findings] == [
        ("DAT601", "Cài đặt!B1", "#REF!"), ("DAT601", "Cài đặt!B2", "B9"),
    ]  # fmt: skip


def test_a_setting_entered_twice_with_two_values_is_a_finding_at_the_second(tmp_path):
    twice = [["Ngân sách: mức lưu ý", 0.5], ["Budget: notice from", 0.6], ["Ngân sách: mức cảnh báo", 0.85]]
    reading, settings = settings_of(tmp_path, *twice)
    assert told(reading) == [("DAT601", "Cài đặt!B4")]
    assert settings.budget_notice == Decimal("0.8")
    assert told(settings_of(tmp_path, twice[0], twice[0])[0]) == []


def test_departments_share_one_settings_tab(tmp_path):
    reading, settings = settings_of(tmp_path, ["Ngân sách: mức lưu ý", 0.5], departments=[FINANCE, INVENTORY])
    assert settings.budget_notice == Decimal("0.5")
    assert list(reading.settings) == [FinanceSettings]


def test_settings_that_contradict_each_other_are_a_finding_and_the_defaults_hold(tmp_path):
    class Pair(Settings):
        department: ClassVar[str] = "pair"

        low: Percent = setting(Decimal("0.1"), vi="Thấp", en="Low", note=Text("", ""))
        high: Percent = setting(Decimal("0.9"), vi="Cao", en="High", note=Text("", ""))

        @model_validator(mode="after")
        def _in_order(self):
            if self.low > self.high:
                raise ValueError("low must not exceed high")
            return self

    pair = Department("pair", Text("Cặp", "Pair"), (), (), (), settings=Pair)
    path = save(tmp_path / "a.xlsx", rows_of(["Thấp", 0.5], ["Cao", 0.2]), "Cài đặt")
    reading = read(path, departments=[pair])
    assert told(reading) == [("DAT601", "Cài đặt!B2")]
    assert reading.settings[Pair] == Pair()

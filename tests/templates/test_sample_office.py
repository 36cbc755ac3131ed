"""The sample company as files: settings that load, every row in its tab, and no answer key beside them."""

from __future__ import annotations

from datetime import date

import openpyxl
import pytest

from sync.cli.demo import OFFICE_VOICE
from sync.config import load_office
from sync.config.office import AlertPolicy
from templates.sample import write_company
from templates.sample.generator import generate_company

SEED = 3


@pytest.fixture(scope="module")
def company():
    return generate_company(SEED)


@pytest.fixture(scope="module")
def office(tmp_path_factory, company):
    folder = tmp_path_factory.mktemp("office")
    assert tuple(write_company(folder, SEED)) == company.answers
    return folder


def test_three_workbooks_and_the_settings_are_written_but_no_answer_key(office):
    assert {path.name for path in office.iterdir()} == {
        "kho.xlsx",
        "nhan-su-tien-luong.xlsx",
        "office.toml",
        "so-ke-toan.xlsx",
    }


def test_the_settings_file_is_valid_and_fixes_the_day(office):
    settings = load_office(office, {})

    assert settings.as_of == date(2026, 11, 20)
    assert settings.voice == OFFICE_VOICE, "which the demo speaks before the office is there"
    assert [workbook.name for workbook in settings.workbooks] == ["finance", "payroll", "inventory"]
    assert [workbook.confidential for workbook in settings.workbooks] == [None, True, None]
    assert settings.mail.transport == "outbox"
    assert set(settings.mail.recipients) == {"finance", "payroll", "inventory", "owner"}


def test_every_row_of_the_company_stands_in_its_tab(office, company):
    workbook = openpyxl.load_workbook(office / "kho.xlsx", read_only=True)

    for content in company.workbook("inventory").tabs:
        filled = [row for row in workbook[content.title].iter_rows(min_row=5, values_only=True) if any(row)]
        assert len(filled) == len(content.rows)


def test_alerts_are_as_by_default_until_the_marks_of_notes_are_taken_off(office, tmp_path):
    text = (office / "office.toml").read_text(encoding="utf-8")
    assert load_office(office, {}).alerts == dict.fromkeys(("finance", "payroll", "inventory"), AlertPolicy())

    for key in ("remind", "escalate_after", "escalate_to"):
        text = text.replace(f"# {key} =", f"{key} =")
    (tmp_path / "office.toml").write_text(text, encoding="utf-8")

    policy = load_office(tmp_path, {}).alerts["finance"]
    assert policy.escalate_to == ("giamdoc@example.com",)
    assert None not in (policy.remind, policy.escalate_after)

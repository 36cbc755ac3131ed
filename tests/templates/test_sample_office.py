"""The sample company as files: settings that load, workbooks equal cell by cell, and no answer key beside them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest

from sync.cli.demo import OFFICE_VOICE
from sync.config import load_office
from templates.sample import write_company
from templates.sample.generator import generate_company

SEED = 3


@pytest.fixture(scope="module")
def offices(tmp_path_factory) -> tuple[Path, Path]:
    folders = tmp_path_factory.mktemp("one"), tmp_path_factory.mktemp("two")
    for folder in folders:
        assert tuple(write_company(folder, SEED)) == generate_company(SEED).answers
    return folders


def test_three_workbooks_and_the_settings_are_written_but_no_answer_key(offices):
    assert {path.name for path in offices[0].iterdir()} == {
        "kho.xlsx",
        "nhan-su-tien-luong.xlsx",
        "office.toml",
        "so-ke-toan.xlsx",
    }


def test_the_settings_file_is_valid_and_fixes_the_day(offices):
    office = load_office(offices[0], {})

    assert office.as_of == date(2026, 11, 20)
    assert office.voice == OFFICE_VOICE, "which the demo speaks before the office is there"
    assert [workbook.name for workbook in office.workbooks] == ["finance", "payroll", "inventory"]
    assert [workbook.confidential for workbook in office.workbooks] == [None, True, None]
    assert office.mail.transport == "outbox"
    assert set(office.mail.recipients) == {"finance", "payroll", "inventory", "owner"}


def test_equal_seeds_give_workbooks_equal_cell_by_cell(offices):
    for name in ("kho.xlsx", "nhan-su-tien-luong.xlsx", "so-ke-toan.xlsx"):
        first, second = (openpyxl.load_workbook(folder / name, read_only=True) for folder in offices)
        assert first.sheetnames == second.sheetnames
        for title in first.sheetnames:
            assert list(first[title].values) == list(second[title].values)


def test_every_row_of_the_company_stands_in_its_tab(offices):
    company = generate_company(SEED)
    workbook = openpyxl.load_workbook(offices[0] / "kho.xlsx", read_only=True)

    for content in company.workbook("inventory").tabs:
        filled = [row for row in workbook[content.title].iter_rows(min_row=5, values_only=True) if any(row)]
        assert len(filled) == len(content.rows)

"""The department that the page for rule authors makes up works as the page says."""

import re
import sys
import types
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from rules.core.message import Voice
from rules.core.rule import Context
from templates.workbooks import build_workbook
from tests.support.books import read_text

PAGE = (Path(__file__).parents[2] / "docs" / "rule-author.md").read_text(encoding="utf-8")
CODE = re.search(r"```python\n(.*?)```", PAGE, re.DOTALL)[1]
WORKBOOK = re.search(r"```text\n(.*?)```", PAGE, re.DOTALL)[1]


@pytest.fixture
def fleet(monkeypatch):
    module = types.ModuleType("rules.fleet")
    # The record classes look up their own module when their annotations are read.
    monkeypatch.setitem(sys.modules, "rules.fleet", module)
    exec(compile(CODE, "<docs/rule-author.md>", "exec"), module.__dict__)
    return module.DEPARTMENT


def test_the_example_finds_what_the_page_says(fleet):
    reading = read_text(WORKBOOK, [fleet])
    context = Context(as_of=date(2026, 11, 20), settings_by_class=reading.settings)
    findings = [finding for rule in fleet.rules for finding in rule(reading.books, context)]
    assert [finding.message.code for finding in reading.findings] == []
    assert [(finding.code, finding.place.address) for finding in findings] == [("FLE101", "D3"), ("FLE102", "D4")]
    for code in ("FLE101", "FLE102"):
        assert f"`{code}`" in PAGE
    for language in ("vi", "en"):
        assert all(finding.text(Voice(language)) and finding.fix(Voice(language)) for finding in findings)


def test_the_example_gets_a_workbook(fleet, tmp_path):
    build_workbook(tmp_path / "fleet.xlsx", fleet, Voice())
    assert "Xe" in load_workbook(tmp_path / "fleet.xlsx").sheetnames

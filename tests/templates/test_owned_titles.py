"""Titles of what Sheetkeeper owns."""

from __future__ import annotations

import pytest

from rules.core.owned import ALERT_COLUMNS, OWNED_MARK, STATUS, is_owned, owned


@pytest.mark.parametrize(("language", "title"), [("vi", "⚙ Trạng thái"), ("en", "⚙ Status")])
def test_an_owned_title_bears_the_mark_in_the_office_language(language, title):
    assert owned(STATUS, language) == title


@pytest.mark.parametrize("title", ["⚙ Trạng thái", "⚙Status", "  ⚙ Why"])
def test_a_marked_title_is_owned_whatever_its_language(title):
    assert is_owned(title)


@pytest.mark.parametrize("title", ["Trạng thái", "", "Ghi chú ⚙"])
def test_any_other_title_is_the_staffs(title):
    assert not is_owned(title)


def test_staff_fill_the_last_two_columns_of_the_alerts_tab_only():
    assert [column.name for column in ALERT_COLUMNS if column.staff] == ["snooze", "note"]
    assert ALERT_COLUMNS[-1].title("vi") == "Ghi chú"


def test_titles_of_the_alerts_tab_bear_no_mark():
    assert not any(OWNED_MARK.strip() in column.title("vi") for column in ALERT_COLUMNS)

"""Messages: templates with named fields, and values as people of an office write them."""

from datetime import date
from decimal import Decimal

import pytest

from rules.core.finding import Finding, Place
from rules.core.message import Message, Severity, Voice, format_value, render
from rules.core.text import Text

VIETNAMESE = Voice()
ENGLISH = Voice(language="en", currency="USD", locale="en_US")


@pytest.mark.parametrize(
    ("value", "form", "vietnamese", "english"),
    [
        (Decimal("1234567.5"), "quantity", "1.234.567,5", "1,234,567.5"),
        (Decimal(1500000), "money", "1.500.000\u00a0₫", "$1,500,000.00"),
        (Decimal("29.545"), "money", "30\u00a0₫", "$29.54"),
        (Decimal("29.545"), "exact", "29,545\u00a0₫", "$29.545"),
        (Decimal(1500000), "exact", "1.500.000\u00a0₫", "$1,500,000.00"),
        (Decimal("0.125"), "percent", "12,5%", "12.5%"),
        (Decimal(42), "integer", "42", "42"),
        (7, "number", "7", "7"),
        (date(2026, 11, 5), "date", "05/11/2026", "5 Nov 2026"),
        (date(2026, 11, 5), "month", "11/2026", "2026-11"),
        (["A", Text("Bàn", "Desk")], "list", "A, Bàn", "A, Desk"),
        (Text("Kho", "Store"), "text", "Kho", "Store"),
        (None, "money", "–", "–"),
        (True, "text", "True", "True"),
    ],
)
def test_a_value_is_written_as_people_of_the_office_write_it(value, form, vietnamese, english):
    assert format_value(value, form, VIETNAMESE) == vietnamese
    assert format_value(value, form, ENGLISH) == english


def test_fields_are_filled_in_by_name_and_never_read_as_templates():
    template = Text("{who} có {count:integer} dòng", "{who} has {count:integer} rows")
    fields = {"who": "{count}", "count": 1200}
    assert render(template, fields, VIETNAMESE) == "{count} có 1.200 dòng"


def test_a_field_that_was_forgotten_is_an_error_of_the_rule():
    with pytest.raises(KeyError, match="amount"):
        render(Text("{amount}", "{amount}"), {}, VIETNAMESE)


def test_a_message_names_the_fields_of_its_text_and_its_fix():
    message = Message("TST101", Severity.WARNING, Text("", ""), Text("{a:money}", "{a:money}"), Text("{b}", "{b} {a}"))
    assert message.fields() == {"a", "b"}
    assert [severity.word for severity in Severity] == ["notice", "warning", "error"]


def test_a_finding_says_what_is_wrong_and_what_to_do():
    message = Message(
        "TST102",
        Severity.ERROR,
        Text("Thiếu", "Missing"),
        Text("Thiếu {what}", "{what} is missing"),
        Text("Nhập {what}", "Enter {what}"),
    )
    finding = Finding(message, Place("kho", "Hàng", 4, 2), "goods", ("A1",), {"what": Text("mã", "the code")})
    assert (finding.code, finding.severity) == ("TST102", Severity.ERROR)
    assert finding.text(VIETNAMESE) == "Thiếu mã"
    assert finding.fix(ENGLISH) == "Enter the code"


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("kho"), "kho"),
        (Place("kho", "Hàng"), "Hàng"),
        (Place("kho", "Hàng", 17), "Hàng!17:17"),
        (Place("kho", "Hàng", 17, 28), "Hàng!AB17"),
    ],
)
def test_a_place_is_shown_as_in_a_spreadsheet(place, shown):
    assert str(place) == shown


def test_a_whole_tab_has_no_address():
    assert Place("kho", "Hàng").address == ""

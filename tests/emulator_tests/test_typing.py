"""What typing becomes in each locale, and how it is shown again."""

import pytest

TYPED = [
    ("en_US", "007", 7, "7"),
    ("en_US", "TRUE", True, "TRUE"),
    ("en_US", "'0123", "0123", "0123"),
    ("en_US", "$100.15", 100.15, "$100.15"),
    ("en_US", "2026-09-05", 46270, "2026-09-05"),
    ("en_US", "1-2", 46024, "1-2"),
    ("en_US", "9/5/2026", 46270, "9/5/2026"),
    ("en_US", "31/12/2026", "31/12/2026", "31/12/2026"),
    ("en_US", "12%", 0.12, "12%"),
    ("en_US", "1.234,5", "1.234,5", "1.234,5"),
    ("en_US", "1:45 PM", 0.5729166666666666, "1:45 PM"),
    ("en_US", "1e5", 100000, "1.00E+05"),
    ("vi_VN", "1.234.567,89", 1234567.89, "1.234.567,89"),
    ("vi_VN", "12.000", 12000, "12.000"),
    ("vi_VN", "1,5", 1.5, "1,5"),
    ("vi_VN", "5/9/2026", 46270, "5/9/2026"),
    ("vi_VN", "31/12/2026", 46387, "31/12/2026"),
    ("vi_VN", "12.000 ₫", 12000, "12.000 ₫"),
    ("vi_VN", "2,000,000.01", "2,000,000.01", "2,000,000.01"),
    ("de_DE", "1.234,5", 1234.5, "1.234,50"),
    ("de_DE", "5.9.2026", 46270, "5.9.2026"),
    ("de_DE", "0,5 €", 0.5, "0,50 €"),
]


@pytest.mark.parametrize(("locale", "text", "value", "shown"), TYPED)
def test_typed_text_is_read_in_the_locale_of_the_spreadsheet(api, person, locale, text, value, shown):
    person.set_locale(locale)
    api.put("A1", [[text]], "USER_ENTERED")
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]
    assert api.values("A1") == [[shown]]


@pytest.mark.parametrize("text", [text for _, text, *_ in TYPED] + ["=1+2", "01234", "+84901234567"])
@pytest.mark.parametrize("locale", ["en_US", "vi_VN", "de_DE"])
def test_raw_text_is_never_read(api, person, locale, text):
    person.set_locale(locale)
    api.put("A1", [[text]])
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [[text]]
    assert api.values("A1", valueRenderOption="FORMULA") == [[text]]


def test_typed_numbers_take_the_cells_format_and_leave_their_own(api):
    api.put("A1", [["2026-09-05"]], "USER_ENTERED")
    api.put("A1", [[43831]])
    assert api.values("A1") == [["2020-01-01"]]
    api.put("A1", [["5%"]], "USER_ENTERED")
    assert api.values("A1") == [["5%"]]


def test_a_text_format_keeps_typed_text_as_text(api):
    look = {"userEnteredFormat": {"numberFormat": {"type": "TEXT"}}}
    box = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    api.batch({"repeatCell": {"range": box, "cell": look, "fields": "userEnteredFormat.numberFormat"}})
    api.put("A1", [["012"]], "USER_ENTERED")
    assert api.values("A1", valueRenderOption="UNFORMATTED_VALUE") == [["012"]]


def test_a_typed_web_address_becomes_a_link(api):
    api.put("A1", [["https://example.com/a"]], "USER_ENTERED")
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert cell["hyperlink"] == "https://example.com/a"
    api.put("A1", [["https://example.com/a"]])
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert "hyperlink" not in cell


def formatted(api, kind, pattern, value, locale="en_US"):
    api.batch({"updateSpreadsheetProperties": {"properties": {"locale": locale}, "fields": "locale"}})
    look = {"userEnteredFormat": {"numberFormat": {"type": kind, "pattern": pattern}},
            "userEnteredValue": {"numberValue": value}}  # fmt: skip
    start = {"rowIndex": 0, "columnIndex": 0}
    fields = "userEnteredFormat.numberFormat,userEnteredValue"
    api.batch({"updateCells": {"start": start, "rows": [{"values": [look]}], "fields": fields}})
    return api.values("A1")[0][0]


@pytest.mark.parametrize(
    ("kind", "pattern", "value", "shown"),
    [
        ("NUMBER", "#,##0.00;(#,##0.00)", -1234.5, "(1,234.50)"),
        ("NUMBER", "0000", 42, "0042"),
        ("NUMBER", "#,##0", 1234567, "1,234,567"),
        ("NUMBER", "0.0##", 1.5, "1.5"),
        ("PERCENT", "0.0%", 0.1234, "12.3%"),
        ("CURRENCY", '#,##0\\ "₫"', 1500000, "1,500,000 ₫"),
        ("DATE", "dd/mm/yyyy", 46270, "05/09/2026"),
        ("DATE", "d mmm yyyy", 46270, "5 Sep 2026"),
        ("DATE", "dddd", 46270, "Saturday"),
        ("DATE_TIME", "yyyy-mm-dd hh:mm:ss", 46270.5, "2026-09-05 12:00:00"),
        ("TIME", "h:mm am/pm", 0.75, "6:00 PM"),
        ("SCIENTIFIC", "0.00E+00", 12345, "1.23E+04"),
        ("DATE", "", 46270, "9/5/2026"),
    ],
)
def test_a_number_is_shown_by_its_format(api, kind, pattern, value, shown):
    assert formatted(api, kind, pattern, value) == shown


def test_separators_of_a_format_follow_the_locale(api):
    assert formatted(api, "NUMBER", "#,##0.00", 1234567.891, "vi_VN") == "1.234.567,89"
    assert formatted(api, "DATE", "", 46270, "de_DE") == "05.09.2026"
    assert formatted(api, "CURRENCY", "", 12.5, "de_DE") == "12,50 €"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1 / 3, "0.3333333333"),
        (1000 / 3, "333.3333333"),
        (10**14, "100000000000000"),
        (10**15, "1E+15"),
        (-0.5, "-0.5"),
    ],
)
def test_a_number_without_a_format_is_shown_to_ten_digits(api, value, shown):
    api.put("A1", [[value]])
    assert api.values("A1") == [[shown]]

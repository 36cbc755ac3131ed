"""Formulas are kept, computed as far as simple ones go, and follow what they refer to."""

import pytest


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        ("=A1+1", 11),
        ("=SUM(A1:A3)", 60),
        ("=SUM(A:A)", 60),
        ("=SUM($A$1:A2;5)", 35),
        ("=AVERAGE(A1:A3)", 20),
        ('=IF(A1>5,"big","small")', "big"),
        ('=B1&"-"&A2', "x-20"),
        ("=ROUND(10/3,2)", 3.33),
        ("=-A1^2", 100),
        ("=(A1+A2)*50%", 15),
        ('=COUNTIF(A1:A3,">10")', 2),
        ('=VLOOKUP("x",B1:C1,2)', "y"),
        ("=Sheet1!A3", 30),
        ("='Sheet1'!A3*2", 60),
        ("=COUNTA(A1:C3)", 5),
        ('=UPPER(B1)="X"', True),
        ("=1/0", "#DIV/0!"),
        ("=NOSUCH(1)", "#NAME?"),
        ("=A1+B1", "#VALUE!"),
        ("=D1", "#REF!"),
        ("=1+", "#ERROR!"),
        ("=Nowhere!A1", "#REF!"),
        ("=IFERROR(1/0,7)", 7),
        ("=Z1", 0),
        ("=DATE(2026,13,32)", 46419),
        ("=YEAR(DATE(2026,12,31))", 2026),
        ("=MONTH(46387)*100+DAY(46387)", 1231),
        ('=RIGHT("abcd",2)&MID("abcd",2,1)', "cdb"),
        ("=COUNTBLANK(A1:C3)", 4),
        ("=ISNUMBER(A1)", True),
        ("=ISTEXT(A1)", False),
        ("=NA()", "#N/A"),
        ('=VALUE("12.5")', 12.5),
        ('=VALUE("x")', "#VALUE!"),
    ],
)
def test_simple_formulas_are_computed(api, formula, value):
    api.put("A1", [[10, "x", "y"], [20], [30]])
    api.put("D1", [[formula]], "USER_ENTERED")
    assert api.values("D1", valueRenderOption="UNFORMATTED_VALUE") == [[value]]
    assert api.values("D1", valueRenderOption="FORMULA") == [[formula]]


def test_a_computed_value_follows_its_inputs(api):
    api.put("A1", [[1, "=A1*2", "=B1*2"]], "USER_ENTERED")
    api.put("A1", [[5]])
    assert api.values("A1:C1") == [["5", "10", "20"]]


def test_the_day_and_the_moment_are_those_of_the_spreadsheet(api, clock):
    api.put("A1", [["=TODAY()", "=NOW()", "=A1+1"]], "USER_ENTERED")
    day, moment, next_day = api.values("A1:C1", valueRenderOption="UNFORMATTED_VALUE")[0]
    assert (day, next_day) == (46344, 46345)
    assert round((moment - day) * 86_400) == 18 * 3600 + 6 * 60 + 40  # the clock of the tests, in Hanoi
    assert api.values("A1") == [["11/18/2026"]]


def test_the_moment_goes_on_without_an_edit(api, clock):
    api.put("A1", [["=NOW()"]], "USER_ENTERED")
    first = api.values("A1", valueRenderOption="UNFORMATTED_VALUE")[0][0]
    clock.advance(1_800)
    second = api.values("A1", valueRenderOption="UNFORMATTED_VALUE")[0][0]
    assert round((second - first) * 86_400) == 1_800


def test_a_day_by_formula_is_told_as_a_date(api):
    api.put("A1", [["=DATE(2026,12,31)"]], "USER_ENTERED")
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert cell["effectiveFormat"]["numberFormat"]["type"] == "DATE"
    assert "userEnteredFormat" not in cell
    assert cell["formattedValue"] == "12/31/2026"


def test_an_error_is_told_in_the_grid(api):
    api.put("A1", [["=1/0"]], "USER_ENTERED")
    cell = api.sheets(ranges="A1", includeGridData="true")[0]["data"][0]["rowData"][0]["values"][0]
    assert cell["userEnteredValue"] == {"formulaValue": "=1/0"}
    assert cell["effectiveValue"]["errorValue"]["type"] == "DIVIDE_BY_ZERO"
    assert cell["formattedValue"] == "#DIV/0!"


def formulas(api, address):
    return api.values(address, valueRenderOption="FORMULA")


def test_references_follow_inserted_and_deleted_rows(api, person):
    api.put("D1", [["=SUM(A2:A4)+$B$3"], ["=A1"]], "USER_ENTERED")
    person.insert_rows("Sheet1", 2)
    assert formulas(api, "D1:D2") == [["=SUM(A2:A5)+$B$4"], ["=A1"]]
    person.delete_rows("Sheet1", 1, 2)
    assert formulas(api, "D1") == [["=SUM(A2:A3)+$B$2"]]
    person.delete_rows("Sheet1", 1, 2)
    assert formulas(api, "D1") == [["=SUM(#REF!)+#REF!"]]


def test_references_follow_columns_and_moves(api, person):
    api.put("F5", [["=A1+C1"]], "USER_ENTERED")
    person.insert_columns("Sheet1", 1, 2)
    assert formulas(api, "H5") == [["=A1+E1"]]
    person.move_columns("Sheet1", 0, 1, 3)
    assert formulas(api, "H5") == [["=C1+E1"]]


def test_references_of_other_sheets_follow_and_keep_a_new_title(api, person):
    person.add_sheet("Two", 9, 9)
    person.type("Two!A1", "=Sheet1!B2+B2")
    person.insert_rows("Sheet1", 0)
    assert formulas(api, "Two!A1") == [["=Sheet1!B3+B2"]]
    person.rename("Sheet1", "Hàng hóa")
    assert formulas(api, "Two!A1") == [["='Hàng hóa'!B3+B2"]]


def test_texts_within_a_formula_are_no_references(api, person):
    api.put("D1", [['="A2"&A2&LOG10(A2)']], "USER_ENTERED")
    person.insert_rows("Sheet1", 1)
    assert formulas(api, "D1") == [['="A2"&A3&LOG10(A3)']]


def test_a_copied_formula_moves_its_references_but_not_the_fixed_ones(api, person):
    api.put("C1", [["=A1+$A$1+A$1+$A1"]], "USER_ENTERED")
    person.copy("C1", "D3")
    assert formulas(api, "D3") == [["=B3+$A$1+B$1+$A3"]]


def test_a_cut_cell_takes_the_references_to_it_along(api, person):
    api.put("A1", [[7, "=A1"]], "USER_ENTERED")
    person.cut("A1", "C5")
    assert formulas(api, "B1") == [["=C5"]]


def test_repeated_formulas_are_shifted(api):
    box = {"startRowIndex": 0, "endRowIndex": 3, "startColumnIndex": 1, "endColumnIndex": 2}
    cell = {"userEnteredValue": {"formulaValue": "=A1*2"}}
    api.batch({"repeatCell": {"range": box, "cell": cell, "fields": "userEnteredValue"}})
    assert formulas(api, "B1:B3") == [["=A1*2"], ["=A2*2"], ["=A3*2"]]


def test_a_circle_ends_in_an_error(api):
    api.put("A1", [["=B1", "=A1"]], "USER_ENTERED")
    assert api.values("A1") == [["#REF!"]]

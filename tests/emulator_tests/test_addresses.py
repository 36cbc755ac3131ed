"""What an address means, and how answers name the range that was meant."""

import pytest

LIMITS = "exceeds grid limits. Max rows: 1000, max columns: 26"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        ("Sheet1", "Sheet1!A1:Z1000"),
        ("'Sheet1'", "Sheet1!A1:Z1000"),
        ("sheet1!a1", "Sheet1!A1"),
        ("A1:1", "Sheet1!A1:Z1"),
        ("A2:B", "Sheet1!A2:B1000"),
        ("A:A", "Sheet1!A1:A1000"),
        ("1:3", "Sheet1!A1:Z3"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("B2:B2", "Sheet1!B2"),
        ("$B$2:$C$3", "Sheet1!B2:C3"),
        ("R1C1:R2C3", "Sheet1!A1:C2"),
        ("Sheet1!R5C4", "Sheet1!D5"),
        ("A1:AA5", "Sheet1!A1:Z5"),
        ("A999:A2000", "Sheet1!A999:A1000"),
    ],
)
def test_the_answer_tells_the_resolved_and_bounded_range(api, asked, answered):
    assert api.get(asked)["range"] == answered


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Plain_1", "Plain_1"), ("D3", "'D3'"), ("R1C1", "'R1C1'"), ("two words", "'two words'"), ("it's", "'it''s'"),
     ("2026", "'2026'"), ("Tháng", "'Tháng'")],
)  # fmt: skip
def test_a_title_is_quoted_only_when_it_must(api, person, title, shown):
    person.rename("Sheet1", title)
    assert api.get("A1:B2")["range"] == f"{shown}!A1:B2"


@pytest.mark.parametrize("asked", ["B", "Sheet1!B", "Nowhere!A1", "Sheet1!", "A1:B2:C3", "'Sheet1", "A0", "Sheet1!A-1"])
def test_what_names_nothing_cannot_be_parsed(api, asked):
    assert api.refused("GET", f"/values/{asked}") == f"Unable to parse range: {asked}"


def test_a_range_that_begins_outside_the_grid_is_refused(api):
    assert api.refused("GET", "/values/Sheet1!A1001") == f"Range (Sheet1!A1001) {LIMITS}"
    assert api.refused("GET", "/values/AA1:AB2") == f"Range (Sheet1!AA1:AB2) {LIMITS}"


def test_a_batch_tells_which_range_is_wrong(api):
    assert (
        api.refused("GET", "/values:batchGet", ranges=["A1", "x!y"]) == "Invalid range[1]: Unable to parse range: x!y"
    )


def test_an_address_without_a_title_means_the_first_sheet(api, person):
    person.add_sheet("Second", 5, 5)
    assert api.get("A1")["range"] == "Sheet1!A1"
    assert api.get("Second")["range"] == "Second!A1:E5"


def test_a_named_range_wins_over_a_sheet_of_its_name_unless_quoted(api, person):
    person.add_sheet("Both", 5, 5)
    place = {"startRowIndex": 1, "endRowIndex": 2, "startColumnIndex": 1, "endColumnIndex": 2}
    api.batch({"addNamedRange": {"namedRange": {"name": "Both", "range": place}}})
    assert api.get("Both")["range"] == "Sheet1!B2"
    assert api.get("both")["range"] == "Sheet1!B2"
    assert api.get("'Both'")["range"] == "Both!A1:E5"
    assert api.get("'Sheet1'!Both")["range"] == "Sheet1!B2"

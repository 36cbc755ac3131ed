"""Tabs, columns, formats, protection, colours and charts are made as the product asks, all or none."""

from __future__ import annotations

from rules.core.text import Text
from sync.backends.google.selftest.base import COLUMNS, OWN, ROWS, UNTOUCHED, Bench, Check, Json, Look, Seen

NO_TAB = 1_999_999_998
"""A number that no tab has."""
GREEN: Json = {"red": 0.8, "green": 1, "blue": 0.8}


def _titles(bench: Bench) -> dict[str, int]:
    read = bench.get("sheets(properties(sheetId,title))")
    return {sheet["properties"]["title"]: sheet["properties"]["sheetId"] for sheet in read["sheets"]}


def _add(title: str, number: int) -> Json:
    grid = {"rowCount": 3, "columnCount": 3}
    return {"addSheet": {"properties": {"title": title, "sheetId": number, "gridProperties": grid}}}


def structure_all_or_none(bench: Bench) -> Seen:
    """The last of three requests is wrong: the first two are not carried out."""
    title = f"{bench.title} more"
    wrong = {"deleteSheet": {"sheetId": NO_TAB}}
    answer = bench.try_change(_add(title, bench.spare), bench.insert("COLUMNS", 0, 1), wrong)
    return Seen([400, False, UNTOUCHED], [answer.status, title in _titles(bench), bench.look().content()])


def values_all_or_none(bench: Bench) -> Seen:
    """The second of two ranges is too small for its values: the first is not written."""
    first = {"range": bench.address("A1:A2"), "values": [["x"], ["y"]]}
    second = {"range": bench.address("C2:C3"), "values": [["z"], ["z"], ["z"]]}
    answer = bench.try_values(first, second, by_filter=False)
    return Seen([400, UNTOUCHED], [answer.status, bench.look().content()])


def column_at_the_end(bench: Bench) -> Seen:
    """A column is inserted after the last one of the grid, which grows."""
    bench.change(bench.insert("COLUMNS", COLUMNS, COLUMNS + 1, from_before=True))
    look = bench.look()
    return Seen([[ROWS, COLUMNS + 1], UNTOUCHED], [look.size(), look.content()])


def column_in_one_batch(bench: Bench) -> Seen:
    """A column is inserted, anchored, formatted, protected and coloured in one batch."""
    number = bench.spare
    span = bench.range(1, None, COLUMNS, COLUMNS + 1)
    form = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "#,##0"}}}
    condition = {"type": "TEXT_STARTS_WITH", "values": [{"userEnteredValue": "OK"}]}
    rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": {"backgroundColor": GREEN}}}
    width = {"range": bench.lines("COLUMNS", COLUMNS, COLUMNS + 1), "properties": {"pixelSize": 140}}
    protection = {"range": span, "description": "selftest", "warningOnly": True}
    bench.change(
        bench.insert("COLUMNS", COLUMNS, COLUMNS + 1, from_before=True),
        bench.anchor("COLUMNS", COLUMNS, number),
        {"repeatCell": {"range": span, "cell": form, "fields": "userEnteredFormat.numberFormat"}},
        {"updateDimensionProperties": width | {"fields": "pixelSize"}},
        {"addProtectedRange": {"protectedRange": protection}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
    )
    look = bench.look("protectedRanges(warningOnly),conditionalFormats")
    pattern = look.cell(2, COLUMNS).get("userEnteredFormat", {}).get("numberFormat", {}).get("pattern")
    laid = [len(look.sheet.get(name, ())) for name in ("protectedRanges", "conditionalFormats")]
    return Seen([COLUMNS, "#,##0", [1, 1]], [look.place("COLUMNS", number), pattern, laid])


def tab_in_one_batch(bench: Bench) -> Seen:
    """A tab with a number of our choice is made and anchored, formatted and frozen in the same batch."""
    number, title = bench.spare, f"{bench.title} new"
    here = {"sheetId": number}
    entry = {
        "metadataKey": "sheetkeeper-selftest",
        "visibility": "DOCUMENT",
        "location": {"dimensionRange": here | {"dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}},
    }
    bold = {"userEnteredFormat": {"textFormat": {"bold": True}}}
    frozen = {"sheetId": number, "gridProperties": {"frozenRowCount": 1, "hideGridlines": True}}
    replies = bench.change(
        _add(title, number),
        {"createDeveloperMetadata": {"developerMetadata": entry}},
        {"repeatCell": {"range": here | {"endRowIndex": 1}, "cell": bold, "fields": "userEnteredFormat.textFormat"}},
        {
            "updateSheetProperties": {
                "properties": frozen,
                "fields": "gridProperties(frozenRowCount,hideGridlines)",
            }
        },
    )
    anchor = replies[1]["createDeveloperMetadata"]["developerMetadata"]["metadataId"]
    fields = "sheets(properties,data(columnMetadata(developerMetadata(metadataId))))"
    read = Look(bench.get(fields, f"'{title}'")["sheets"][0])
    grid = read.sheet["properties"]["gridProperties"]
    seen = [read.sheet["properties"]["sheetId"], grid.get("frozenRowCount"), read.place("COLUMNS", anchor)]
    return Seen([number, 1, 1], seen)


def tab_number_taken(bench: Bench) -> Seen:
    """A number of a tab that is taken is refused."""
    answer = bench.try_change(_add(f"{bench.title} twin", bench.sheet_id))
    return Seen([400, False], [answer.status, f"{bench.title} twin" in _titles(bench)])


def tab_title_taken(bench: Bench) -> Seen:
    """A title that is taken is refused, in whatever case it is written."""
    answer = bench.try_change(_add(bench.title, bench.spare))
    other = bench.try_change(_add(bench.title.upper(), bench.spare))
    return Seen([400, 400], [answer.status, other.status])


def grows(bench: Bench) -> Seen:
    """Rows are appended at the end of the grid, and can be written in the next request."""
    bench.change({"appendDimension": {"sheetId": bench.sheet_id, "dimension": "ROWS", "length": 2}})
    bench.values(bench.by_anchor([None] * (ROWS + 1) + ["last"]))
    look = bench.look()
    return Seen([[ROWS + 2, COLUMNS], "last"], [look.size(), look.value(ROWS + 1, OWN)])


def warning_only(bench: Bench) -> Seen:
    """Protection that only warns people does not refuse the service."""
    span = bench.range(0, None, OWN, OWN + 1)
    bench.change({"addProtectedRange": {"protectedRange": {"range": span, "warningOnly": True}}})
    answer = bench.try_values(bench.by_anchor([None, "v2"]))
    look = bench.look("protectedRanges(warningOnly)")
    told = [found.get("warningOnly") for found in look.sheet.get("protectedRanges", ())]
    return Seen([200, "v2", [True]], [answer.status, look.value(1, OWN), told])


def laid_over_follows(bench: Bench) -> Seen:
    """Protection, colours and drop-downs follow a column that is pushed along."""
    span = bench.range(1, ROWS, OWN, OWN + 1)
    condition = {"type": "TEXT_CONTAINS", "values": [{"userEnteredValue": "!"}]}
    rule = {"ranges": [span], "booleanRule": {"condition": condition, "format": {"backgroundColor": GREEN}}}
    choice = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "OK"}]}}
    bench.change(
        {"addProtectedRange": {"protectedRange": {"range": span, "warningOnly": True}}},
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
        {"setDataValidation": {"range": span, "rule": choice}},
        bench.insert("COLUMNS", 0, 1),
    )
    look = bench.look("protectedRanges(range),conditionalFormats(ranges)")
    protected = look.sheet["protectedRanges"][0]["range"]["startColumnIndex"]
    coloured = look.sheet["conditionalFormats"][0]["ranges"][0]["startColumnIndex"]
    chosen = ["dataValidation" in look.cell(1, column) for column in (OWN, OWN + 1)]
    return Seen([OWN + 1, OWN + 1, [False, True]], [protected, coloured, chosen])


def formulas_follow(bench: Bench) -> Seen:
    """Formulas that people typed follow a column that is inserted before what they refer to."""
    bench.put("E1", [["=SUM(B2:B6)"], ["=$D$2"], ["=B:B"]], option="USER_ENTERED")
    bench.change(bench.insert("COLUMNS", 1, 2))
    texts = [bench.look().value(0, 5)]
    bench.change(bench.insert("COLUMNS", 5, 6))
    look = bench.look()
    texts += [look.value(1, 6), look.value(2, 6)]
    return Seen(["=SUM(C2:C6)", "=$E$2", "=C:C"], texts)


def chart(bench: Bench) -> Seen:
    """A native chart over fixed ranges is accepted and told."""

    def source(column: int) -> Json:
        return {"sourceRange": {"sources": [bench.range(0, ROWS, column, column + 1)]}}

    basic = {
        "chartType": "COLUMN",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": source(0)}],
        "series": [{"series": source(1), "targetAxis": "LEFT_AXIS"}],
    }
    anchor = {"anchorCell": {"sheetId": bench.sheet_id, "rowIndex": 1, "columnIndex": 1}}
    made = {"spec": {"title": "selftest", "basicChart": basic}, "position": {"overlayPosition": anchor}}
    bench.change({"addChart": {"chart": made}})
    charts = bench.look("charts(spec(title,basicChart(chartType)))").sheet.get("charts", [])
    return Seen([{"title": "selftest", "basicChart": {"chartType": "COLUMN"}}], [found["spec"] for found in charts])


CHECKS: tuple[Check, ...] = (
    Check(
        "structure-batch-is-atomic",
        Text(
            vi="Một yêu cầu sai trong lô thì cả lô về cấu trúc không được thực hiện.",
            en="One wrong request in a batch of structure: none is carried out.",
        ),
        structure_all_or_none,
    ),
    Check(
        "values-batch-is-atomic",
        Text(
            vi="Một vùng sai trong lô giá trị thì không vùng nào được ghi.",
            en="One wrong range in a batch of values: none is written.",
        ),
        values_all_or_none,
    ),
    Check(
        "column-can-be-inserted-at-the-end-of-the-grid",
        Text(
            vi="Chèn được cột sau cột cuối của lưới, lưới rộng thêm.",
            en="A column can be inserted after the last one of the grid, which grows.",
        ),
        column_at_the_end,
    ),
    Check(
        "column-is-made-in-one-batch",
        Text(
            vi="Chèn cột, gắn neo, định dạng, khóa cảnh báo và tô màu trong cùng một lô.",
            en="A column is inserted, anchored, formatted, protected and coloured in one batch.",
        ),
        column_in_one_batch,
    ),
    Check(
        "tab-with-chosen-number-is-made-in-one-batch",
        Text(
            vi="Tạo trang với số tự chọn và định dạng, gắn neo ngay trong cùng một lô.",
            en="A tab with a chosen number is made, anchored and formatted in one batch.",
        ),
        tab_in_one_batch,
    ),
    Check(
        "tab-number-taken-is-refused",
        Text(vi="Số của trang đã dùng thì bị từ chối.", en="A tab's number that is taken is refused."),
        tab_number_taken,
    ),
    Check(
        "tab-title-taken-is-refused",
        Text(
            vi="Tên trang đã có thì bị từ chối, không phân biệt hoa thường.",
            en="A tab's title that is taken is refused, whatever its case.",
        ),
        tab_title_taken,
    ),
    Check(
        "grid-grows-by-appended-rows",
        Text(vi="Thêm dòng ở cuối lưới rồi ghi được ngay.", en="Rows appended to the grid can be written at once."),
        grows,
    ),
    Check(
        "warning-only-protection-lets-us-write",
        Text(
            vi="Vùng khóa chỉ cảnh báo không chặn Sheetkeeper.",
            en="Protection that only warns does not refuse Sheetkeeper.",
        ),
        warning_only,
    ),
    Check(
        "formats-and-protection-follow-their-column",
        Text(
            vi="Vùng khóa, màu theo điều kiện, danh sách chọn đi theo cột.",
            en="Protection, conditional colours and drop-downs follow their column.",
        ),
        laid_over_follows,
    ),
    Check(
        "formulas-follow-inserted-columns",
        Text(
            vi="Công thức của người dùng tự điều chỉnh khi chèn cột.",
            en="People's formulas follow when a column is inserted.",
        ),
        formulas_follow,
    ),
    Check(
        "chart-is-accepted",
        Text(vi="Biểu đồ gốc của Google được chấp nhận.", en="A native chart is accepted."),
        chart,
    ),
)

"""What a read shows, also directly after a write."""

from __future__ import annotations

from rules.core.text import Text
from sync.backends.google.selftest.base import COLUMNS, OWN, ROWS, UNTOUCHED, Bench, Check, Seen


def values_after_write(bench: Bench) -> Seen:
    """The read that follows a write shows it; three times over."""
    seen = []
    for number in (1, 2, 3):
        bench.values(bench.by_anchor([None, f"v{number}", number]))
        look = bench.look()
        seen.append([look.value(1, OWN), look.value(2, OWN)])
    return Seen([["v1", 1], ["v2", 2], ["v3", 3]], seen)


def results_after_write(bench: Bench) -> Seen:
    """Formulas that refer to what was written show their new results in the next read."""
    bench.put("E1", [["=SUM(C2:C6)"], ["=C2*2"], ["=IF(C3=1,1,0)"]], option="USER_ENTERED")
    seen = []
    for values in ([], [None, 10, 1]):
        bench.values(bench.by_anchor(values))
        look = bench.look()
        seen.append([look.result(row, 4).get("numberValue") for row in (0, 1, 2)])
    return Seen([[0, 0, 0], [11, 20, 1]], seen)


def formulas(bench: Bench) -> Seen:
    """Cells with formulas show their text and their result."""
    bench.put("C2", [["=B2*2"], ['="t"&A3'], ["=B4>4"]], option="USER_ENTERED")
    look = bench.look()
    texts = [look.kind(row, OWN) for row in (1, 2, 3)]
    results = [look.result(row, OWN) for row in (1, 2, 3)]
    wanted = [{"formulaValue": text} for text in ("=B2*2", '="t"&A3', "=B4>4")]
    return Seen([wanted, [{"numberValue": 6}, {"stringValue": "ta"}, {"boolValue": True}]], [texts, results])


def errors(bench: Bench) -> Seen:
    """Formulas that cannot be computed show the kind of the error, and how it looks."""
    bench.put("C2", [["=1/0"], ["=NA()"], ['=VALUE("x")'], ["=nosuchname"]], option="USER_ENTERED")
    look = bench.look()
    kinds = [look.result(row, OWN).get("errorValue", {}).get("type") for row in (1, 2, 3, 4)]
    texts = [look.cell(row, OWN).get("formattedValue") for row in (1, 2, 3, 4)]
    return Seen([["DIVIDE_BY_ZERO", "N_A", "VALUE", "NAME"], ["#DIV/0!", "#N/A", "#VALUE!", "#NAME?"]], [kinds, texts])


def dates(bench: Bench) -> Seen:
    """A typed date is a serial number, known for a date by its number format; so are times and moments."""
    bench.put("C2", [["2026-12-31"], ["2026-12-31 13:30"], ["13:30"]], option="USER_ENTERED")
    look = bench.look()
    seen = []
    for row in (1, 2, 3):
        number = look.result(row, OWN).get("numberValue", 0)
        form = look.cell(row, OWN).get("effectiveFormat", {}).get("numberFormat", {})
        seen.append([round(number, 6), form.get("type")])
    return Seen([[46387, "DATE"], [46387.5625, "DATE_TIME"], [0.5625, "TIME"]], seen)


def padded(bench: Bench) -> Seen:
    """A code with leading zeros by its format is a number, and shows as people see it."""
    form = {"userEnteredFormat": {"numberFormat": {"type": "NUMBER", "pattern": "00000"}}}
    fields = "userEnteredFormat.numberFormat"
    bench.change({"repeatCell": {"range": bench.range(1, 2, OWN, OWN + 1), "cell": form, "fields": fields}})
    bench.values(bench.by_anchor([None, 421]))
    look = bench.look()
    return Seen([421, "00421"], [look.value(1, OWN), look.cell(1, OWN).get("formattedValue")])


def hidden(bench: Bench) -> Seen:
    """Rows and columns that people hide are told, and read like any other."""
    hide = {"properties": {"hiddenByUser": True}, "fields": "hiddenByUser"}
    bench.change(
        {"updateDimensionProperties": {"range": bench.lines("ROWS", 2, 3), **hide}},
        {"updateDimensionProperties": {"range": bench.lines("COLUMNS", 3, 4), **hide}},
    )
    look = bench.look()
    told = [
        [index for index, line in enumerate(look.lines(dimension)) if line.get("hiddenByUser")]
        for dimension in ("ROWS", "COLUMNS")
    ]
    return Seen([[[2], [3]], UNTOUCHED], [told, look.content()])


def merges(bench: Bench) -> Seen:
    """A merged range keeps its first value, and is told."""
    bench.change({"mergeCells": {"range": bench.range(1, 3, 0, 2), "mergeType": "MERGE_ALL"}})
    look = bench.look("merges")
    box = [{name: value for name, value in merge.items() if name != "sheetId"} for merge in look.sheet["merges"]]
    wanted = [{"startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}]
    return Seen([wanted, [["c", None], [None, None]]], [box, [look.row(1)[:2], look.row(2)[:2]]])


def whole_book(bench: Bench) -> Seen:
    """One read gives every tab in order, with number, size, cells and anchors, and the locale and time zone."""
    fields = (
        "properties(title,locale,timeZone),sheets(properties(sheetId,title,index,sheetType,hidden,gridProperties),"
        "data(rowData(values(effectiveValue,userEnteredValue(formulaValue))),"
        "columnMetadata(developerMetadata(metadataId,metadataKey,metadataValue))),"
        "merges,protectedRanges(protectedRangeId,range,warningOnly),developerMetadata)"
    )
    read = bench.get(fields)
    mine = next(sheet for sheet in read["sheets"] if sheet["properties"]["title"] == bench.title)
    anchored = [
        [index, entry["metadataId"]]
        for index, line in enumerate(mine["data"][0]["columnMetadata"])
        for entry in line.get("developerMetadata", ())
    ]
    grid = mine["properties"]["gridProperties"]
    order = [sheet["properties"]["index"] for sheet in read["sheets"]]
    seen = [
        sorted(read["properties"]),
        order == list(range(len(order))),
        [mine["properties"]["sheetId"], grid["rowCount"], grid["columnCount"]],
        len(mine["data"][0]["rowData"]),
        anchored,
    ]
    wanted = [
        ["locale", "timeZone", "title"],
        True,
        [bench.sheet_id, ROWS, COLUMNS],
        ROWS,
        [[OWN, bench.column_anchor]],
    ]
    return Seen(wanted, seen)


def masked(bench: Bench) -> Seen:
    """A field mask decides what is answered; what it does not name is left out."""
    read = bench.get("sheets(properties(title))", f"'{bench.title}'")
    return Seen({"sheets": [{"properties": {"title": bench.title}}]}, dict(read))


def blank_cells(bench: Bench) -> Seen:
    """A cell that was emptied has no value in the next read; a row of blanks between others keeps its place."""
    bench.values({"dataFilter": {"gridRange": bench.range(2, 3, 0, 5)}, "values": [["", "", "", "", ""]]})
    look = bench.look()
    return Seen([[None] * COLUMNS, ["e", 5, None, "ne", None]], [look.row(2), look.row(3)])


def counted(bench: Bench) -> Seen:
    """The requests that were sent are those that the product counts: two reads and a write here."""
    before = bench.spent()
    bench.look()
    bench.values(bench.by_anchor([None, "v"]))
    bench.look()
    return Seen(3, bench.spent() - before)


CHECKS: tuple[Check, ...] = (
    Check(
        "read-shows-values-just-written",
        Text(
            vi="Đọc ngay sau khi ghi thấy đúng giá trị vừa ghi.",
            en="A read directly after a write shows the values written.",
        ),
        values_after_write,
    ),
    Check(
        "read-shows-results-of-values-just-written",
        Text(
            vi="Đọc ngay sau khi ghi thấy kết quả mới của công thức.",
            en="A read directly after a write shows the new results of formulas.",
        ),
        results_after_write,
    ),
    Check(
        "read-shows-formulas-and-results",
        Text(vi="Ô công thức đọc được cả công thức lẫn kết quả.", en="Formulas are read with their text and result."),
        formulas,
    ),
    Check(
        "read-shows-kinds-of-errors",
        Text(vi="Ô lỗi đọc được loại lỗi và chữ hiển thị.", en="Errors are read with their kind and what is shown."),
        errors,
    ),
    Check(
        "read-knows-dates-by-their-format",
        Text(
            vi="Ngày, giờ được nhận ra theo định dạng số của ô.",
            en="Dates and times are known by the number format of their cell.",
        ),
        dates,
    ),
    Check(
        "read-shows-padded-codes-as-people-see-them",
        Text(
            vi="Mã có số 0 đứng đầu nhờ định dạng đọc được như người thấy.",
            en="Codes with leading zeros by format are read as people see them.",
        ),
        padded,
    ),
    Check(
        "read-tells-hidden-rows-and-columns",
        Text(
            vi="Dòng, cột ẩn được cho biết là ẩn và vẫn đọc được.",
            en="Hidden rows and columns are told, and read like others.",
        ),
        hidden,
    ),
    Check(
        "read-tells-merges",
        Text(
            vi="Vùng gộp ô được cho biết, giá trị ở ô đầu.", en="Merged ranges are told; the first cell has the value."
        ),
        merges,
    ),
    Check(
        "one-read-shows-the-whole-book",
        Text(
            vi="Một lần đọc cho mọi trang, kích thước, ô, neo, ngôn ngữ và múi giờ.",
            en="One read gives all tabs with sizes, cells and anchors, the locale and the time zone.",
        ),
        whole_book,
    ),
    Check(
        "read-answers-what-the-mask-names",
        Text(vi="Chỉ trả về đúng các trường đã hỏi.", en="Only the fields that were asked for are answered."),
        masked,
    ),
    Check(
        "read-shows-emptied-cells-as-blank",
        Text(
            vi="Ô vừa xóa trắng đọc lại là trống, dòng trống giữ đúng chỗ.",
            en="Cells just emptied are read as blank, and blank rows keep their place.",
        ),
        blank_cells,
    ),
    Check(
        "requests-are-counted",
        Text(vi="Số yêu cầu đã gửi được đếm đúng.", en="The requests that are sent are counted right."),
        counted,
    ),
)

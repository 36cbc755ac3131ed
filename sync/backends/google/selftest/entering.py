"""What is written is kept as it was written: text stays text, numbers stay numbers."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rules.core.text import Text
from sync.backends.google.selftest.base import COLUMNS, OWN, ROWS, Bench, Check, Json, Seen

LOOKALIKES = (
    "=1+1",
    "007",
    "2026-01-02",
    "1.234,5",
    "TRUE",
    "'0123",
    "+1",
    "@x",
    "12%",
    "1e5",
    "31/12/2026",
    "-",
    "=IMPORTRANGE(1)",
    " 7 ",
    "#N/A",
)
"""Texts that a person's keyboard would turn into something else."""
EXACT_TEXTS = (
    "Nguye\u0302\u0303n Thị Tuyết",
    "Nguyễn Thị Tuyết",
    "hai\ndòng",
    "  giữa  hai  khoảng trắng  ",
    "⚙ 🧾 ₫",
    'a "quoted" \\ text',
    "no\u00a0break\u200b",
)
NUMBERS = (0, 1, -2.25, 1234567.89, 1e15, 123456789012345, 0.1, -1e-7, 46023.5)
DOUBLES = (0.1 + 0.2, 1 / 3, 1e22, 2.0**53)
LONGEST = 50_000
"""Characters that a cell may hold."""
SERIAL = 46387
"""The last day of 2026, in days since the end of 1899."""


def _down(bench: Bench, values: tuple[object, ...]) -> None:
    """Write values down the third column, for which the grid may have to grow."""
    more = 1 + len(values) - ROWS
    if more > 0:
        bench.change({"appendDimension": {"sheetId": bench.sheet_id, "dimension": "ROWS", "length": more}})
    bench.values(bench.by_anchor([None, *values]))


def texts(bench: Bench) -> Seen:
    """RAW keeps every text as it is."""
    _down(bench, LOOKALIKES)
    look = bench.look()
    kinds = [look.kind(row, OWN) for row in range(1, 1 + len(LOOKALIKES))]
    return Seen([{"stringValue": text} for text in LOOKALIKES], kinds)


def exact_texts(bench: Bench) -> Seen:
    """Accents, blanks, line breaks and signs come back as they were sent."""
    _down(bench, EXACT_TEXTS)
    return Seen(list(EXACT_TEXTS), bench.look().column(OWN, 1 + len(EXACT_TEXTS))[1:])


def numbers(bench: Bench) -> Seen:
    """RAW keeps numbers."""
    _down(bench, NUMBERS)
    look = bench.look()
    kinds = [look.kind(row, OWN) for row in range(1, 1 + len(NUMBERS))]
    return Seen([{"numberValue": number} for number in NUMBERS], kinds)


def doubles(bench: Bench) -> Seen:
    """Numbers come back to the last bit."""
    _down(bench, DOUBLES)
    return Seen(list(DOUBLES), bench.look().column(OWN, 1 + len(DOUBLES))[1:])


def booleans(bench: Bench) -> Seen:
    """RAW keeps truth values."""
    bench.values(bench.by_anchor([None, True, False]))
    look = bench.look()
    return Seen([{"boolValue": True}, {"boolValue": False}], [look.kind(1, OWN), look.kind(2, OWN)])


def number_in_text_cell(bench: Bench) -> Seen:
    """A number that is written into a cell of text format stays a number."""
    bench.change(_formatted(bench, {"type": "TEXT"}))
    bench.values(bench.by_anchor([None, 12.5, "007"]))
    look = bench.look()
    return Seen([{"numberValue": 12.5}, {"stringValue": "007"}], [look.kind(1, OWN), look.kind(2, OWN)])


def _formatted(bench: Bench, number_format: Json, **more: Json) -> Json:
    fields = "userEnteredFormat.numberFormat" + "".join(f",{name}" for name in more)
    cell = {"userEnteredFormat": {"numberFormat": number_format}, **more}
    return {"repeatCell": {"range": bench.range(1, ROWS, OWN, OWN + 1), "cell": cell, "fields": fields}}


def dates(bench: Bench) -> Seen:
    """A serial number in a cell of date format is that day; the format stays."""
    pattern = {"type": "DATE", "pattern": "yyyy-mm-dd"}
    bench.change(_formatted(bench, pattern))
    bench.values(bench.by_anchor([None, SERIAL]))
    cell = bench.look().cell(1, OWN)
    seen = [cell.get("formattedValue"), cell.get("userEnteredFormat", {}).get("numberFormat")]
    return Seen(["2026-12-31", pattern], seen)


def kept_beside_values(bench: Bench) -> Seen:
    """Writing and emptying values leaves format, note and drop-down."""
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "OK"}]}, "showCustomUi": True}
    note: Json = {"note": "stays", "dataValidation": rule}
    bench.change(_formatted(bench, {"type": "NUMBER", "pattern": "0.00"}, **note))
    bench.values(bench.by_anchor([None, "OK"]))
    bench.values(bench.by_anchor([None, ""]))
    cell = bench.look().cell(1, OWN)
    pattern = cell.get("userEnteredFormat", {}).get("numberFormat", {}).get("pattern")
    kind = cell.get("dataValidation", {}).get("condition", {}).get("type")
    return Seen(["0.00", "stays", "ONE_OF_LIST", None], [pattern, cell.get("note"), kind, cell.get("userEnteredValue")])


def past_validation(bench: Bench) -> Seen:
    """A strict drop-down does not keep the service from writing another text."""
    rule = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "OK"}]}, "strict": True}
    bench.change({"setDataValidation": {"range": bench.range(1, ROWS, OWN, OWN + 1), "rule": rule}})
    answer = bench.try_values(bench.by_anchor([None, "another"]))
    return Seen([200, "another"], [answer.status, bench.look().value(1, OWN)])


def longest(bench: Bench) -> Seen:
    """A cell holds 50,000 characters and no more."""
    bench.values(bench.by_anchor([None, "x" * LONGEST]))
    answer = bench.try_values(bench.by_anchor([None, None, "x" * (LONGEST + 1)]))
    look = bench.look()
    expected = [LONGEST, 400, None]
    return Seen(expected, [len(look.value(1, OWN) or ""), answer.status, look.value(2, OWN)])


@contextmanager
def _in_locale(bench: Bench, locale: str) -> Iterator[None]:
    """Let the spreadsheet have another locale for a while."""

    def change(name: str) -> None:
        bench.change({"updateSpreadsheetProperties": {"properties": {"locale": name}, "fields": "locale"}})

    before = bench.get("properties(locale)")["properties"]["locale"]
    change(locale)
    try:
        yield
    finally:
        change(before)


def raw_in_other_locale(bench: Bench) -> Seen:
    """In a Vietnamese spreadsheet, too, RAW parses nothing; only what is shown follows the locale."""
    with _in_locale(bench, "vi_VN"):
        bench.values(bench.by_anchor([None, 1234.5, "1.234,5", "31/12/2026"]))
        look = bench.look()
    kinds = [look.kind(row, OWN) for row in (1, 2, 3)]
    wanted = [{"numberValue": 1234.5}, {"stringValue": "1.234,5"}, {"stringValue": "31/12/2026"}]
    return Seen([wanted, "1234,5"], [kinds, look.cell(1, OWN).get("formattedValue")])


def typed_in_other_locale(bench: Bench) -> Seen:
    """What people type is read in the spreadsheet's locale: numbers and dates."""
    with _in_locale(bench, "vi_VN"):
        bench.put("C2", [["1.234,5"], ["31/12/2026"]], option="USER_ENTERED")
        look = bench.look()
    shown = look.cell(2, OWN).get("effectiveFormat", {}).get("numberFormat", {}).get("type")
    return Seen([1234.5, SERIAL, "DATE"], [look.value(1, OWN), look.value(2, OWN), shown])


def short_rows(bench: Bench) -> Seen:
    """Short rows and columns leave what is beyond them."""
    block = {"dataFilter": {"gridRange": bench.range(1, ROWS, 0, COLUMNS)}, "values": [["z"], [], ["y", 9]]}
    bench.values(block)
    look = bench.look()
    wanted = [["z", 3, None, "nc", None], ["a", 1, None, "na", None], ["y", 9, None, "ne", None]]
    return Seen(wanted, [look.row(row) for row in (1, 2, 3)])


CHECKS: tuple[Check, ...] = (
    Check(
        "raw-never-parses-text",
        Text(
            vi="Ghi RAW giữ nguyên chữ: =1+1, 007, 2026-01-02, 1.234,5, TRUE, '0123, +1, @x…",
            en="RAW keeps text as text: =1+1, 007, 2026-01-02, 1.234,5, TRUE, '0123, +1, @x and their like.",
        ),
        texts,
    ),
    Check(
        "raw-text-comes-back-exactly",
        Text(
            vi="Dấu tiếng Việt (dựng sẵn và tổ hợp), khoảng trắng, xuống dòng, ký hiệu đọc lại y nguyên.",
            en="Accents (composed or not), blanks, line breaks and signs come back as they were sent.",
        ),
        exact_texts,
    ),
    Check(
        "raw-keeps-numbers",
        Text(vi="Số ghi RAW vẫn là số.", en="Numbers written RAW stay numbers."),
        numbers,
    ),
    Check(
        "raw-numbers-come-back-to-the-last-bit",
        Text(vi="Số đọc lại đúng đến bit cuối.", en="Numbers come back to the last bit."),
        doubles,
    ),
    Check(
        "raw-keeps-booleans",
        Text(vi="Giá trị đúng/sai vẫn là đúng/sai.", en="Truth values stay truth values."),
        booleans,
    ),
    Check(
        "raw-number-in-text-cell-stays-number",
        Text(
            vi="Số ghi vào ô định dạng văn bản vẫn là số.",
            en="A number written into a cell of text format stays a number.",
        ),
        number_in_text_cell,
    ),
    Check(
        "raw-serial-in-date-cell-is-that-day",
        Text(
            vi="Số thứ tự ngày ghi vào ô định dạng ngày hiện đúng ngày đó.",
            en="A serial number in a cell of date format shows that day, and the format stays.",
        ),
        dates,
    ),
    Check(
        "values-keep-format-note-and-validation",
        Text(
            vi="Ghi hoặc xóa giá trị không làm mất định dạng, ghi chú, danh sách chọn.",
            en="Writing and emptying values leaves formats, notes and drop-downs.",
        ),
        kept_beside_values,
    ),
    Check(
        "values-pass-strict-validation",
        Text(
            vi="Danh sách chọn bắt buộc không chặn việc ghi qua API.",
            en="A strict drop-down does not refuse what is written through the API.",
        ),
        past_validation,
    ),
    Check(
        "cell-holds-50000-characters",
        Text(
            vi="Một ô chứa 50.000 ký tự; thêm một ký tự thì bị từ chối.",
            en="A cell holds 50,000 characters; one more is refused.",
        ),
        longest,
    ),
    Check(
        "raw-does-not-know-locales",
        Text(
            vi="Trong bảng tính tiếng Việt, ghi RAW cũng không diễn giải gì.",
            en="In a spreadsheet of another locale, too, RAW parses nothing.",
        ),
        raw_in_other_locale,
    ),
    Check(
        "typed-text-follows-locale",
        Text(
            vi="Nội dung người gõ được hiểu theo ngôn ngữ của bảng tính.",
            en="What people type is read in the spreadsheet's locale.",
        ),
        typed_in_other_locale,
    ),
    Check(
        "short-rows-leave-the-rest",
        Text(vi="Dòng ngắn hơn vùng ghi để nguyên phần còn lại.", en="Rows shorter than the range leave the rest."),
        short_rows,
    ),
)

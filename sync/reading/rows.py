"""Rows: which of them hold data, and which are blank, totals, headings or signatures.

Only rows that lack a part of their key, or look like a total, are looked at closely, and those are few.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from typing import Any

from rules.core.record import Column
from rules.core.text import fold
from sync.backends.base import CellError, Tab
from sync.reading.cells import AMOUNTS, MERGED, is_blank, without_accents
from sync.reading.header import Header
from sync.reading.special import Grid

_OF_A_TOTAL = (
    r"cộng|số|tiền|giá trị|thành tiền|phát sinh|lũy kế|luỹ kế|nợ|có|thu|chi|nhập|xuất|tồn|lương|chung|toàn|tất cả|cả"
    r"|chuyển|mang|sang|trang|tuần|tháng|quý|năm|kỳ|ngày|bộ phận|phòng|tài khoản|tk|nhóm|mục|kho|chứng từ|phiếu|\d+"
)
_TOTAL = (
    rf"(?:[ivx\d]+[.)] ?)?(?:tổng|cộng)(?:\W*| ?[:\-–].{{0,60}}| (?:{_OF_A_TOTAL})\b.{{0,60}})"
    r"|(?:số )?dư (?:đầu|cuối|nợ đầu|nợ cuối|có đầu|có cuối)\b.{0,40}|tồn (?:đầu|cuối)\b.{0,40}"
    r"|(?:lũy|luỹ) kế\b.{0,40}|(?:số )?(?:trang trước )?(?:mang|chuyển) sang\b.{0,40}"
    r"|(?:grand |sub|sub-| )?totals?(?:\W*| ?[:\-–].{0,60}| (?:of|for|amount|debit|credit|this|vnd|usd|\d+)\b.{0,60})"
    r"|.{1,40} (?:grand )?total|sum|sums|(?:opening|closing) balance|balance (?:brought|carried) forward"
)
_SIGNATURE = (
    r"(?:người|nhân viên) (?:lập|ghi sổ|kiểm|duyệt|nhận|giao|nộp|chấm công|phụ trách)\b.{0,40}|lập (?:bảng|biểu|phiếu)"
    r"|kế toán(?: trưởng| ghi sổ| viên)?|(?:phó |tổng )?giám đốc|thủ (?:kho|quỹ|trưởng)\b.{0,20}|trưởng phòng\b.{0,40}"
    r"|chủ doanh nghiệp|\(?ký\b.{0,60}|(?:.{1,40}, ?)?ngày .{1,12} tháng .{1,12} năm .{0,12}"
    r"|(?:prepared|checked|approved|signed|reviewed|received) by\b.{0,60}|signature\b.{0,40}|\(?sign(?:ed)?\b.{0,60}"
    r"|chief accountant|(?:general )?director"
)
_TOTALS = re.compile(_TOTAL)
_TOTALS_PLAIN = re.compile(without_accents(_TOTAL))
_SIGNATURES = re.compile(_SIGNATURE)
_SIGNATURES_PLAIN = re.compile(without_accents(_SIGNATURE))
_HINTS = ("ng", "total", "sum", "balance", "dư", "du", "kế", "ke", "tồn", "ton")
"""One of these is in every total, in small letters, so that a column without them is passed over at once."""

_SUM = re.compile(r"=?\+?(?:_xlfn\.)?(?:SUM|SUMIF|SUMIFS|SUBTOTAL|AGGREGATE)\(", re.IGNORECASE)
_COLUMN_LABEL = re.compile(r"\(?(?:[A-ZĐ]|\d{1,2})\)?(?: ?=.{1,20})?")
_UNDER = re.compile(
    r"(?:t|thứ ?)[2-7]|cn|chủ nhật|mon|tue|wed|thu|fri|sat|sun|\(.{1,20}\)|vnđ|vnd|đồng|đ|giờ|ngày|công"
)
"""What stands in a row right below the header: days of the week, units."""

_REMARK = re.compile(r"(?:ghi chú|lưu ý|chú thích|chú ý|nguồn|ghi chu|luu y|notes?|remarks?)\b.*|\*.*")
_FOOTER_ROWS = 30
"""How many rows from the last one upwards a signature is looked for."""

_HEADING_WIDTH = 3
_UNDER_HEADER = 2
"""How many rows under the header may belong to it: days of the week, units, numbers of columns."""


def _may_be_total(text: str) -> bool:
    small = text.lower()
    return any(hint in small for hint in _HINTS)


@lru_cache(maxsize=65_536)
def is_total(text: str) -> bool:
    """Return whether a cell's text names a total, a balance brought forward or the like."""
    return _says(text, _TOTALS, _TOTALS_PLAIN)


@lru_cache(maxsize=4_096)
def is_signature(text: str) -> bool:
    """Return whether a cell's text stands where people sign: an office, a place and date, "(ký, họ tên)"."""
    return _says(text, _SIGNATURES, _SIGNATURES_PLAIN)


def is_remark(cell: Any) -> bool:
    """Return whether a cell's text says that it is a remark: "Ghi chú: …", "* …"."""
    return isinstance(cell, str) and _REMARK.fullmatch(fold(cell)) is not None


def _says(text: str, accented: re.Pattern[str], plain: re.Pattern[str]) -> bool:
    folded = fold(text)
    # Without any accent the letters may stand for either word; with accents "cổng" is not "cộng".
    return (plain if folded.isascii() else accented).fullmatch(folded) is not None


@dataclass(frozen=True, slots=True)
class SortedRows:
    """The rows below a header.

    Attributes:
        data: row numbers of the data rows.
        skipped: row numbers of those that are told of and skipped: totals, headings, signatures.
        kept: for each row below the header, 1 for a data row and 0 for another; empty where all are data rows.
    """

    data: Sequence[int]
    skipped: Sequence[int] = ()
    kept: bytes | bytearray = b""


def sort_rows(tab: Tab, header: Header, columns: Sequence[Column], raw: Grid) -> SortedRows:
    """Return which rows below a header hold data.

    Args:
        tab: the tab.
        header: its header.
        columns: the columns that were recognised.
        raw: their cells below the header.
    """
    body = _Body(tab, header, columns, raw)
    first, count = header.row + 1, body.count
    suspects = body.suspects()
    dropped: set[int] = set()
    skipped: list[int] = []
    footer = body.footer_start()
    last = next((index for index in range(min(footer, count) - 1, -1, -1) if index not in suspects), -1)
    suspects |= set(range(footer, count))
    under_header, gap = True, False
    for index in sorted(suspects):
        filled = body.filled(index)
        gap = gap or (index > last and not filled)
        under_header = under_header and index < _UNDER_HEADER and index - len(dropped) == 0
        if not filled or body.is_prepared(index, filled):
            dropped.add(index)
        elif (
            body.is_total_row(index, filled)
            or body.is_heading(index, filled)
            or (index > last and body.is_note(index, filled, apart=gap))
            or (index >= footer and body.is_text_only(filled))
            or (under_header and body.is_under_header(filled))
        ):
            dropped.add(index)
            skipped.append(first + index)
    if not dropped:
        return SortedRows(range(first, first + count))
    kept = bytearray(b"\1") * count
    for index in dropped:
        kept[index] = 0
    return SortedRows(list(compress(range(first, first + count), kept)), skipped, kept)


class _Body:
    """The rows below a header, by position from 0."""

    def __init__(self, tab: Tab, header: Header, columns: Sequence[Column], raw: Grid) -> None:
        self.tab, self.header, self.columns, self.raw = tab, header, columns, raw
        self.count = len(next(iter(raw.values()), ()))
        key = header.layout.table.key
        required = [column for column in columns if column.required]
        anchors = [column for column in required if column.name in key] or required or list(columns)
        self.anchors = [column.name for column in anchors]
        self.texts = [column.name for column in required if column.kind not in AMOUNTS]
        self.figures = [column.name for column in columns if column.kind in (*AMOUNTS, "date", "month")]
        self.headings = {
            top - header.row - 1: left
            for top, left, bottom, right in tab.merged
            if top == bottom and top > header.row and right - left + 1 >= _HEADING_WIDTH
        }

    def suspects(self) -> set[int]:
        """Return the positions of rows that lack a part of their key or have a total there, and a few more."""
        found = {index for index in self.headings if index < self.count}
        found.update(range(min(_UNDER_HEADER, self.count)))
        for name in self.anchors:
            cells = self.raw[name]
            distinct = set(cells)
            texts = [cell for cell in distinct if type(cell) is str]
            # Nearly all texts end in a letter or digit, which is quickly seen.
            odd: set[Any] = {text for text in texts if not text[-1:].isalnum() and is_blank(text)}
            if _may_be_total("\n".join(texts)):
                odd.update(text for text in texts if _may_be_total(text) and is_total(text))
            odd.update({None, MERGED} & distinct)
            if odd:
                found.update(index for index, cell in enumerate(cells) if cell in odd)
        return found

    def filled(self, index: int) -> Mapping[str, Any]:
        """Return the cells of a row that hold anything, by field."""
        values = [cells[index] for cells in self.raw.values()]
        if all(value is None or value == "" for value in values):
            return {}
        return {
            name: value
            for name, value in zip(self.raw, values, strict=True)
            if value is not MERGED and not is_blank(value)
        }

    def words(self, index: int) -> list[str]:
        """Return every text in a row that is the staff's own, in columns that were not recognised too."""
        owned = set(self.header.owned.values())
        row = self.tab.rows[self.header.row + index]
        return [cell for number, cell in enumerate(row, 1) if isinstance(cell, str) and number not in owned]

    def footer_start(self) -> int:
        """Return the position of the first row of signatures below the data; the number of rows if there is none."""
        start, looked_at = self.count, 0
        for index in range(self.count - 1, -1, -1):
            if not any(self.tab.rows[self.header.row + index]):
                continue
            filled = self.filled(index)
            words = self.words(index)
            if not filled and not words:
                continue
            looked_at += 1
            keys = [filled[name] for name in self.anchors if name in filled]
            if looked_at > _FOOTER_ROWS or (keys and not self.is_text_only(filled)):
                break
            if any(map(is_signature, words)) and all(isinstance(cell, str) and is_signature(cell) for cell in keys):
                start = index
        return start

    def is_text_only(self, filled: Mapping[str, Any]) -> bool:
        """Return whether a row holds no figure or date where the table has them."""
        return all(
            isinstance(filled[name], str) and (is_signature(filled[name]) or not any(map(str.isdigit, filled[name])))
            for name in self.figures
            if name in filled
        )

    def is_note(self, index: int, filled: Mapping[str, Any], *, apart: bool) -> bool:
        """Return whether a row below the data is a remark: text only, no part of a key, and not an unfinished record.

        It says that it is one, or stands apart from the data, or is a single text where a record need not have one.
        """
        words = self.words(index)
        if any(name in filled and not is_remark(filled[name]) for name in self.anchors):
            return False
        return self.is_text_only(filled) and (
            apart or any(map(is_remark, words)) or (len(words) == 1 and not filled.keys() & set(self.texts))
        )

    def is_total_row(self, index: int, filled: Mapping[str, Any]) -> bool:
        """Return whether a row is a total: it says so, or sums up, and says nothing else that a record must say."""
        named = [name for name in {*self.anchors, *self.texts} if name in filled]
        if not all(isinstance(filled[name], str) and is_total(filled[name]) for name in named):
            return False
        if any(map(is_total, self.words(index))):
            return True
        amounts = {column.name for column in self.columns if column.kind in AMOUNTS}
        row = self.header.row + index + 1
        return set(filled) <= amounts and all(
            _SUM.match(self.tab.formulas.get((row, self.header.columns[name]), "")) for name in filled
        )

    def is_prepared(self, index: int, filled: Mapping[str, Any]) -> bool:
        """Return whether a row holds nothing but formulas that wait for an entry, and no figure yet."""
        row = self.header.row + index + 1
        return not any(name in filled for name in self.anchors) and all(
            (row, self.header.columns[name]) in self.tab.formulas and (isinstance(cell, (str, CellError)) or cell == 0)
            for name, cell in filled.items()
        )

    def is_heading(self, index: int, filled: Mapping[str, Any]) -> bool:
        """Return whether a row is a heading between the data: one text merged over several columns."""
        if index not in self.headings or len(filled) != 1:
            return False
        name, cell = next(iter(filled.items()))
        return isinstance(cell, str) and self.header.columns[name] == self.headings[index]

    def is_under_header(self, filled: Mapping[str, Any]) -> bool:
        """Return whether a row right below the header still explains columns: A, B, 1, 2, or T2, T3, CN, or units."""
        if not any(name in filled for name in self.anchors):
            return all(isinstance(cell, str) and _UNDER.fullmatch(fold(cell)) for cell in filled.values())
        labels = [_label(filled[name]) for name in self.header.columns if name in filled]
        known = [label for label in labels if label is not None]
        return len(labels) > _UNDER_HEADER and len(filled) == len(self.raw) and labels == sorted(set(known))


def _label(cell: Any) -> tuple[int, str] | None:
    """Return the label of a column as it sorts, letters before numbers: A, B, 1, (2), 3 = 1 + 2; None for any other."""
    if isinstance(cell, float):
        return (int(cell), "") if cell.is_integer() and 0 < cell < 100 else None
    text = cell.strip() if isinstance(cell, str) else ""
    if not _COLUMN_LABEL.fullmatch(text):
        return None
    digits = re.match(r"\(?(\d+)", text)
    return (int(digits[1]), "") if digits else (0, text.strip("()"))

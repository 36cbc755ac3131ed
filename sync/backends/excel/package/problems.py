"""What the package layer refuses, as one exception with a stable code, and the limits that it enforces."""

from __future__ import annotations

from dataclasses import dataclass


class PackageError(Exception):
    """The workbook cannot be read or written safely.

    Attributes:
        code: a stable name of the reason, listed in `docs/xlsx-writing.md` ("encrypted", "far_cell" and so on).
        detail: one sentence for the person who reads the log.
        part: the name of the zip member concerned, where there is one.
        seen: what was found, as a figure or an address that needs no words ("XFD1048576").
    """

    def __init__(self, code: str, detail: str, part: str | None = None, seen: str = "") -> None:
        super().__init__(f"{code}: {detail}" + (f" ({part})" if part else ""))
        self.code = code
        self.detail = detail
        self.part = part
        self.seen = seen


@dataclass(frozen=True, slots=True)
class Limits:
    """How large a workbook may be before it is refused unread.

    The figures let a real workbook of 1,000,000 rows and 12 columns through (some 600 MB of XML in a 120 MB file)
    and stop a zip bomb or a far cell before any memory is taken for it.

    Attributes:
        max_file_bytes: the file itself.
        max_unzipped_bytes: all parts together, as declared and again as they are unpacked.
        max_ratio: unpacked to packed bytes of one part, looked at only when the part is above `ratio_from_bytes`.
        ratio_from_bytes: smaller parts may be packed as tightly as they like.
        max_rows: the highest row that may hold content (1,048,576 is the highest that Excel knows).
        max_columns: the highest column that may hold content.
        max_cells: the rectangle from A1 to the last row and column with content, of one tab. A reader takes memory for
            every cell of it.
        max_shared_strings: texts in the workbook's table of texts.
        max_parts: members of the zip file.
        max_small_part_bytes: a part that is held in memory whole (styles, workbook, and what stands before and after
            the rows of a worksheet).
        max_elements: XML elements of such a part.
        max_row_bytes: the XML of one row.
        unusual_bytes, unusual_ratio: how much of a worksheet may be written in a form that is read tag by tag, which
            is some thirty times slower: so many bytes, and for each packed byte so many more.
    """

    max_file_bytes: int = 1 << 30
    max_unzipped_bytes: int = 3 << 30
    max_ratio: int = 100
    ratio_from_bytes: int = 16 << 20
    max_rows: int = 1_048_576
    max_columns: int = 1024
    max_cells: int = 40_000_000
    max_shared_strings: int = 20_000_000
    max_parts: int = 5000
    max_small_part_bytes: int = 64 << 20
    max_elements: int = 400_000
    max_row_bytes: int = 16 << 20
    unusual_bytes: int = 8 << 20
    unusual_ratio: int = 20

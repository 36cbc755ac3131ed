"""Writes a workbook again with some cells changed and everything else as it was.

    read the package  ->  formats  ->  tables and worksheets  ->  workbook part  ->  new zip file

Nothing is written before all parts are ready, so a refusal leaves no half of a file behind.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from sync.backends.excel.package.archive import Archive, Packed, pack
from sync.backends.excel.package.bookparts import BookParts
from sync.backends.excel.package.calcchain import without_cells
from sync.backends.excel.package.edits import CellEdit, ColumnEdits, PackageEdits, RewriteReport, TabEdits
from sync.backends.excel.package.formulas import formula_shapes, refers_to
from sync.backends.excel.package.newsheet import check_title, new_sheet
from sync.backends.excel.package.problems import Limits, PackageError
from sync.backends.excel.package.references import column_letters
from sync.backends.excel.package.rowedits import EditSet
from sync.backends.excel.package.sheetstream import SheetStream, prefetch
from sync.backends.excel.package.sheetwriter import rewrite_sheet
from sync.backends.excel.package.styles import EMPTY_STYLES, add_styles
from sync.backends.excel.package.tables import edit_tables
from sync.backends.excel.package.workbook import TabEntry, read_relationships, read_workbook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sync.backends.excel.package.scan import WorkbookScan

_LARGE_PART = 2 << 20
_FAST, _TIGHT = 1, 6


def rewrite(
    source: Path,
    target: BinaryIO | Path,
    edits: PackageEdits,
    limits: Limits = Limits(),  # noqa: B008 - frozen
    scan: WorkbookScan | None = None,
) -> RewriteReport:
    """Write the workbook `source` to `target` with the edits made.

    Args:
        source: the workbook; it is only read.
        target: a path that is created or overwritten, or an open binary file.
        edits: what to write.
        limits: as for scanning.
        scan: the scan of these very bytes, where there is one: it spares reading formulas a second time.

    Raises:
        PackageError: with one of the codes of `docs/xlsx-writing.md`; the target is not touched then.
        OSError: a file cannot be read or written; the target may be incomplete then.
    """
    with source.open("rb") as file:
        job = _Rewrite(Archive(file, limits), edits, limits, scan)
        job.prepare()
        if not isinstance(target, Path):
            return job.write(target)
        try:
            with target.open("wb") as output:
                return job.write(output)
        except BaseException:
            with suppress(OSError):
                target.unlink()
            raise


class _Rewrite:
    """One rewrite, step by step."""

    def __init__(self, archive: Archive, edits: PackageEdits, limits: Limits, scan: WorkbookScan | None) -> None:
        self._archive, self._limits, self._scan = archive, limits, scan
        self._workbook = read_workbook(archive, limits)
        if self._workbook.signed:
            raise PackageError("signed", "the workbook carries a digital signature that a change would break")
        self._tabs = self._find_tabs(edits.tabs)
        self._new_tabs = [(tab, EditSet(tab.cells)) for tab in edits.new_tabs]
        self._check_new_titles()
        self._styles: dict[str, int] = {}
        self._replaced: dict[str, Packed | None] = {}
        self._added: dict[str, Packed] = {}
        self._shapes: dict[str, frozenset[bytes]] = {}
        self._written_columns: dict[str, tuple[str, ...]] = {}
        self._removed: dict[int, set[str]] = {}
        self._widened: list[str] = []
        self._recalculates = False

    def _find_tabs(self, wanted: Iterable[TabEdits]) -> list[tuple[TabEntry, TabEdits, EditSet]]:
        by_title = {tab.title.casefold(): tab for tab in self._workbook.tabs}
        found, seen = [], set()
        for each in wanted:
            entry = by_title.get(each.title.casefold())
            if entry is None:
                raise PackageError("missing_tab", f"there is no tab {each.title!r}")
            if entry.kind != "worksheet":
                raise PackageError("not_a_worksheet", f"the tab {each.title!r} holds no cells", entry.part)
            if entry.title in seen:
                raise PackageError("bad_edit", f"the tab {each.title!r} is named twice")
            seen.add(entry.title)
            edits = EditSet(_with_headers(each))
            if edits.count:
                found.append((entry, each, edits))
        return found

    def _check_new_titles(self) -> None:
        taken = {tab.title.casefold() for tab in self._workbook.tabs}
        for tab, _ in self._new_tabs:
            check_title(tab.title)
            if tab.title.casefold() in taken:
                raise PackageError("tab_exists", f"there is a tab {tab.title!r} already")
            taken.add(tab.title.casefold())

    def prepare(self) -> None:
        """Make all changed parts."""
        book = BookParts(self._archive, self._workbook, self._limits)
        self._add_styles(book)
        for entry, wanted, edits in self._tabs:
            self._rewrite_tab(book, entry, wanted, edits)
        for tab, edits in self._new_tabs:
            part = book.add_tab(tab.title, hidden=tab.hidden)
            self._added[part] = new_sheet(tab, edits, self._styles, date1904=self._workbook.date1904)
        self._shorten_calculation_chain(book)
        if not self._workbook.recalculates_on_load and self._staff_formulas_refer():
            book.recalculate_on_load()
            self._recalculates = True
        for part, content in book.changed().items():
            self._replaced[part] = pack(content)

    def write(self, target: BinaryIO) -> RewriteReport:
        """Write the new file."""
        length = self._archive.write(target, self._replaced, self._added)
        count = sum(edits.count for _, _, edits in self._tabs) + sum(edits.count for _, edits in self._new_tabs)
        changed = (*sorted(self._replaced), *self._added)
        return RewriteReport(count, changed, length, self._recalculates, tuple(self._widened))

    def _add_styles(self, book: BookParts) -> None:
        names: set[str] = set()
        for each in (*(edits for _, _, edits in self._tabs), *(edits for _, edits in self._new_tabs)):
            names |= each.styles()
        if not names:
            return
        part = self._workbook.related("styles")
        if part is None:
            part = book.add_styles()
            self._styles, changed = add_styles(EMPTY_STYLES, part, names, self._limits)
            self._added[part] = pack(changed or EMPTY_STYLES)
            return
        self._styles, changed = add_styles(self._archive.read(part), part, names, self._limits)
        if changed is not None:
            self._replaced[self._archive.member(part).name] = pack(changed)

    def _rewrite_tab(self, book: BookParts, entry: TabEntry, wanted: TabEdits, edits: EditSet) -> None:
        archive, limits = self._archive, self._limits
        relationships, _ = read_relationships(archive, entry.part, limits)
        parts = [each.target for each in relationships if each.kind == "table" and not each.external]
        changed, widened, written = edit_tables(archive, parts, edits, wanted.new_columns, limits)
        self._replaced |= {archive.member(part).name: pack(content) for part, content in changed.items()}
        self._widened += widened
        self._written_columns |= written
        member = archive.member(entry.part)
        result = rewrite_sheet(
            archive.stream(entry.part),
            entry.part,
            edits,
            wanted.new_columns,
            self._styles,
            limits,
            date1904=self._workbook.date1904,
            level=_FAST if member.size > _LARGE_PART or edits.count > _LARGE_PART // 64 else _TIGHT,
            with_shapes=self._scan is None and not self._workbook.recalculates_on_load,
        )
        self._replaced[member.name] = result.content
        self._shapes[entry.title] = result.shapes
        if result.removed_formulas:
            cells = {f"{column_letters(column)}{row}" for row, column in result.removed_formulas}
            self._removed[entry.sheet_id] = cells
        if result.filter_range is not None:
            self._widened.append(f"{entry.title}!autoFilter")
            book.widen_filter_name(self._workbook.tabs.index(entry), result.filter_range, wanted.new_columns)

    def _shorten_calculation_chain(self, book: BookParts) -> None:
        part = self._workbook.related("calcChain")
        if not self._removed or part is None or part not in self._archive:
            return
        content = without_cells(self._archive.read(part), self._removed)
        self._replaced[self._archive.member(part).name] = pack(content) if content is not None else None
        if content is None:
            book.drop_part(part)

    def _staff_formulas_refer(self) -> bool:
        changed = {entry.title: edits.columns for entry, _, edits in self._tabs}
        if not changed:
            return False
        names = [each.text.encode() for each in self._workbook.defined_names if not each.name.startswith("_xlnm.")]
        if refers_to({name.translate(None, b"0123456789") for name in names}, None, changed, self._written_columns):
            return True
        return any(
            refers_to(self._shapes_of(entry), entry.title, changed, self._written_columns)
            for entry in self._workbook.tabs
            if entry.kind == "worksheet"
        )

    def _shapes_of(self, entry: TabEntry) -> Iterable[bytes]:
        """The formulas of a tab, from the scan, from its own rewrite, or read now."""
        if self._scan is not None:
            tab = self._scan.tab(entry.title)
            return tab.formula_shapes if tab is not None else ()
        if entry.title in self._shapes:
            return self._shapes[entry.title]
        pieces = self._archive.stream(entry.part)
        stream = SheetStream(prefetch(pieces), entry.part, self._limits)
        shapes: set[bytes] = set()
        for chunk in stream.chunks():
            shapes |= formula_shapes(chunk, stream.prefix)
        return shapes


def _with_headers(wanted: TabEdits) -> Iterator[CellEdit | ColumnEdits]:
    """The cells of a tab, with the header cells of new columns where the caller did not give them."""
    cells = list(wanted.cells)
    written = EditSet(cells) if wanted.new_columns else None
    yield from cells
    for each in wanted.new_columns:
        if written is not None and not written.value_at(each.header_row, each.column)[0]:
            yield CellEdit(each.header_row, each.column, each.title, each.style)

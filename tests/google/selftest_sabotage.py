"""Emulators that are wrong in one thing each, and the check that has to notice."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest

from tests.emulator.errors import ApiError, invalid, protected
from tests.emulator.grid import book as grid_book
from tests.emulator.grid.area import Area
from tests.emulator.grid.book import Book
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests import batch, dimension_requests, following, metadata_requests, search_requests
from tests.emulator.sheets import values_endpoints
from tests.emulator.values import writing

Sabotage = Callable[[pytest.MonkeyPatch], None]


def _entered(change: Callable[[object, str], object]) -> Sabotage:
    """A way of entering values that changes the value, or the option, before."""

    def spoil(patch: pytest.MonkeyPatch) -> None:
        right = writing.entered

        def wrong(book, cell, item, writer):
            return right(book, cell, change(item, writer.option), writer)

        patch.setattr(writing, "entered", wrong)

    return spoil


def raw_parses(patch):
    right = writing.entered
    patch.setattr(
        writing,
        "entered",
        lambda book, cell, item, writer: right(book, cell, item, writer._replace(option=writing.USER_ENTERED)),
    )


def empty_text_stays(patch):
    right = writing.entered
    patch.setattr(
        writing,
        "entered",
        lambda book, cell, item, writer: cell.with_value("") if item == "" else right(book, cell, item, writer),
    )


def anchors_stay_behind(patch, name: str = "insert_lines"):
    """Rows and columns change places, and their anchors stay where they were."""
    right = getattr(dimension_requests, name)

    def wrong(book, sheet, dimension, *places, **more):
        before = [line.metadata for line in sheet.lines(dimension)]
        right(book, sheet, dimension, *places, **more)
        for index, line in enumerate(sheet.lines(dimension)):
            kept = before[index] if index < len(before) else ()
            sheet.set_line(dimension, index, line._replace(metadata=kept))

    patch.setattr(dimension_requests, name, wrong)


def anchors_stay_behind_in_moves(patch):
    anchors_stay_behind(patch, "move_lines")


def anchors_stay_behind_in_sorts(patch):
    right = search_requests.HANDLERS["sortRange"]

    def wrong(context, body):
        sheet: Sheet = context.book.sheet_of(body["range"])
        before = [line.metadata for line in sheet.rows]
        right(context, body)
        for index, line in enumerate(sheet.rows):
            sheet.set_line("ROWS", index, line._replace(metadata=before[index]))

    _replace_handler(patch, "sortRange", wrong)


def _replace_handler(patch, kind, handler):
    patch.setitem(batch.HANDLERS, kind, handler)


def batches_are_not_atomic(patch):
    patch.setattr(Book, "restore", lambda self, snapshot: self.touch())


def filters_begin_in_row_2(patch):
    right = values_endpoints.places_of_filter

    def wrong(book, data_filter):
        return [
            values_endpoints.placed(place.sheet, Area(1, None, place.box.left, place.box.right))
            for place in right(book, data_filter)
        ]

    patch.setattr(values_endpoints, "places_of_filter", wrong)


def unknown_anchors_mean_the_first_column(patch):
    right = values_endpoints.places_of_filter

    def wrong(book, data_filter):
        own = book.sheets[1:]
        return right(book, data_filter) or [values_endpoints.placed(sheet, Area(left=0, right=1)) for sheet in own]

    patch.setattr(values_endpoints, "places_of_filter", wrong)


def results_are_stale(patch):
    patch.setattr(Book, "touch", lambda self: None)


def warnings_refuse(patch):
    right = writing.check_editable

    def wrong(book, sheet, box, user):
        right(book, sheet, box, user)
        if sheet.protected:
            raise protected()

    patch.setattr(writing, "check_editable", wrong)


def chosen_numbers_are_ignored(patch):
    right = metadata_requests.create

    def wrong(context, body):
        given = {name: value for name, value in body["developerMetadata"].items() if name != "metadataId"}
        return right(context, {"developerMetadata": given})

    _replace_handler(patch, "createDeveloperMetadata", wrong)


def values_wipe_formats(patch):
    right = writing.entered
    patch.setattr(
        writing,
        "entered",
        lambda book, cell, item, writer: right(book, cell._replace(format=None), item, writer),
    )


def long_texts_are_taken(patch):
    patch.setattr(writing, "MAXIMUM_TEXT", 10**6)


def the_limit_of_cells_is_told_otherwise(patch):
    patch.setattr(grid_book, "too_many_cells", lambda: invalid("Too large."))


def refusals_have_no_status(patch):
    right = ApiError.body

    def wrong(self, *, of_drive=False):
        body = right(self, of_drive=of_drive)
        body["error"].pop("status", None)
        return body

    patch.setattr(ApiError, "body", wrong)


def hidden_rows_are_passed_over(patch):
    right = writing.write_values

    def wrong(book, place, values, writer):
        shown = [index for index, line in enumerate(place.sheet.rows) if not line.filtered]
        spread = [[None]] * len(place.sheet.rows)
        for row, items in zip(shown, values, strict=False):
            spread[row] = items
        fits = len(values) <= len(shown)
        return right(book, place, spread if fits else values, writer)

    patch.setattr(values_endpoints, "write_values", wrong)


def copies_share_their_anchors(patch):
    right = values_endpoints.places_of_filter

    def wrong(book, data_filter):
        found = right(book, data_filter)
        twins = [
            values_endpoints.placed(sheet, Area(left=place.box.left, right=place.box.right))
            for place in found
            for sheet in book.sheets
            if sheet.title == f"{place.sheet.title} copy"
        ]
        return found + twins

    patch.setattr(values_endpoints, "places_of_filter", wrong)


def formulas_do_not_follow(patch):
    patch.setattr(following, "rewritten", lambda text, change: text)


CASES: dict[str, tuple[Sabotage, str]] = {
    "RAW parses": (raw_parses, "raw-never-parses-text"),
    "RAW parses in another locale": (raw_parses, "raw-does-not-know-locales"),
    "texts are composed": (
        _entered(lambda item, _: unicodedata.normalize("NFC", item) if isinstance(item, str) else item),
        "raw-text-comes-back-exactly",
    ),
    "texts are trimmed": (
        _entered(lambda item, _: item.strip() if isinstance(item, str) else item),
        "raw-text-comes-back-exactly",
    ),
    "numbers have fifteen digits": (
        _entered(lambda item, _: float(f"{item:.15g}") if isinstance(item, float) else item),
        "raw-numbers-come-back-to-the-last-bit",
    ),
    "numbers become texts": (
        _entered(lambda item, _: str(item) if isinstance(item, float) else item),
        "raw-keeps-numbers",
    ),
    "truth values become numbers": (
        _entered(lambda item, _: int(item) if isinstance(item, bool) else item),
        "raw-keeps-booleans",
    ),
    "the empty text stays": (empty_text_stays, "filter-write-empty-text-empties"),
    "values wipe formats": (values_wipe_formats, "values-keep-format-note-and-validation"),
    "column anchors stay behind": (anchors_stay_behind, "column-anchor-follows-insert"),
    "row anchors stay behind": (anchors_stay_behind, "row-anchor-follows-insert"),
    "writes go where the column was": (anchors_stay_behind, "filter-write-follows-inserted-column"),
    "column anchors stay behind in moves": (anchors_stay_behind_in_moves, "column-anchor-follows-move"),
    "row anchors stay behind in sorts": (anchors_stay_behind_in_sorts, "row-anchor-follows-sort"),
    "batches of values are not atomic": (batches_are_not_atomic, "values-batch-is-atomic"),
    "batches at anchors are not atomic": (batches_are_not_atomic, "filter-write-is-atomic"),
    "batches of structure are not atomic": (batches_are_not_atomic, "structure-batch-is-atomic"),
    "filters begin in row 2": (filters_begin_in_row_2, "filter-write-starts-at-row-1"),
    "unknown anchors are written": (
        unknown_anchors_mean_the_first_column,
        "filter-write-to-unknown-anchor-writes-nothing",
    ),
    "anchors of deleted columns are written": (
        unknown_anchors_mean_the_first_column,
        "filter-write-to-deleted-column-writes-nothing",
    ),
    "hidden rows are passed over": (hidden_rows_are_passed_over, "filter-write-counts-hidden-rows"),
    "copies share their anchors": (copies_share_their_anchors, "anchor-means-the-first-tab-after-duplicating"),
    "chosen numbers are ignored": (chosen_numbers_are_ignored, "anchor-number-can-be-chosen"),
    "results are stale": (results_are_stale, "read-shows-results-of-values-just-written"),
    "warnings refuse": (warnings_refuse, "warning-only-protection-lets-us-write"),
    "formulas do not follow": (formulas_do_not_follow, "formulas-follow-inserted-columns"),
    "long texts are taken": (long_texts_are_taken, "cell-holds-50000-characters"),
    "the limit of cells is told otherwise": (the_limit_of_cells_is_told_otherwise, "refusal-ten-million-cells"),
    "refusals have no status": (refusals_have_no_status, "refusal-beyond-grid"),
}
"""What is wrong -> how it is made wrong, and the check that has to fail."""

"""Refusals look as the product reads them."""

from __future__ import annotations

from rules.core.text import Text
from sync.backends.google.selftest.base import OWN, ROWS, UNTOUCHED, Bench, Check, Json, Seen

TOO_MANY_ROWS = 9_999_999
LARGE = 1_900_000
"""Bytes of values that the product sends in one request at most."""
CHUNK = 47_500
"""Characters of each cell in the large write."""


def _words(message: object, *parts: str) -> list[str]:
    """Those parts that a message has."""
    return [part for part in parts if part in str(message)]


def _refused(code: int, status: str, *parts: str) -> list[object]:
    return [code, status, list(parts)]


def _came(refusal: Json, *parts: str) -> list[object]:
    return [refusal["code"], refusal["status"], _words(refusal["message"], *parts)]


def beyond_grid(bench: Bench) -> Seen:
    """A range that begins outside the grid."""
    where = {"range": bench.address(f"A{ROWS + 1}"), "values": [["x"]]}
    answer = bench.try_values(where, by_filter=False)
    parts = ("exceeds grid limits", f"Max rows: {ROWS}")
    return Seen(_refused(400, "INVALID_ARGUMENT", *parts), _came(answer.refusal(), *parts))


def no_such_tab(bench: Bench) -> Seen:
    """A tab that is not there, or no longer."""
    answer = bench.try_values({"range": "'selftest no such tab'!A1", "values": [["x"]]}, by_filter=False)
    parts = ("Unable to parse range",)
    return Seen(_refused(400, "INVALID_ARGUMENT", *parts), _came(answer.refusal(), *parts))


def no_such_spreadsheet(bench: Bench) -> Seen:
    """A spreadsheet that is not there."""
    answer = bench.ask("GET", f"{'A' * 20}{bench.spreadsheet_id[:8]}", {"fields": "spreadsheetId"})
    parts = ("not found",)
    return Seen(_refused(404, "NOT_FOUND", *parts), _came(answer.refusal(), *parts))


def unknown_field(bench: Bench) -> Seen:
    """A member that the service does not know: told in words, and by place."""
    answer = bench.try_change({"noSuchRequest": {}})
    details = answer.body.get("error", {}).get("details") or [{}]
    told = [sorted(violation) for violation in details[0].get("fieldViolations", ())]
    came = [*_came(answer.refusal(), "Unknown name", "noSuchRequest"), told]
    return Seen([*_refused(400, "INVALID_ARGUMENT", "Unknown name", "noSuchRequest"), [["description", "field"]]], came)


def bad_mask(bench: Bench) -> Seen:
    """A field mask that names what is not there."""
    answer = bench.ask("GET", bench.spreadsheet_id, {"fields": "sheets(noSuchField)"})
    return Seen(_refused(400, "INVALID_ARGUMENT"), _came(answer.refusal()))


def empty_batch(bench: Bench) -> Seen:
    """A batch without requests."""
    parts = ("Must specify at least one request",)
    return Seen(_refused(400, "INVALID_ARGUMENT", *parts), _came(bench.try_change().refusal(), *parts))


def place_in_the_batch(bench: Bench) -> Seen:
    """A refusal of one request says which of the batch it was."""
    wrong = bench.delete("COLUMNS", 40, 41)
    answer = bench.try_change(bench.insert("COLUMNS", 0, 1), wrong)
    parts = ("requests[1].deleteDimension",)
    came = [*_came(answer.refusal(), *parts), bench.look().content()]
    return Seen([*_refused(400, "INVALID_ARGUMENT", *parts), UNTOUCHED], came)


def too_many_cells(bench: Bench) -> Seen:
    """Ten million cells are the limit of a spreadsheet; the tab keeps its size."""
    answer = bench.try_change(
        {"appendDimension": {"sheetId": bench.sheet_id, "dimension": "ROWS", "length": TOO_MANY_ROWS}}
    )
    parts = ("10000000 cells",)
    came = [*_came(answer.refusal(), *parts), bench.look().size()[0]]
    return Seen([*_refused(400, "INVALID_ARGUMENT", *parts), ROWS], came)


def option_missing(bench: Bench) -> Seen:
    """Values without the option that says how they are to be read are refused, not guessed at."""
    path = f"{bench.spreadsheet_id}/values:batchUpdateByDataFilter"
    answer = bench.ask("POST", path, None, {"data": [bench.by_anchor(["x"])]})
    came = [answer.status, bench.look().content()]
    return Seen([400, UNTOUCHED], came)


def list_as_value(bench: Bench) -> Seen:
    """A list in place of a value is refused, and nothing is written."""
    answer = bench.try_values(bench.by_anchor([None, "x", ["y"]]))
    came = [answer.status, bench.look().content()]
    return Seen([400, UNTOUCHED], came)


def large_write(bench: Bench) -> Seen:
    """1.9 MB of values are accepted in one request."""
    count = LARGE // CHUNK
    bench.change({"appendDimension": {"sheetId": bench.sheet_id, "dimension": "ROWS", "length": count}})
    answer = bench.try_values(bench.by_anchor([None] + ["x" * CHUNK] * count))
    return Seen([200, count], [answer.status, answer.body.get("totalUpdatedCells")])


def last_one_wins(bench: Bench) -> Seen:
    """There is no comparing before writing: a second write of the same cell simply wins."""
    bench.values(bench.by_anchor([None, "first"]))
    bench.values(bench.by_anchor([None, "second"]))
    return Seen("second", bench.look().value(1, OWN))


CHECKS: tuple[Check, ...] = (
    Check(
        "refusal-beyond-grid",
        Text(vi="Ghi ngoài lưới bị từ chối như đã biết.", en="Writing beyond the grid is refused as expected."),
        beyond_grid,
    ),
    Check(
        "refusal-unknown-tab",
        Text(vi="Trang không tồn tại bị từ chối như đã biết.", en="A tab that is not there is refused as expected."),
        no_such_tab,
    ),
    Check(
        "refusal-unknown-spreadsheet",
        Text(vi="Bảng tính không tồn tại trả lời 404.", en="A spreadsheet that is not there answers 404."),
        no_such_spreadsheet,
    ),
    Check(
        "refusal-unknown-field",
        Text(
            vi="Trường lạ bị từ chối, có nói rõ chỗ sai.",
            en="An unknown member is refused, with its place.",
        ),
        unknown_field,
    ),
    Check(
        "refusal-bad-mask",
        Text(vi="Danh sách trường sai bị từ chối.", en="A field mask that is wrong is refused."),
        bad_mask,
    ),
    Check(
        "refusal-empty-batch",
        Text(vi="Lô rỗng bị từ chối.", en="An empty batch is refused."),
        empty_batch,
    ),
    Check(
        "refusal-names-the-request",
        Text(
            vi="Lời từ chối nói rõ yêu cầu nào trong lô.",
            en="A refusal says which request of the batch it is about.",
        ),
        place_in_the_batch,
    ),
    Check(
        "refusal-ten-million-cells",
        Text(
            vi="Quá 10 triệu ô bị từ chối, kích thước giữ nguyên.",
            en="More than ten million cells are refused, and the size stays.",
        ),
        too_many_cells,
    ),
    Check(
        "refusal-without-input-option",
        Text(vi="Thiếu valueInputOption thì bị từ chối.", en="Values without an input option are refused."),
        option_missing,
    ),
    Check(
        "refusal-list-as-value",
        Text(vi="Danh sách đặt vào chỗ của giá trị bị từ chối.", en="A list in place of a value is refused."),
        list_as_value,
    ),
    Check(
        "large-write-is-accepted",
        Text(vi="Một lần ghi 1,9 MB được chấp nhận.", en="A write of 1.9 MB is accepted."),
        large_write,
    ),
    Check(
        "last-write-wins",
        Text(
            vi="Không có so sánh trước khi ghi: lần ghi sau thắng.",
            en="Nothing is compared before writing: the last write wins.",
        ),
        last_one_wins,
    ),
)

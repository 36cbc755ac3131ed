"""Nothing that staff type becomes a formula in a cell that we write, and numbers stay numbers."""

from __future__ import annotations

import io
import warnings
from datetime import date

import openpyxl
import pytest

from sync import run
from tests.promise.looking import formulas_we_wrote, owned_columns, values
from tests.promise.payloads import PAYLOADS
from tests.promise.small_office import ACCOUNTS, JOURNAL, LEDGER, LEDGER_TABS, STORE, opened, write_small_office


def row(number, payload):
    """A journal line that holds a payload wherever staff may type a text, and whose finding repeats it."""
    return [
        date(2026, 11, 6),
        f"PC{number:04d}",
        1,
        payload,
        payload if number % 2 else "1111",
        payload if number % 3 == 0 else -1_000,
        None,
        payload,
        payload,
        payload,
    ]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    accounts = [*ACCOUNTS, *([f"6{number:03d}", payload, 1_000, None] for number, payload in enumerate(PAYLOADS))]
    journal = [JOURNAL[0], *(row(number, payload) for number, payload in enumerate(PAYLOADS, start=1))]
    tabs = {**LEDGER_TABS, "Tài khoản": accounts, "Nhật ký chung": journal}
    office = write_small_office(tmp_path_factory.mktemp("injection") / "office", ledger=tabs)
    with opened(office) as session:
        assert run.sync(session).status == "ok"
    return office / LEDGER


@pytest.fixture(scope="module")
def store(ledger):
    return ledger.with_name(STORE)


def our_cells(path):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    contents = values(path)
    for sheet in book.worksheets:
        columns = owned_columns(contents[sheet.title])
        for line in sheet.iter_rows():
            for cell in line:
                if cell.value is not None and (sheet.title.startswith("⚙") or cell.column_letter in columns):
                    yield sheet.title, cell


def test_there_are_two_hundred_payloads():
    assert len(PAYLOADS) == len(set(PAYLOADS)) == 200


def test_no_cell_that_we_write_is_a_formula(ledger, store):
    assert formulas_we_wrote(ledger) == formulas_we_wrote(store) == []
    assert {cell.data_type for _, cell in our_cells(ledger)} <= {"s", "n", "d", "b", "inlineStr"}


def test_what_staff_typed_is_repeated_as_text(ledger):
    texts = "\n".join(str(cell.value) for _, cell in our_cells(ledger) if cell.data_type == "s")
    repeated = [payload for payload in PAYLOADS if payload.strip() in texts]

    assert len(repeated) > len(PAYLOADS) // 2, "the payloads do reach our cells, or this would prove nothing"


def test_texts_that_begin_like_a_formula_are_texts(ledger):
    suspicious = [cell for _, cell in our_cells(ledger) if str(cell.value).lstrip()[:1] in set("=+@＝＋＠")]

    assert suspicious
    assert all(cell.data_type == "s" for cell in suspicious)


def test_negative_numbers_stay_numbers(store):
    numbers = [cell.value for _, cell in our_cells(store) if cell.data_type == "n"]

    assert min(numbers) < 0

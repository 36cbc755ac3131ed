"""How documents are packed: small ones as they are, large ones compressed, and both come back equal."""

from datetime import date
from decimal import Decimal

import pytest

from sync.store.codec import pack, unpack


def document(size):
    return {"text": "Đã ghi " * size, "amount": Decimal("1.50"), "day": date(2026, 11, 20), "none": [None, True, 1.5]}


@pytest.mark.parametrize("size", [0, 10, 1000])
def test_a_document_comes_back_as_it_was(size):
    assert unpack(pack(document(size))) == document(size)


@pytest.mark.parametrize("plain", [None, "x", [], {}, 0, True])
def test_a_plain_value_is_not_taken_for_compressed_bytes(plain):
    assert unpack(pack(plain)) == plain


def test_a_large_document_takes_less_room_than_its_text():
    assert len(pack(document(1000))) < 1000

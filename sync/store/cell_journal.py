"""The cell journal: what a write found and left in every cell, kept in compressed blocks of one column each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection

from sync.backends.base import Edits
from sync.planning.plan import Block
from sync.store.base import Structure
from sync.store.codec import decode_column, encode_column, pack, unpack
from sync.store.database import journal

PART_CELLS: Final = 5_000
"""Cells in one stored part of a block, so that no value of the database grows without bound."""


def save_blocks(connection: Connection, write_id: int, blocks: Sequence[Block]) -> None:
    """Add the blocks of a write to the journal."""
    rows = [
        {
            "write_id": write_id,
            "block": number,
            "part": part,
            "tab": block.tab,
            "sheet_column": block.column,
            "title": block.title,
            "cells": len(data_rows),
            "data": data,
        }
        for number, block in enumerate(blocks)
        for part, (data_rows, data) in enumerate(_parts(block))
    ]
    if rows:
        connection.execute(insert(journal), rows)


def _parts(block: Block) -> Iterator[tuple[Sequence[int], bytes]]:
    for start in range(0, len(block), PART_CELLS):
        here = slice(start, start + PART_CELLS)
        rows = list(block.rows[here])
        yield (
            rows,
            pack(
                {
                    "rows": _encode_rows(rows),
                    "keys": list(block.keys[here]),
                    "before": encode_column(block.before[here]),
                    "after": encode_column(block.after[here]),
                    "reasons": encode_column(block.reasons[here]),
                }
            ),
        )


def _encode_rows(rows: list[int]) -> dict[str, list[int]]:
    """Return rows without a gap, as most are, as the first and last of them."""
    first, last = rows[0], rows[-1]
    return {"span": [first, last]} if rows == list(range(first, last + 1)) else {"each": rows}


def _decode_rows(stored: dict[str, list[int]]) -> Sequence[int]:
    if "each" in stored:
        return stored["each"]
    first, last = stored["span"]
    return range(first, last + 1)


def load_blocks(connection: Connection, write_id: int) -> list[Block]:
    """Return the blocks of a write as they were saved, in their order."""
    found = connection.execute(
        select(journal).where(journal.c.write_id == write_id).order_by(journal.c.block, journal.c.part)
    ).mappings()
    return [_block(list(parts)) for _, parts in groupby(found, key=lambda part: part["block"])]


def _block(parts: Sequence[Any]) -> Block:
    rows: list[int] = []
    keys: list[str] = []
    before: list[Any] = []
    after: list[Any] = []
    reasons: list[str] = []
    for part in parts:
        document = unpack(part["data"])
        rows += _decode_rows(document["rows"])
        keys += document["keys"]
        before += decode_column(document["before"])
        after += decode_column(document["after"])
        reasons += decode_column(document["reasons"])
    first = parts[0]
    return Block(first["tab"], first["sheet_column"], first["title"], rows, keys, before, after, reasons)


def structure_of(edits: Edits) -> Structure:
    """Return the owned columns and tabs that edits add."""
    return Structure(
        columns=tuple((tab.title, new.column, new.title) for tab in edits.tabs for new in tab.new_columns),
        tabs=tuple(tab.title for tab in edits.new_tabs),
    )


def pack_structure(structure: Structure) -> bytes:
    """Return a structure as bytes."""
    return pack({"columns": [list(column) for column in structure.columns], "tabs": list(structure.tabs)})


def unpack_structure(data: bytes) -> Structure:
    """Return the structure that :func:`pack_structure` was given."""
    document = unpack(data)
    return Structure(
        columns=tuple((tab, column, title) for tab, column, title in document["columns"]),
        tabs=tuple(document["tabs"]),
    )

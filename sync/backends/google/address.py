"""Addresses of spreadsheets: their ids, and links that open a cell."""

from __future__ import annotations

import re
from typing import Final

_ID: Final = re.compile(r"/spreadsheets/(?:u/\d+/)?d/([\w-]+)")


def spreadsheet_id(location: str) -> str:
    """Return the id in a spreadsheet's address; an id by itself is returned as it is."""
    found = _ID.search(location)
    return found.group(1) if found else location


def link_template(spreadsheet: str) -> str:
    """Return the address of a cell with ``{tab_id}`` and ``{address}`` left open."""
    return f"https://docs.google.com/spreadsheets/d/{spreadsheet}/edit#gid={{tab_id}}&range={{address}}"

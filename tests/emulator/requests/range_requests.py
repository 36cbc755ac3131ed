"""Requests about ranges with a name, a protection or a filter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from tests.emulator.errors import invalid, protected
from tests.emulator.fields import updated
from tests.emulator.grid.area import area_of
from tests.emulator.grid.book import Book
from tests.emulator.grid.defaults import with_colour_styles
from tests.emulator.grid.protection import may_edit
from tests.emulator.grid.sheet import Sheet
from tests.emulator.requests.handling import Context, Handler, mask_of
from tests.emulator.requests.search_requests import sort_range
from tests.emulator.values.locales import locale_named
from tests.emulator.values.reading import Rendering, rendered

Json = dict[str, Any]
RANGE_NAME = re.compile(r"^[A-Za-z_\u00c0-\uffff][\w\u00c0-\uffff.]{0,249}$")
LIKE_A_CELL = re.compile(r"^(?:[A-Za-z]{1,3}[0-9]+|[Rr][0-9]+[Cc][0-9]+|true|false)$", re.IGNORECASE)


def located(book: Book, name: str, key: str, number: Any, what: str) -> tuple[Sheet, int]:
    """The sheet and place of an object by its number.

    Raises:
        ApiError: 400 when there is none.
    """
    for sheet in book.sheets:
        for index, item in enumerate(getattr(sheet, name)):
            if item[key] == number:
                return sheet, index
    raise invalid(f"No {what} with id: {number}")


def taken(book: Book, name: str, key: str) -> set[int]:
    """The numbers that objects of a kind have."""
    return {item[key] for sheet in book.sheets for item in getattr(sheet, name)}


# --- named ranges


def add_named_range(context: Context, body: Json) -> Json:
    """addNamedRange."""
    book = context.book
    named = body.get("namedRange") or {}
    name = named.get("name") or ""
    _check_name(book, name)
    if named.get("range") is None:
        raise invalid("No range is specified.")
    number = named.get("namedRangeId") or str(book.new_number(set()))
    kept = {"namedRangeId": number, "name": name, "range": context.full_range(named["range"])}
    book.named_ranges.append(kept)
    return {"namedRange": kept}


def _check_name(book: Book, name: str, besides: str = "") -> None:
    if not RANGE_NAME.match(name) or LIKE_A_CELL.match(name):
        raise invalid(f"The name '{name}' is invalid: it must begin with a letter or underscore and hold no spaces.")
    for other in book.named_ranges:
        if other["name"].casefold() == name.casefold() and other["namedRangeId"] != besides:
            raise invalid(f"A named range with the name {name} already exists.")


def _named(book: Book, number: Any) -> int:
    for index, named in enumerate(book.named_ranges):
        if named["namedRangeId"] == number:
            return index
    raise invalid(f"No named range with id: {number}")


def update_named_range(context: Context, body: Json) -> None:
    """updateNamedRange."""
    book = context.book
    named = body.get("namedRange") or {}
    index = _named(book, named.get("namedRangeId"))
    new = updated(book.named_ranges[index], named, mask_of(body, "NamedRange"))
    _check_name(book, new.get("name") or "", besides=new["namedRangeId"])
    book.named_ranges[index] = new | {"range": context.full_range(new["range"])}


def delete_named_range(context: Context, body: Json) -> None:
    """deleteNamedRange."""
    del context.book.named_ranges[_named(context.book, body.get("namedRangeId"))]


# --- protected ranges


def add_protected_range(context: Context, body: Json) -> Json:
    """addProtectedRange: the caller is among the editors, and can always edit."""
    book = context.book
    given = body.get("protectedRange") or {}
    place = given.get("range")
    if place is None and given.get("namedRangeId"):
        place = book.named_ranges[_named(book, given["namedRangeId"])]["range"]
    if place is None:
        raise invalid("No range is specified.")
    number = given.get("protectedRangeId") or book.new_number(taken(book, "protected", "protectedRangeId"))
    kept: Json = {"protectedRangeId": number, "range": context.full_range(place)}
    sheet = book.sheet_of(place)
    for name in ("namedRangeId", "description", "warningOnly", "unprotectedRanges"):
        if given.get(name):
            kept[name] = given[name]
    if not given.get("warningOnly"):
        kept["editors"] = _editors(given.get("editors") or {}, context.user)
    if area_of(place) == area_of({}):
        kept["range"] = {"sheetId": sheet.sheet_id} if sheet.sheet_id else {}
    sheet.protected.append(kept)
    return {"protectedRange": kept | {"requestingUserCanEdit": True}}


def _editors(given: Mapping[str, Any], user: str) -> Json:
    users = list(dict.fromkeys([*(given.get("users") or ()), *([user] if user else ())]))
    found: Json = {"users": users} if users else {}
    if given.get("groups"):
        found["groups"] = given["groups"]
    if given.get("domainUsersCanEdit"):
        found["domainUsersCanEdit"] = True
    return found


def _protection(context: Context, number: Any) -> tuple[Sheet, int]:
    sheet, index = located(context.book, "protected", "protectedRangeId", number, "protected range")
    if not may_edit(context.book, sheet.protected[index], context.user):
        raise protected()
    return sheet, index


def update_protected_range(context: Context, body: Json) -> None:
    """updateProtectedRange, by one of its editors."""
    given = body.get("protectedRange") or {}
    sheet, index = _protection(context, given.get("protectedRangeId"))
    mask = {name: below for name, below in mask_of(body, "ProtectedRange").items() if name != "requestingUserCanEdit"}
    new = updated(sheet.protected[index], given, mask)
    new = {name: value for name, value in new.items() if value is not False}
    if new.get("warningOnly"):
        new.pop("editors", None)
    else:
        new["editors"] = _editors(new.get("editors") or {}, context.user)
    sheet.protected[index] = new


def delete_protected_range(context: Context, body: Json) -> None:
    """deleteProtectedRange, by one of its editors."""
    sheet, index = _protection(context, body.get("protectedRangeId"))
    del sheet.protected[index]


# --- filters


def set_basic_filter(context: Context, body: Json) -> None:
    """setBasicFilter: without sides it covers the whole grid; rows that its criteria hide are marked."""
    given = body.get("filter") or {}
    sheet, _ = context.box(given.get("range") or {}, editing=False)
    kept = with_colour_styles(given) | {"range": context.full_range(given.get("range") or {})}
    sheet.basic_filter = {name: value for name, value in kept.items() if value}
    if kept.get("sortSpecs"):
        rows = kept["range"] | {"startRowIndex": kept["range"]["startRowIndex"] + 1}
        sort_range(context, {"range": rows, "sortSpecs": kept["sortSpecs"]})
    _hide_filtered(context, sheet)


def _hide_filtered(context: Context, sheet: Sheet) -> None:
    hidden: dict[int, set[str]] = {}
    if sheet.basic_filter is not None:
        for column, criteria in (sheet.basic_filter.get("criteria") or {}).items():
            hidden[int(column)] = set(criteria.get("hiddenValues") or ())
        for spec in sheet.basic_filter.get("filterSpecs") or ():
            criteria = spec.get("filterCriteria") or {}
            hidden[spec.get("columnIndex") or 0] = set(criteria.get("hiddenValues") or ())
    place = sheet.box(sheet.basic_filter["range"]) if sheet.basic_filter else None
    locale = locale_named(context.book.locale)
    for row, line in enumerate(sheet.rows):
        filtered = False
        if place is not None and place.top < row < place.bottom:
            filtered = any(
                rendered(context.book, sheet, row, column, sheet.cell(row, column), Rendering(), locale) in values
                for column, values in hidden.items()
            )
        if filtered != line.filtered:
            sheet.rows[row] = line._replace(filtered=filtered)


def clear_basic_filter(context: Context, body: Json) -> None:
    """clearBasicFilter: hidden rows come back."""
    sheet = context.book.sheet_of(body)
    sheet.basic_filter = None
    _hide_filtered(context, sheet)


def add_filter_view(context: Context, body: Json) -> Json:
    """addFilterView."""
    book = context.book
    given = with_colour_styles(body.get("filter") or {})
    sheet, _ = context.box(given.get("range"), editing=False)
    number = given.get("filterViewId") or book.new_number(taken(book, "filter_views", "filterViewId"))
    title = given.get("title") or f"Filter {len(sheet.filter_views) + 1}"
    kept = given | {"filterViewId": number, "title": title, "range": context.full_range(given["range"])}
    sheet.filter_views.append(kept)
    return {"filter": kept}


def duplicate_filter_view(context: Context, body: Json) -> Json:
    """duplicateFilterView."""
    book = context.book
    sheet, index = located(book, "filter_views", "filterViewId", body.get("filterId"), "filter view")
    old = sheet.filter_views[index]
    number = book.new_number(taken(book, "filter_views", "filterViewId"))
    kept = old | {"filterViewId": number, "title": f"Copy of {old['title']}"}
    sheet.filter_views.append(kept)
    return {"filter": kept}


def update_filter_view(context: Context, body: Json) -> None:
    """updateFilterView."""
    given = with_colour_styles(body.get("filter") or {})
    number = given.get("filterViewId")
    sheet, index = located(context.book, "filter_views", "filterViewId", number, "filter view")
    sheet.filter_views[index] = updated(sheet.filter_views[index], given, mask_of(body, "FilterView"))


def delete_filter_view(context: Context, body: Json) -> None:
    """deleteFilterView."""
    sheet, index = located(context.book, "filter_views", "filterViewId", body.get("filterId"), "filter view")
    del sheet.filter_views[index]


HANDLERS: dict[str, Handler] = {
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "updateFilterView": update_filter_view,
    "deleteFilterView": delete_filter_view,
}

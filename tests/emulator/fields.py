"""Field masks: which parts of an answer are wanted, and which parts of a resource an update touches.

A mask is a tree of names; an empty branch means everything below. `a.b`, `a/b`, `a(b,c)` and `*` are understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from tests.emulator.errors import invalid, violations

Mask = dict[str, Any]
TOKEN = re.compile(r"[A-Za-z0-9_\-]+|\*|[./,()]")
EVERYTHING = "*"


class MaskSyntaxError(ValueError):
    """A mask that cannot be read."""


def parse_mask(text: str) -> Mask:
    """Read a mask.

    Raises:
        MaskSyntaxError: Brackets do not match, or something else stands there.
    """
    tokens = TOKEN.findall(text)
    if "".join(tokens) != re.sub(r"\s+", "", text):
        raise MaskSyntaxError(text)
    mask, rest = _parse_list(tokens, 0)
    if rest != len(tokens) or not mask:
        raise MaskSyntaxError(text)
    return mask


def _parse_list(tokens: list[str], at: int) -> tuple[Mask, int]:
    mask: Mask = {}
    while True:
        at = _parse_path(tokens, at, mask)
        if at >= len(tokens) or tokens[at] != ",":
            return mask, at
        at += 1


def _parse_path(tokens: list[str], at: int, mask: Mask) -> int:
    here = mask
    while True:
        if at >= len(tokens) or tokens[at] in ".,/()":
            raise MaskSyntaxError(" ".join(tokens))
        whole = tokens[at] in here and not here[tokens[at]]
        below = here.setdefault(tokens[at], {})
        at += 1
        if at < len(tokens) and tokens[at] in "./":
            here, at = ({} if whole else below), at + 1
            continue
        if at < len(tokens) and tokens[at] == "(":
            inner, at = _parse_list(tokens, at + 1)
            if at >= len(tokens) or tokens[at] != ")":
                raise MaskSyntaxError(" ".join(tokens))
            if not whole:
                _merge(below, inner)
            return at + 1
        below.clear()
        return at


def _merge(mask: Mask, other: Mask) -> None:
    for name, below in other.items():
        if name in mask and (not mask[name] or not below):
            mask[name] = {}
        else:
            _merge(mask.setdefault(name, {}), below)


class Selected(dict[str, Any]):
    """A part of an answer that holds nothing but what the mask names, so that :func:`select` need not look again."""


def select(data: Any, mask: Mask) -> Any:
    """The parts of an answer that a mask names; lists are walked through, absent parts stay absent."""
    if not mask or EVERYTHING in mask or isinstance(data, Selected):
        return data
    if isinstance(data, list):
        return [select(item, mask) for item in data]
    if isinstance(data, Mapping):
        return {name: select(item, mask[name]) for name, item in data.items() if name in mask}
    return data


def below(mask: Mask | None, *path: str) -> Mask | None:
    """The part of a mask that holds below a path that it names; None where everything is asked for."""
    for name in path:
        if not mask or EVERYTHING in mask:
            return None
        mask = mask.get(name, {})
    return mask or None


def wants(mask: Mask | None, *path: str) -> bool:
    """Does the mask ask for something at or below a path? No mask asks for everything."""
    here = mask
    for name in path:
        if not here or EVERYTHING in here:
            return True
        if name not in here:
            return False
        here = here[name]
    return True


def answer_mask(text: str, known: Callable[[tuple[str, ...]], bool]) -> Mask:
    """The mask of an answer, refused where it names what the schema does not have.

    Raises:
        ApiError: 400 with Google's text.
    """
    try:
        mask = parse_mask(text)
    except MaskSyntaxError:
        raise _bad_answer_mask(text) from None
    for path in paths(mask):
        if not known(path):
            raise _bad_answer_mask(".".join(path))
    return mask


def _bad_answer_mask(path: str) -> Exception:
    text = f"Error expanding 'fields' parameter. Cannot find matching fields for path '{path}'."
    return violations([(path, text)], "Request contains an invalid argument.")


def paths(mask: Mask, before: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """Every path from the root to a leaf, without the star."""
    found: list[tuple[str, ...]] = []
    for name, below in mask.items():
        if name == EVERYTHING:
            if before:
                found.append(before)
        elif below:
            found += paths(below, (*before, name))
        else:
            found.append((*before, name))
    return found


def update_mask(text: str | None, *, known: Callable[[tuple[str, ...]], bool] = lambda path: True) -> Mask:
    """The mask of an update.

    Raises:
        ApiError: 400 when there is none, or it names what does not exist.
    """
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    try:
        mask = parse_mask(text)
    except MaskSyntaxError:
        raise invalid(f"Invalid field: {text}") from None
    for path in paths(mask):
        if not known(path):
            raise invalid(f"Invalid field: {'.'.join(path)}")
    return mask


def updated(old: Mapping[str, Any], new: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """A resource after an update: named parts come from `new`, and those that it lacks fall back to their default."""
    if not mask or EVERYTHING in mask:
        whole: dict[str, Any] = without_nulls(dict(new))
        return whole
    result = dict(old)
    for name, below in mask.items():
        value = new.get(name)
        if below and isinstance(result.get(name) or value or {}, Mapping):
            inner = updated(result.get(name) or {}, value or {}, below)
            if inner:
                result[name] = inner
            else:
                result.pop(name, None)
        elif value is None:
            result.pop(name, None)
        else:
            result[name] = without_nulls(value)
    return result


def without_nulls(value: Any) -> Any:
    """JSON null counts as absent in a request."""
    if isinstance(value, Mapping):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value

"""The search language of files.list, as far as it goes: comparisons joined by and, or, not and brackets."""

from __future__ import annotations

import re
from collections.abc import Callable

from tests.emulator.drive.files import DriveFile, iso
from tests.emulator.errors import ApiError, DriveReason

Test = Callable[[DriveFile], bool]
TOKEN = re.compile(r"""\s*("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|!=|<=|>=|[=<>()]|[A-Za-z]+)""")


def parse_query(text: str, user: str) -> Test:
    """The test that a query makes.

    Raises:
        ApiError: 400 as Drive words it.
    """
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = TOKEN.match(text, at)
        if not match:
            raise _bad()
        tokens.append(match.group(1))
        at = match.end()
    if not tokens:
        return lambda _: True
    parser = _Parser(tokens, user)
    test = parser.any_of()
    if parser.tokens:
        raise _bad()
    return test


def _bad() -> ApiError:
    reason = DriveReason("invalid", location="q")
    return ApiError(400, "Invalid Value", "INVALID_ARGUMENT", drive=reason)


class _Parser:
    def __init__(self, tokens: list[str], user: str) -> None:
        self.tokens = tokens
        self.user = user

    def take(self) -> str:
        if not self.tokens:
            raise _bad()
        return self.tokens.pop(0)

    def any_of(self) -> Test:
        tests = [self.all_of()]
        while self.tokens and self.tokens[0].lower() == "or":
            self.take()
            tests.append(self.all_of())
        return lambda found: any(test(found) for test in tests)

    def all_of(self) -> Test:
        tests = [self.one()]
        while self.tokens and self.tokens[0].lower() == "and":
            self.take()
            tests.append(self.one())
        return lambda found: all(test(found) for test in tests)

    def one(self) -> Test:
        token = self.take()
        if token.lower() == "not":
            inner = self.one()
            return lambda found: not inner(found)
        if token == "(":
            inner = self.any_of()
            if self.take() != ")":
                raise _bad()
            return inner
        return self.comparison(token)

    def comparison(self, left: str) -> Test:
        operator, right = "=", "true"
        if self.tokens and self.tokens[0] not in {"and", "or", ")"}:
            operator, right = self.take().lower(), _text(self.take())
        if left[0] in "\"'":
            left, right = right, _text(left)
        test = self.tests(left, operator, right).get(left)
        if test is None:
            raise _bad()
        return test

    def tests(self, left: str, operator: str, right: str) -> dict[str, Test]:
        return {
            "name": lambda found: _compared(operator, found.name, right),
            "mimeType": lambda found: _compared(operator, found.mime, right),
            "trashed": lambda found: (found.trashed is (right == "true")) != (operator == "!="),
            "parents": lambda found: right in found.parents,
            "owners": lambda found: (self.user if right == "me" else right) == found.owner,
            "writers": lambda found: found.role_of(right) in {"writer", "owner"},
            "readers": lambda found: found.role_of(right) is not None,
            "sharedWithMe": lambda found: (found.owner != self.user) is (right == "true"),
            "starred": lambda found: right != "true",
            "modifiedTime": lambda found: _ordered(operator, iso(found.modified), right),
            "createdTime": lambda found: _ordered(operator, iso(found.created), right),
        }


def _text(token: str) -> str:
    return re.sub(r"\\(.)", r"\1", token[1:-1]) if token[0] in "\"'" else token


def _compared(operator: str, value: str, wanted: str) -> bool:
    if operator == "contains":
        return any(word.startswith(wanted.casefold()) for word in _words(value))
    same = value.casefold() == wanted.casefold()
    return same if operator == "=" else not same


def _words(value: str) -> list[str]:
    lowered = value.casefold()
    return [lowered[match.start() :] for match in re.finditer(r"\S+", lowered)] or [lowered]


def _ordered(operator: str, value: str, wanted: str) -> bool:
    value, wanted = value[:19], wanted[:19].ljust(19, "0")
    return {
        "=": value == wanted,
        "!=": value != wanted,
        "<": value < wanted,
        ">": value > wanted,
        "<=": value <= wanted,
        ">=": value >= wanted,
    }.get(operator, False)

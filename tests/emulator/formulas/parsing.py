"""Formulas as trees: numbers, texts, references, operators and calls."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from tests.emulator.formulas.references import REFERENCE, parse_reference


class Node(NamedTuple):
    """A part of a formula: its kind, its own value and its parts."""

    kind: str
    value: Any = None
    parts: tuple[Node, ...] = ()


class FormulaSyntaxError(ValueError):
    """A formula that cannot be read; its cell shows #ERROR!."""


NUMBER = re.compile(r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+")
NAME = re.compile(r"[A-Za-z_\u00c0-\uffff][\w.\u00c0-\uffff]*")
OPERATORS = ("<>", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "^", "&", "%", "(", ")", ",", ";", "{", "}")
BINDING = {"<": 1, ">": 1, "=": 1, "<>": 1, "<=": 1, ">=": 1, "&": 2, "+": 3, "-": 3, "*": 4, "/": 4, "^": 6}


def parse_formula(text: str) -> Node:
    """The tree of a formula.

    Raises:
        FormulaSyntaxError: It cannot be read.
    """
    return _Parser(_tokens(text.removeprefix("="))).whole()


def _tokens(text: str) -> list[Node]:
    found = []
    at = 0
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        token, at = _token(text, at)
        found.append(token)
    return found


def _token(text: str, at: int) -> tuple[Node, int]:
    if text.startswith("#REF!", at):
        return Node("gone"), at + 5
    match = REFERENCE.match(text, at)
    if match and match.group("range") is None:
        return Node("text", match.group(0)[1:-1].replace('""', '"')), match.end()
    if match:
        return Node("reference", parse_reference(match.group("title"), match.group("range"))), match.end()
    match = NUMBER.match(text, at)
    if match:
        return Node("number", float(match.group(0))), match.end()
    match = NAME.match(text, at)
    if match:
        return Node("name", match.group(0)), match.end()
    for operator in OPERATORS:
        if text.startswith(operator, at):
            return Node("operator", operator), at + len(operator)
    raise FormulaSyntaxError(text)


class _Parser:
    """Reads tokens by the binding power of operators."""

    def __init__(self, tokens: list[Node]) -> None:
        self.tokens = tokens
        self.at = 0

    def whole(self) -> Node:
        tree = self.expression(0)
        if self.at != len(self.tokens):
            raise FormulaSyntaxError("rest")
        return tree

    def next_operator(self) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at].kind == "operator":
            found: str = self.tokens[self.at].value
            return found
        return ""

    def take(self, operator: str) -> None:
        if self.next_operator() != operator:
            raise FormulaSyntaxError(operator)
        self.at += 1

    def expression(self, power: int) -> Node:
        left = self.prefix()
        while True:
            operator = self.next_operator()
            if operator == "%":
                self.at += 1
                left = Node("percent", parts=(left,))
            elif BINDING.get(operator, 0) > power:
                self.at += 1
                left = Node("binary", operator, (left, self.expression(BINDING[operator])))
            else:
                return left

    def prefix(self) -> Node:
        operator = self.next_operator()
        if operator in {"-", "+"}:
            self.at += 1
            return Node("unary", operator, (self.expression(7),))
        if operator == "(":
            self.at += 1
            inner = self.expression(0)
            self.take(")")
            return inner
        if self.at >= len(self.tokens) or operator:
            raise FormulaSyntaxError("end")
        token = self.tokens[self.at]
        self.at += 1
        if token.kind == "name" and self.next_operator() == "(":
            return Node("call", token.value.upper(), self.arguments())
        return token

    def arguments(self) -> tuple[Node, ...]:
        self.take("(")
        found: list[Node] = []
        if self.next_operator() == ")":
            self.at += 1
            return ()
        while True:
            found.append(Node("empty") if self.next_operator() in {",", ";", ")"} else self.expression(0))
            if self.next_operator() not in {",", ";"}:
                break
            self.at += 1
        self.take(")")
        return tuple(found)

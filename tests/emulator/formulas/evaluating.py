"""The effective value of a cell: its own, or what its formula computes."""

from __future__ import annotations

from typing import Any

from tests.emulator.formulas.functions import FUNCTIONS, FormulaError, compared, number, single, text, truth
from tests.emulator.formulas.parsing import FormulaSyntaxError, Node, parse_formula
from tests.emulator.formulas.references import Corner, Reference
from tests.emulator.grid.book import Book
from tests.emulator.grid.cell import CellError, Effective, Formula
from tests.emulator.grid.sheet import Sheet
from tests.emulator.values.serial import serial_of_moment

BUSY = object()
ARITHMETIC_TEXT = "Function DIVIDE parameter 2 cannot be zero."


def effective(book: Book, sheet: Sheet, row: int, column: int) -> Effective:
    """The value that a cell shows; formulas are computed once and kept until the spreadsheet changes."""
    value = sheet.cell(row, column).value
    if not isinstance(value, Formula):
        return value
    book.refresh()
    place = (sheet.sheet_id, row, column)
    if place in book.computed:
        found = book.computed[place]
        return CellError("REF", "Circular dependency detected.") if found is BUSY else found
    book.computed[place] = BUSY
    result = _computed(book, sheet, value.text)
    book.computed[place] = result
    return result


def _computed(book: Book, sheet: Sheet, formula: str) -> Effective:
    try:
        result = single(_Evaluator(book, sheet).value(parse_formula(formula)))
    except FormulaError as problem:
        return problem.error
    except FormulaSyntaxError:
        return CellError("ERROR", "Formula parse error.")
    except (ArithmeticError, ValueError):
        return CellError("NUM", "The result is no number.")
    except (IndexError, TypeError):
        return CellError("N_A", "Wrong number or kind of arguments.")
    if result is None:
        return 0
    if isinstance(result, float) and result.is_integer() and abs(result) < 2**53:
        return int(result)
    found: Effective = result
    return found


class _Evaluator:
    """Walks the tree of one formula."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self.book = book
        self.sheet = sheet

    def value(self, node: Node) -> Any:
        if node.kind in {"number", "text"}:
            return node.value
        if node.kind == "reference":
            return self.block(node.value)
        if node.kind == "call":
            return self.call(node)
        if node.kind == "binary":
            return self.binary(node)
        if node.kind == "percent":
            return number(self.value(node.parts[0])) / 100
        if node.kind == "unary":
            return self.unary(node)
        return self.other(node)

    def unary(self, node: Node) -> Any:
        value = self.value(node.parts[0])
        return -number(value) if node.value == "-" else single(value)

    def other(self, node: Node) -> Any:
        if node.kind == "empty":
            return None
        if node.kind == "gone":
            raise FormulaError(CellError("REF", "Reference does not exist"))
        name = node.value
        if name.upper() in {"TRUE", "FALSE"}:
            return name.upper() == "TRUE"
        for named in self.book.named_ranges:
            if named["name"].casefold() == name.casefold():
                sheet = self.book.sheet_of(named["range"])
                return self.cells(sheet, sheet.box(named["range"]))
        raise FormulaError(CellError("NAME", f"Unknown range name: '{name}'."))

    def call(self, node: Node) -> Any:
        name, parts = node.value, node.parts
        if name == "IF":
            chosen = 1 if truth(self.value(parts[0])) else 2
            return self.value(parts[chosen]) if len(parts) > chosen else False
        if name in {"IFERROR", "IFNA"}:
            try:
                return single(self.value(parts[0]))
            except FormulaError:
                return self.value(parts[1]) if len(parts) > 1 else ""
        if name in {"NOW", "TODAY"}:
            self.book.timely = True
            now = serial_of_moment(self.book.now())
            return now if name == "NOW" else int(now)
        function = FUNCTIONS.get(name)
        if function is None:
            raise FormulaError(CellError("NAME", f"Unknown function: '{name}'."))
        return function([self.value(part) for part in parts])

    def binary(self, node: Node) -> Any:
        left, right = (self.value(part) for part in node.parts)
        if node.value == "&":
            return text(left) + text(right)
        if node.value in {"+", "-", "*", "/", "^"}:
            return _arithmetic(node.value, number(left), number(right))
        return _comparison(node.value, single(left), single(right))

    def block(self, reference: Reference) -> Any:
        sheet = self.sheet
        if reference.title is not None:
            found = self.book.sheet_titled(reference.title)
            if found is None:
                raise FormulaError(CellError("REF", f"Unresolved sheet name '{reference.title}'."))
            sheet = found
        return self.cells(sheet, _sides(sheet, reference))

    def cells(self, sheet: Sheet, sides: tuple[int, int, int, int]) -> Any:
        top, bottom, left, right = sides
        if bottom > len(sheet.rows) or right > len(sheet.columns):
            raise FormulaError(CellError("REF", "Reference does not exist"))
        return [
            [effective(self.book, sheet, row, column) for column in range(left, right)] for row in range(top, bottom)
        ]


def _sides(sheet: Sheet, reference: Reference) -> tuple[int, int, int, int]:
    first: Corner = reference.first
    last = reference.last or first
    rows = sorted(row for row in (first.row, last.row) if row is not None)
    columns = sorted(column for column in (first.column, last.column) if column is not None)
    top = rows[0] if rows else 0
    bottom = rows[1] + 1 if len(rows) == 2 else len(sheet.rows)
    left = columns[0] if columns else 0
    right = columns[1] + 1 if len(columns) == 2 else len(sheet.columns)
    return top, bottom, left, right


def _arithmetic(operator: str, left: float, right: float) -> float:
    if operator == "/":
        if right == 0:
            raise FormulaError(CellError("DIVIDE_BY_ZERO", ARITHMETIC_TEXT))
        return left / right
    if operator == "^":
        return float(left**right)
    return {"+": left + right, "-": left - right, "*": left * right}[operator]


def _comparison(operator: str, left: Any, right: Any) -> bool:
    left, right = _blank_like(left, right), _blank_like(right, left)
    if isinstance(left, str) and isinstance(right, str):
        return compared(operator, left.casefold(), right.casefold())
    ranks = [_rank(left), _rank(right)]
    if ranks[0] != ranks[1]:
        return compared(operator, *ranks)
    return compared(operator, left, right)


def _blank_like(value: Any, other: Any) -> Any:
    if value is not None:
        return value
    return "" if isinstance(other, str) else 0


def _rank(value: Any) -> int:
    if isinstance(value, bool):
        return 2
    return 1 if isinstance(value, str) else 0

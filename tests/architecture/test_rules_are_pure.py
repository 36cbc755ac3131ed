"""No floats in the rules; no clock, no chance and no file in what is promised to be pure."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RULES = sorted((ROOT / "rules").rglob("*.py"))
PURE = [*RULES, *sorted((ROOT / "sync" / "reading").rglob("*.py")), *sorted((ROOT / "sync" / "planning").rglob("*.py"))]

MAY_COUNT_IN_FLOATS = {"rules/core/statistics.py"}
MAY_READ_ITS_OWN_DATA = {"rules/statutory/loading.py"}
IMPURE_MODULES = {"random", "secrets", "time", "socket", "subprocess", "os", "shutil", "tempfile", "urllib", "uuid"}
IMPURE_CALLS = {"now", "today", "utcnow", "open", "read_text", "read_bytes", "write_text", "write_bytes", "getenv"}


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def nodes_of(path):
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def floats_in(nodes):
    for node in nodes:
        if (isinstance(node, ast.Constant) and isinstance(node.value, float)) or (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float"
        ):
            yield node.lineno


def impurities_in(nodes):
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] in IMPURE_MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in IMPURE_MODULES:
            yield node.module
        elif isinstance(node, ast.Call):
            function = node.func
            called = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
            if called in IMPURE_CALLS:
                yield called


@pytest.mark.parametrize("path", RULES, ids=name_of)
def test_rules_count_in_decimals(path):
    if name_of(path) not in MAY_COUNT_IN_FLOATS:
        assert list(floats_in(nodes_of(path))) == []


@pytest.mark.parametrize("path", PURE, ids=name_of)
def test_rules_reading_and_planning_ask_neither_clock_nor_disk(path):
    if name_of(path) not in MAY_READ_ITS_OWN_DATA:
        assert list(impurities_in(nodes_of(path))) == []


@pytest.mark.parametrize("code", ["x = 0.5", "x = float(y)", "x = 1e3"])
def test_a_float_would_be_seen(code):
    assert list(floats_in(ast.walk(ast.parse(code)))) == [1]


@pytest.mark.parametrize(
    "code",
    ["import time", "from os import environ", "date.today()", "open('x')", "path.read_text()", "import urllib.request"],
)
def test_an_impurity_would_be_seen(code):
    assert len(list(impurities_in(ast.walk(ast.parse(code))))) == 1

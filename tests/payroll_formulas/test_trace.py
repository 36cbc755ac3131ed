from __future__ import annotations

from decimal import Decimal

from rules.core.trace import Traced, total, walk


def test_a_total_sums_its_lines_and_keeps_them():
    first, second = Traced("first", Decimal(2)), Traced("second", Decimal(3))
    both = total("both", (first, second))
    assert both.amount == 5
    assert both.children == (first, second)


def test_a_total_of_nothing_is_zero():
    assert total("nothing", ()).amount == 0


def test_walking_goes_through_the_tree_parents_first():
    leaf = Traced("leaf", Decimal(1))
    tree = total("root", (total("branch", (leaf,)), leaf))
    assert [line.name for line in walk(tree)] == ["root", "branch", "leaf", "leaf"]

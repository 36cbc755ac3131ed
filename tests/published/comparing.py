"""Compares computed with published figures, by the kind of each output."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

RELATIVE = Decimal("1e-6")
NEAR_ZERO = Decimal("1e-9")


def differences(
    kinds: Mapping[str, str], computed: Mapping[str, object], expected: Mapping[str, object], tolerance: Decimal | None
) -> list[str]:
    """Return one text for each published output that the computed one does not match.

    Raises:
        KeyError: An expected output was not computed.
    """
    found = []
    for name, value in expected.items():
        if name not in computed:
            raise KeyError(f"{name} was not computed")
        if not agree(kinds[name], computed[name], value, tolerance):
            found.append(f"{name}: computed {computed[name]}, published {value}")
    return found


def agree(kind: str, computed: object, expected: object, tolerance: Decimal | None) -> bool:
    if kind.startswith("["):
        return _lists_agree(kind[1:-1], computed, expected, tolerance)
    if kind.startswith("{"):
        return len(computed) == len(expected) and set(computed) == set(expected)
    if kind.startswith("<"):
        kinds = dict(part.split("=") for part in kind[1:-1].split())
        return set(computed) == set(expected) and all(
            agree(kinds[key], computed[key], expected[key], tolerance) for key in expected
        )
    if kind in {"text", "count"}:
        return computed == expected
    return _amounts_agree(kind, Decimal(computed), Decimal(expected), tolerance)


def _lists_agree(kind: str, computed: list, expected: list, tolerance: Decimal | None) -> bool:
    return len(computed) == len(expected) and all(
        agree(kind, one, other, tolerance) for one, other in zip(computed, expected, strict=True)
    )


def _amounts_agree(kind: str, computed: Decimal, expected: Decimal, tolerance: Decimal | None) -> bool:
    if kind == "vnd" and computed != computed.to_integral_value():
        raise ValueError(f"an amount in VND is whole, not {computed}")
    difference = abs(computed - expected)
    if tolerance is not None:
        return difference <= tolerance
    if kind == "vnd":
        return difference == 0
    return difference <= (abs(expected) * RELATIVE if expected else NEAR_ZERO)

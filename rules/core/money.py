"""Money: rounding to the smallest unit of a currency, once an item, half away from zero."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from typing import Final

# ISO 4217 minor units other than two decimals.
_WITHOUT_DECIMALS: Final = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG"}
    | {"RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF"}
)
_WITH_THREE_DECIMALS: Final = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_MINOR_UNITS: Final = dict.fromkeys(_WITHOUT_DECIMALS, 0) | dict.fromkeys(_WITH_THREE_DECIMALS, 3)

# A quotient such as a wage over 26 days does not terminate, so its last digit of 28 is off. Twelve decimals are far
# finer than any real difference between two amounts and far coarser than that error: an exact half stays a half.
_GUARD: Final = Decimal("1e-12")
_WIDE: Final = Context(prec=60)


def settle(amount: Decimal) -> Decimal:
    """Remove the error of a non-terminating division, so that an exact half or whole is seen as one."""
    return amount.quantize(_GUARD, rounding=ROUND_HALF_UP, context=_WIDE)


def minor_units(currency: str) -> int:
    """Return the decimals of a currency by its ISO 4217 code: 0 for VND, 2 for USD, 3 for KWD."""
    return _MINOR_UNITS.get(currency.upper(), 2)


def round_money(amount: Decimal, currency: str = "VND") -> Decimal:
    """Round an amount to the smallest unit of its currency, half away from zero.

    Each item of each person or period is rounded once, by this function; totals are sums of rounded items.

    Args:
        amount: The unrounded amount, in the currency.
        currency: Its ISO 4217 code.
    """
    smallest = Decimal(1).scaleb(-minor_units(currency))
    return settle(amount).quantize(smallest, rounding=ROUND_HALF_UP, context=_WIDE) + 0  # + 0: no negative zero


def round_up(quantity: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    """Return the smallest multiple of ``step`` that is not below ``quantity``; a step of zero changes nothing."""
    return _to_multiple(quantity, step, ROUND_CEILING)


def round_down(quantity: Decimal, step: Decimal = Decimal(1)) -> Decimal:
    """Return the largest multiple of ``step`` that is not above ``quantity``; a step of zero changes nothing."""
    return _to_multiple(quantity, step, ROUND_FLOOR)


def _to_multiple(quantity: Decimal, step: Decimal, rounding: str) -> Decimal:
    if step == 0:
        return quantity
    steps = settle(quantity / step).quantize(Decimal(1), rounding=rounding, context=_WIDE)
    return steps * step + 0

"""The normal distribution for stock formulas: the only module of the rules that computes in binary floating point.

Quantiles and densities have no exact decimal value; 15 significant digits are more than any stock figure needs. Every
function takes and returns Decimal.
"""

from __future__ import annotations

from decimal import Decimal
from statistics import NormalDist
from typing import Final

_STANDARD: Final = NormalDist()
_DIGITS: Final = 15


def normal_quantile(probability: Decimal) -> Decimal:
    """Return z with P(Z <= z) = ``probability`` for a standard normal Z: 0.95 gives 1.6448536...

    Args:
        probability: A fraction strictly between 0 and 1.

    Raises:
        ValueError: The probability is not strictly between 0 and 1.
    """
    if not 0 < probability < 1:
        raise ValueError(f"a probability between 0 and 1 was expected, not {probability}")
    return _decimal(_STANDARD.inv_cdf(float(probability)))


def _decimal(value: float) -> Decimal:
    return Decimal(f"{value:.{_DIGITS}g}")

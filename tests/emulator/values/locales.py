"""What the locales of spreadsheets differ in, as far as the emulator goes: en_US, en_GB, vi_VN, de_DE, fr_FR."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Locale:
    """How numbers and dates are typed and shown.

    Attributes:
        decimal, group: Separators within numbers.
        month_first: Is 1/2 the second of January?
        separators: What may stand between the numbers of a date.
        date: Default pattern of a date.
        currency: Pattern of an amount, and the signs that may be typed beside one.
        arguments: What separates the arguments of a function.
    """

    decimal: str = "."
    group: str = ","
    month_first: bool = True
    separators: str = "/-"
    date: str = "m/d/yyyy"
    time: str = "h:mm:ss am/pm"
    currency: str = '"$"#,##0.00'
    signs: tuple[str, ...] = ("$",)
    arguments: str = ","


LOCALES = {
    "en_US": Locale(),
    "en_GB": Locale(month_first=False, date="dd/mm/yyyy", time="hh:mm:ss", currency='"£"#,##0.00', signs=("£",)),
    "vi_VN": Locale(",", ".", False, "/-", "dd/mm/yyyy", "hh:mm:ss", '#,##0.00\\ "₫"', ("₫", "đ", "VND"), ";"),
    "de_DE": Locale(",", ".", False, "./-", "dd.mm.yyyy", "hh:mm:ss", '#,##0.00\\ "€"', ("€",), ";"),
    "fr_FR": Locale(",", "\u202f", False, "/-", "dd/mm/yyyy", "hh:mm:ss", '#,##0.00\\ "€"', ("€",), ";"),
}


def locale_named(name: str) -> Locale:
    """The locale of a spreadsheet; one that the emulator does not know counts as en_US."""
    return LOCALES.get(name, LOCALES["en_US"])

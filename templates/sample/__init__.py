"""The sample company: a Vietnamese trading company made from a seed, with mistakes as bookkeepers make them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from templates.sample.generator import Answer


def write_company(folder: Path, seed: int = 2026) -> list[Answer]:
    """Write the sample company's workbooks and its ``office.toml`` into a folder.

    Args:
        folder: an existing folder.
        seed: any number; equal seeds give equal companies.

    Returns:
        Every finding that its mistakes must lead to; the answer key is not written anywhere.
    """
    # The generator beside this module must not load any rule, which making a workbook does.
    from templates.sample.office import write_office  # noqa: PLC0415

    return write_office(folder, seed)

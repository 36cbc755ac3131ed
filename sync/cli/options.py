"""The options that all commands share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal

import typer

OfficeOption = Annotated[
    Path | None,
    typer.Option("--office", metavar="DIR", help="Office folder; by default the nearest one with an office.toml."),
]
AsOfOption = Annotated[
    datetime | None,
    typer.Option("--as-of", metavar="DATE", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Day of the run, as 2026-11-20."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Write one JSON document to standard output.")]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Show errors only.")]
LanguageOption = Annotated[
    Literal["vi", "en"] | None, typer.Option("--lang", help="Language of what is shown; by default the office's.")
]

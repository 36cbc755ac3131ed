"""The daemon's log: one event a line, as ``key=value`` or as JSON, to standard output or to a file that is rotated."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any, Final, cast

import structlog

from sync.daemon.base import Log

_FILE_BYTES: Final = 5_000_000
_FILES: Final = 5


@contextmanager
def open_log(*, as_json: bool, file: Path | None = None) -> Iterator[Log]:
    """Open the log.

    What is taken down are events, codes, names of jobs and figures: never a cell, a person or an address.

    Args:
        as_json: whether each line is a JSON object.
        file: a file to write to instead of standard output; it is rotated at 5 MB, and five are kept.
    """
    renderer: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if as_json
        else structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"], drop_missing=True)
    )
    processors = [
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_empty,
        renderer,
    ]
    rotated = None if file is None else _rotated(file)
    try:
        target = structlog.PrintLogger(sys.stdout) if rotated is None else _logger(rotated)
        logger = structlog.wrap_logger(target, processors=processors, wrapper_class=structlog.BoundLogger)
        yield cast("Log", logger)
    finally:
        if rotated is not None:
            rotated.close()


def _without_empty(_logger: object, _method: str, fields: Any) -> Any:
    return {name: value for name, value in fields.items() if value not in (None, "")}


def _rotated(path: Path) -> RotatingFileHandler:
    path.parent.mkdir(parents=True, exist_ok=True)
    return RotatingFileHandler(path, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8")


def _logger(handler: logging.Handler) -> logging.Logger:
    # A logger of its own, unknown to the rest of the process: nothing else ever writes into it.
    logger = logging.Logger("sheetkeeper.daemon")  # noqa: LOG001  (as said)
    logger.addHandler(handler)
    return logger

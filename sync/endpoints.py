"""Where secrets may be sent: over https, or to this computer itself."""

from __future__ import annotations

from typing import Final
from urllib.parse import SplitResult, urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


def is_safe_address(address: str) -> bool:
    """Return whether an address may be sent secrets: over https, or to this computer."""
    return _split_safely(address) is not None


def is_safe_endpoint(address: str) -> bool:
    """Return whether an address names a service as a whole, and may be sent secrets: no path, no user, no query."""
    parts = _split_safely(address)
    return parts is not None and address == f"{parts.scheme}://{parts.netloc}" and "@" not in parts.netloc


def _split_safely(address: str) -> SplitResult | None:
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return None
    schemes = {"http", "https"} if host in LOOPBACK else {"https"}
    return parts if host and parts.scheme in schemes else None

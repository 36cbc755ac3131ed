"""Why no alert came for an item: every reason that holds, with what shows it."""

from sync.why_not.answering import why_not
from sync.why_not.base import Answer, Evidence

__all__ = ["Answer", "Evidence", "why_not"]

"""The self-test: whether the service does what the backend relies on, each thing under a name of its own.

It works on a blank spreadsheet that somebody shares for it, gives every check a tab of its own with the same small
table, and takes all tabs away at the end, also after a failure. It passes on the emulator of the tests, so one command
compares the emulator with the live service.

| Module | What it is about |
|---|---|
| `base` | a check, its tab, and the requests that it makes |
| `following` | anchors of columns and rows follow what people do |
| `filtering` | values written at anchors land where they are meant to |
| `entering` | values are kept as they were written |
| `seeing` | what a read shows |
| `shaping` | tabs, columns, formats, protection, charts |
| `refusing` | refusals and limits |
| `asking` | how it reaches the service |
| `running` | the blank spreadsheet before and after, and all checks in between |
"""

from sync.backends.google.selftest.asking import asking, meaning
from sync.backends.google.selftest.base import Answer, Ask, Check, Seen
from sync.backends.google.selftest.running import (
    CHECKS,
    NotBlankError,
    Report,
    Result,
    UnreadableError,
    selftest,
)

__all__ = [
    "CHECKS",
    "Answer",
    "Ask",
    "Check",
    "NotBlankError",
    "Report",
    "Result",
    "Seen",
    "UnreadableError",
    "asking",
    "meaning",
    "selftest",
]

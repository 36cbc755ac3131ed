"""What a number of histories were made of: counted, so that it can be added up over processes, and told in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from textwrap import fill

from tests.google.histories.history import History

Tally = dict[str, dict[str, int]]


def tally(histories: Sequence[History]) -> Tally:
    """Return how often each act and each moment came, and how the runs ended."""
    moments, acts, ends = Counter[str](), Counter[str](), Counter[str]()
    for one in histories:
        ends[f"{one.outcome}, begun again {one.corrections} times"] += 1
        for (act, moment), count in one.acts.items():
            moments[moment] += count
            acts[act] += count
    return {"moments": dict(moments), "acts": dict(acts), "runs": dict(ends)}


def added(tallies: Iterable[Tally]) -> Tally:
    """Return the sum of some tallies."""
    found: dict[str, Counter[str]] = {"moments": Counter(), "acts": Counter(), "runs": Counter()}
    for one in tallies:
        for kind, counts in one.items():
            found[kind].update(counts)
    return {kind: dict(counts) for kind, counts in found.items()}


def told(counts: Tally) -> str:
    """Return a tally in words."""
    histories, acts = sum(counts["runs"].values()), sum(counts["acts"].values())
    lines = [f"{histories} histories, {acts} acts of staff during their runs"]
    for kind, found in counts.items():
        total = sum(found.values()) or 1
        parts = [
            f"{name} {count} ({count / total:.0%})" for name, count in sorted(found.items(), key=lambda one: -one[1])
        ]
        lines.append(fill(f"{kind}: {'; '.join(parts)}", 120, subsequent_indent="    "))
    return "\n".join(lines)


def between_look_and_write(counts: Tally) -> float:
    """Return which part of the acts fell between a look and the write after it."""
    found = sum(count for moment, count in counts["moments"].items() if moment.startswith("between"))
    return found / sum(counts["moments"].values())

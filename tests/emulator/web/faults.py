"""Faults by script: which request is answered how, and whether it took effect before."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from tests.emulator.errors import ApiError
from tests.emulator.web.accounts import refusal
from tests.emulator.web.messages import Request, Response
from tests.emulator.web.quotas import READ, exhausted

HTML = (
    "<!DOCTYPE html>\n<html lang=en>\n<title>Error {code} ({name})!!1</title>\n<p><b>{code}.</b> <ins>That's an error."
    "</ins>\n<p>The server encountered a temporary error and could not complete your request.<p>Please try again in 30 "
    "seconds.\n</html>\n"
)
TEXTS = {
    500: ("Internal error encountered.", "INTERNAL"),
    502: ("Bad Gateway", "UNAVAILABLE"),
    503: ("The service is currently unavailable.", "UNAVAILABLE"),
    504: ("Deadline exceeded.", "DEADLINE_EXCEEDED"),
}


@dataclass(frozen=True)
class Fault:
    """What goes wrong with one request.

    Attributes:
        name: For the log.
        applied: Did the request take effect before the answer went wrong?
        status: Status of the answer, 0 for its own.
        html: Is the answer an HTML page?
        cut: Is the body cut in half, and the connection closed?
        dropped: Is the connection closed without an answer?
        seconds: How long the answer waits, by the machine's clock.
        problem: The very refusal that is answered.
    """

    name: str
    applied: bool = False
    status: int = 0
    html: bool = False
    cut: bool = False
    dropped: bool = False
    seconds: float = 0.0
    problem: ApiError | None = None

    def spoiled(self, request: Request, response: Response | None) -> Broken:
        """The answer that this fault makes of the right one."""
        if response is None or self.status or self.problem:
            response = self._refusal(request)
        return Broken(response, cut=self.cut, dropped=self.dropped, seconds=self.seconds)

    def _refusal(self, request: Request) -> Response:
        code = self.status or 503
        if self.html:
            page = HTML.replace("{code}", str(code)).replace("{name}", TEXTS.get(code, ("Error", ""))[0])
            return Response(code, page.encode(), "text/html; charset=UTF-8")
        if self.problem is not None:
            problem = self.problem
        elif code == 429:
            problem = exhausted(READ if request.method == "GET" else "write")
        else:
            text, status = TEXTS.get(code, ("Internal error encountered.", "INTERNAL"))
            problem = ApiError(code, text, status)
        return refusal(problem, of_drive="/drive/" in request.path)


@dataclass
class Broken:
    """An answer with what happens to it on the way."""

    response: Response
    cut: bool = False
    dropped: bool = False
    seconds: float = 0.0


def error(code: int) -> Fault:
    """The service answers an error and nothing has happened."""
    return Fault(str(code), status=code)


def html(code: int = 503) -> Fault:
    """The front end answers an error page and nothing has happened."""
    return Fault(f"{code} html", status=code, html=True)


def answering(problem: ApiError) -> Fault:
    """The service answers this refusal and nothing has happened."""
    return Fault(problem.message, problem=problem)


def timeout(seconds: float = 0.0, *, applied: bool = False) -> Fault:
    """No answer comes: the connection stays silent for some time and is closed."""
    return Fault("timeout", applied=applied, dropped=True, seconds=seconds)


def lost_answer() -> Fault:
    """The request took effect, but its answer is lost."""
    return Fault("lost answer", applied=True, dropped=True)


def refused_connection() -> Fault:
    """The connection is closed and nothing has happened."""
    return Fault("refused", dropped=True)


def truncated() -> Fault:
    """The request took effect; half of the answer arrives."""
    return Fault("truncated", applied=True, cut=True)


def slow(seconds: float) -> Fault:
    """The request took effect; the answer waits."""
    return Fault("slow", applied=True, seconds=seconds)


Condition = Callable[[Request], bool]


def anything(request: Request) -> bool:
    """Every request of the services; the exchange of tokens is not one."""
    return not request.path.endswith("/token")


@dataclass
class Planned:
    """A fault that waits for its requests."""

    fault: Fault
    when: Condition
    times: int


class Faults:
    """The faults that are to come."""

    def __init__(self) -> None:
        self.planned: list[Planned] = []

    def add(self, fault: Fault, when: Condition = anything, times: int = 1) -> None:
        """Let a fault happen to the next requests that meet a condition; `times` below zero means always."""
        self.planned.append(Planned(fault, when, times))

    def script(self, faults: Iterable[Fault | None], when: Condition = anything) -> None:
        """Let the next requests that meet a condition go wrong one by one; None lets one pass."""
        for fault in faults:
            self.planned.append(Planned(fault or PASS, when, 1))

    def at(self, number: int, fault: Fault, when: Condition = anything) -> None:
        """Let the request of this number (from 1, counting those that meet the condition) go wrong."""
        self.script([None] * (number - 1) + [fault], when)

    def clear(self) -> None:
        """Forget all faults."""
        self.planned.clear()

    def next(self, request: Request) -> Fault | None:
        """The fault of a request, which is used up by that."""
        for planned in self.planned:
            if planned.times and planned.when(request):
                planned.times -= 1
                self.planned = [other for other in self.planned if other.times]
                return None if planned.fault is PASS else planned.fault
        return None


PASS = replace(Fault("pass"), applied=True)

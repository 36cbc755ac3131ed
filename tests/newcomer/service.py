"""The service in the machine as its operator sees it: its state, its log, its settings."""

import shlex
import time
from datetime import datetime

from tests.newcomer.machine import Machine, MachineError
from tests.newcomer.page import with_sections

SETTINGS = "/srv/office/office.toml"
PROGRAM = "/opt/sheetkeeper/bin/sheetkeeper"
TICK = 15
"""Seconds from one look of the daemon at the clock to the next."""


class Service:
    """The unit `sheetkeeper` of a machine."""

    def __init__(self, machine: Machine):
        self.machine = machine

    def shows(self, name: str) -> str:
        """Return one of its properties."""
        return self.machine.run(f"systemctl show sheetkeeper --property={name} --value").text.strip()

    def active(self) -> bool:
        """Return whether it is at work."""
        return self.machine.run("systemctl is-active sheetkeeper", code=None).text.strip() == "active"

    def log(self) -> list[dict[str, str]]:
        """Return the events since the machine was switched on, with their fields."""
        lines = self.machine.run("journalctl --unit=sheetkeeper --boot --output=cat --quiet").text.splitlines()
        return [
            dict(field.partition("=")[::2] for field in shlex.split(line))
            for line in lines
            if line.startswith("timestamp=")
        ]

    def wait_for(self, event: str, since: int, seconds: float = 60) -> dict[str, str]:
        """Return the first event of a kind behind the first ``since`` ones.

        Raises:
            MachineError: where it does not come in time.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for fields in self.log()[since:]:
                if fields["event"] == event:
                    return fields
            time.sleep(0.1)
        raise MachineError(f"no “{event}” in {seconds} s, but {self.log()[since:]}")

    def wait_until_started(self):
        """Wait until the daemon that systemd started last has read its settings and looks at the clock.

        Raises:
            MachineError: where it does not come so far.
        """
        until = time.monotonic() + 30
        while not any(one["event"] == "daemon started" and one["pid"] == self.shows("MainPID") for one in self.log()):
            if time.monotonic() > until:
                raise MachineError("the daemon did not start")
            time.sleep(0.2)

    def set(self, block: str):
        """Change a section of the settings, and wait until the daemon has read it, where it is at work."""
        if self.active():
            self.wait_until_started()
        since = len(self.log())
        before = self.machine.run(f"cat {SETTINGS}").text
        self.machine.write(SETTINGS, with_sections(before, block))
        if self.active():
            self.wait_for("settings read again", since, 2 * TICK)

    def amid_a_run(self) -> int:
        """Wait for the next run to start; return how many events there were when it had."""
        since = len(self.log())
        started = self.wait_for("run started", since, 90)
        return self.log().index(started) + 1

    def next_run(self) -> dict[str, str]:
        """Wait for a run that starts from now on; return how it ended."""
        return self.wait_for("run ended", self.amid_a_run())

    def command(self, words: str, code: int | None = 0):
        """Have the service's user type a command of ours."""
        return self.machine.run(f"{PROGRAM} {words}", user="sheetkeeper", folder="/srv/office", code=code)


def jobs(*words: str) -> str:
    """Return the section that makes these the jobs."""
    return f"[schedule]\njobs = [{', '.join(f'{word!r}' for word in words)}]\n"


def moment_of(fields: dict[str, str]) -> datetime:
    """Return when an event was."""
    return datetime.fromisoformat(fields["timestamp"])

"""Follows the page as a newcomer does: command after command, settings where it says so."""

import re
from collections.abc import Callable, Iterator

from tests.newcomer.machine import Machine, Said
from tests.newcomer.page import Block, with_sections
from tests.newcomer.service import SETTINGS

DROP_IN = "/etc/systemd/system/sheetkeeper.service.d/override.conf"

UNTIL_CTRL_C = re.compile(r"/sheetkeeper daemon$|^journalctl .*-f$")
EDITOR = re.compile(r"^nano (\S+)$")

SAYS = {
    "sheetkeeper --version": r"^sheetkeeper 0\.1\.0$",
    "sheetkeeper init": r"/srv/office/office\.toml[\s\S]*/srv/office/nhan-su-tien-luong\.xlsx",
    "sheetkeeper sync": r"Lần chạy \d{8}-0001",
    "sheetkeeper check": r"✓ OK +schedule +3 lịch",
    "sheetkeeper status": r"on the last working day of the month at 16:00: payroll",
    "sheetkeeper daemon": r'event="next run" job="daily at 07:30"[\s\S]*event="daemon stopped"',
    "systemd-analyze verify": r"^$",
    "systemctl status": r"Active: active \(running\)",
    "journalctl": r'event="daemon started"',
    "check --send-test": r"you@example\.com",
}
"""What a command has to say, by a part of it; the last part that fits counts."""


class Follower:
    """Does what a page says, and has each step looked at afterwards."""

    def __init__(self, machine: Machine, password: str, report: Callable[[str], None]):
        self.machine, self.password, self.report = machine, password, report
        self.folder = "/root"

    def follow(self, page: Iterator[Block]) -> Iterator[Said]:
        """Do all that some blocks say; yield each command right after it was run."""
        section = ""
        for block in page:
            if block.section != section:
                section = block.section
                self.report(section)
            match block.language:
                case "sh":
                    for command in block.commands:
                        said = self._type(command)
                        self.report(f"  {said.seconds:6.1f} s  {command}")
                        yield said
                case "toml":
                    settings = self.machine.run(f"cat {SETTINGS}").text
                    self.machine.write(SETTINGS, with_sections(settings, block.text))
                    self.report(f"            office.toml: {block.text.splitlines()[0]}")
                case "ini":
                    # What `systemctl edit` does when its editor is closed.
                    self.machine.run(f"mkdir -p {DROP_IN.rpartition('/')[0]}")
                    self.machine.write(DROP_IN, block.text)
                    self.machine.run("systemctl daemon-reload")
                    self.report(f"            systemctl edit: {block.text.splitlines()[1]}")

    def _type(self, command: str) -> Said:
        if command.startswith("cd "):
            self.folder = command.removeprefix("cd ")
        if editor := EDITOR.match(command):
            return self.machine.run(f"cat > {editor[1]}", text=f"{self.password}\n")
        typed = f"timeout --preserve-status -s INT 8 {command}" if UNTIL_CTRL_C.search(command) else command
        if command.startswith("apt-get"):
            typed = f"DEBIAN_FRONTEND=noninteractive {command}"
        said = self.machine.run(typed, folder=self.folder, code=130 if command.startswith("journalctl") else 0)
        wanted = [pattern for part, pattern in SAYS.items() if part in command]
        if wanted:
            assert re.search(wanted[-1], said.text.strip(), re.MULTILINE), f"$ {command}\n{said.text}"
        return said

"""An empty Debian machine in a folder, with a running systemd: made by debootstrap, booted by systemd-nspawn."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

TOOLS = {"debootstrap": "debootstrap", "systemd-nspawn": "systemd-container", "nsenter": "util-linux"}
RELEASE = "bookworm"
BOOT_SECONDS = 90
RESTART = 133
"""The exit code by which systemd-nspawn asks to be started again, since the machine does."""
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


class MachineError(Exception):
    """A command did not end as it should have."""


@dataclass(frozen=True)
class Said:
    """What a command said.

    Attributes:
        command: the command.
        code: its exit code.
        text: what it wrote, errors too.
        seconds: how long it took.
    """

    command: str
    code: int
    text: str
    seconds: float


def what_is_missing() -> str:
    """Return in one line what this computer lacks for such a machine; empty where it lacks nothing."""
    if os.name != "posix" or os.geteuid() != 0:
        return "newcomer: has to be run as root, since it boots a machine of its own"
    lacking = sorted({package for tool, package in TOOLS.items() if shutil.which(tool) is None})
    return f"newcomer: needs {', '.join(lacking)}: apt-get install {' '.join(lacking)}" if lacking else ""


@dataclass
class Machine:
    """A machine that shares the network of this computer, and nothing else.

    Attributes:
        folder: where it is kept; an empty system that was made there before is used again.
        mirror: where Debian is fetched from; empty for debootstrap's own.
        files: files and folders of this computer that the machine needs to reach its registries.
    """

    folder: Path
    mirror: str = ""
    files: tuple[Path, ...] = ()
    _process: subprocess.Popen | None = field(default=None, repr=False)

    @property
    def root(self) -> Path:
        """Return the folder that is the machine's root."""
        return self.folder / "root"

    def make(self):
        """Make it anew, empty but for what it needs to reach its registries."""
        empty = self.folder / "empty"
        if not (empty / "usr/bin/systemctl").exists():
            shutil.rmtree(empty, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            partial = self.folder / "partial"
            shutil.rmtree(partial, ignore_errors=True)
            packages = "--include=systemd-sysv,dbus,nano,ca-certificates"
            words = ["debootstrap", "--variant=minbase", packages, RELEASE, partial, *filter(None, [self.mirror])]
            subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
            partial.rename(empty)
        shutil.rmtree(self.root, ignore_errors=True)
        subprocess.run(["cp", "-a", empty, self.root], check=True)
        (self.root / "etc/hostname").write_text("newcomer\n")
        (self.root / "etc/machine-id").write_text("")
        for file in self.files:
            target = self.root / file.relative_to("/")
            target.parent.mkdir(parents=True, exist_ok=True)
            subprocess.run(["cp", "-rL", "-T", file, target], check=True)

    def boot(self):
        """Switch it on, and wait until all its services are there."""
        words = ["systemd-nspawn", f"--directory={self.root}", "--boot", "--register=no", "--keep-unit"]
        with (self.folder / "console.log").open("ab") as console:
            self._process = subprocess.Popen(
                [*words, "--machine=newcomer", "--resolv-conf=copy-host"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
            )
        self._wait_for_boot()

    def reboot(self):
        """Have it restart, as the power button would; what runs is asked to end."""
        self.run("systemctl reboot")
        if (ended := self._process.wait(BOOT_SECONDS)) != RESTART:
            raise MachineError(f"it ended with {ended} and did not ask to be started again")
        self.boot()

    def cut_power(self):
        """Take the power away: nothing is asked, nothing ends."""
        os.kill(self._leader(), signal.SIGKILL)
        self._process.wait(30)

    def switch_off(self):
        """Switch it off."""
        if self._process is not None and self._process.poll() is None:
            self.run("systemctl poweroff", code=None)
            try:
                self._process.wait(60)
            except subprocess.TimeoutExpired:
                self.cut_power()

    def run(self, command, *, user="", folder="/", code: int | None = 0, seconds=600, text="") -> Said:
        """Run a command in the machine.

        Args:
            command: as one types it.
            user: who types it; root where it is empty.
            folder: where.
            code: how it has to end; None for any way.
            seconds: after how long it is given up.
            text: what is typed in.

        Raises:
            MachineError: where it does not end so.
        """
        leader = self._leader()
        if leader is None:
            raise MachineError(f"the machine is off: {command}")
        inside = ["nsenter", f"--target={leader}", "-m", "-u", "-i", "-n", "-p", "-C", "-r", "-w"]
        clean = ["env", "-i", f"PATH={PATH}", "HOME=/root", "LANG=C.UTF-8", "TERM=dumb"]
        somebody = ["runuser", "-u", user, "--"] if user else []
        words = [*inside, *clean, *somebody, "sh", "-c", f"cd {folder} && {command}"]
        began = time.monotonic()
        ended = subprocess.run(
            words,
            input=text,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=False,
        )
        if code is not None and ended.returncode != code:
            raise MachineError(f"$ {command}\n{ended.stdout}\nexit code {ended.returncode}, not {code}")
        return Said(command, ended.returncode, ended.stdout, time.monotonic() - began)

    def write(self, path: str, text: str):
        """Write a file of the machine, which keeps its owner and rights if it is there already."""
        self.run(f"cat > {path}", text=text)

    def _leader(self) -> int | None:
        """Return the number by which this computer knows the machine's first process; None where it is off."""
        if self._process is None or self._process.poll() is not None:
            return None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for child in children:
            status = Path(f"/proc/{child}/status")
            if status.exists() and (numbers := [one for one in status.read_text().splitlines() if "NSpid" in one]):
                _, outside, *inside = numbers[0].split()
                if inside == ["1"]:
                    return int(outside)
        return None

    def _wait_for_boot(self):
        self._until(self._is_up, f"it did not start, see {self.folder / 'console.log'}")

    def _is_up(self) -> bool:
        try:
            return self.run("systemctl is-system-running", code=None).text.strip() in ("running", "degraded")
        except MachineError:
            return False

    def _until(self, holds, what):
        until = time.monotonic() + BOOT_SECONDS
        while not holds():
            if time.monotonic() > until:
                raise MachineError(what)
            time.sleep(0.5)

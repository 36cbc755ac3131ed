"""Try the page `docs/daemon.md` on an empty machine: `python -m tests.newcomer [FOLDER]`.

The machine is Debian, booted with systemd in a container; a mail server and a receiver of heartbeats lie beside it.
Every command comes from the page itself.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

from tests.newcomer.following import Follower
from tests.newcomer.machine import Machine, MachineError, what_is_missing
from tests.newcomer.outside import ADDRESS, HeartbeatReceiver, office_certificate
from tests.newcomer.page import PAGE, blocks
from tests.newcomer.promises import OUTSIDE, Promises
from tests.support.mail_server import MailServer

ROOT = Path(__file__).parents[2]
PASSWORD = "mat-khau-7431"
STAFF = ("lan", "hoa", "guest")


def main() -> int:
    """Follow the page, see what it promises, follow its last part; return the exit code."""
    options = _arguments()
    if missing := what_is_missing():
        print(missing, file=sys.stderr)
        return 2
    machine = Machine(options.folder.absolute(), options.mirror, tuple(map(Path, options.files)))
    with tempfile.TemporaryDirectory() as folder:
        certificate, public = office_certificate(Path(folder), "smtp.example.com", "hc-ping.com")
        mail = MailServer(
            "starttls",
            certificate,
            sign_in=True,
            host=ADDRESS,
            port=587,
            user="sheetkeeper@example.com",
            password=PASSWORD,
        )
        with mail, HeartbeatReceiver(certificate) as beats:
            try:
                _prepare(machine, Path(folder), public)
                _try(machine, mail, beats)
            except (AssertionError, MachineError, subprocess.SubprocessError) as error:
                print(f"\nnewcomer: {type(error).__name__}: {error}", file=sys.stderr)
                with suppress(MachineError):  # where it is off
                    print(machine.run("journalctl --boot --no-pager -n 40", code=None).text, file=sys.stderr)
                if options.keep:
                    input("the machine is still on; Enter switches it off")
                return 1
            finally:
                machine.switch_off()
    print("newcomer: every command of the page was run, every promise of it seen")
    return 0


def _prepare(machine: Machine, folder: Path, certificate: str):
    """Switch on an empty machine, with the files that the page wants in /root, a share, and staff who have accounts."""
    print("An empty machine")
    machine.make()
    for wheel in _wheels(folder):
        shutil.copy(wheel, machine.root / "root")
    shutil.copy(ROOT / "docs/systemd/sheetkeeper.service", machine.root / "root")
    (machine.root / "root/office-ca.crt").write_text(certificate)
    with (machine.root / "etc/hosts").open("a") as hosts:
        hosts.write(f"127.0.0.1 localhost\n{ADDRESS} smtp.example.com hc-ping.com\n")
    machine.boot()
    machine.run("update-ca-certificates")
    for name in STAFF:
        machine.run(f"useradd --create-home {name}")


def _try(machine: Machine, mail: MailServer, beats: HeartbeatReceiver):
    steps = list(blocks(PAGE.read_text(encoding="utf-8")))
    follower = Follower(machine, PASSWORD, lambda line: print(line, flush=True))
    promises = Promises(machine, mail, beats)
    for said in follower.follow(step for step in steps if re.match(r"\d", step.section)):
        if said.command.startswith("groupadd"):
            # The share outside, which the page takes for granted, belongs to the service's user.
            machine.run(f"install -d -o sheetkeeper -g sheetkeeper -m 2770 {OUTSIDE}")
        if said.command.endswith("--send-test"):
            assert [reader for reader, _ in mail.mails] == ["you@example.com"], mail.mails
    print("What it promises")
    for promise in promises.all():
        _keep(promise)
    for _ in follower.follow(step for step in steps if step.section == "Update"):
        pass
    _keep(promises.the_update_is_at_work)


def _keep(promise):
    name = promise.__name__.replace("_", " ")
    print(f"  {name}: ", end="", flush=True)
    print(promise())


def _wheels(folder: Path) -> list[Path]:
    """Build the wheel of this checkout, and one of the version after it; return both."""
    for version in ("0.1.0", "0.2.0"):
        source = folder / version
        source.mkdir()
        for name in ("sync", "rules", "templates"):
            shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        project = source / "pyproject.toml"
        text = re.sub(r'^version = ".*"$', f'version = "{version}"', project.read_text(), count=1, flags=re.MULTILINE)
        project.write_text(text)
        words = ["wheel", "--quiet", "--no-deps", "--wheel-dir", folder / "dist", source]
        subprocess.run([sys.executable, "-m", "pip", "--disable-pip-version-check", *words], check=True)
    return sorted((folder / "dist").glob("*.whl"))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.newcomer", description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path("build/newcomer"), help="where the machine is kept"
    )
    parser.add_argument("--mirror", default=os.environ.get("NEWCOMER_MIRROR", ""), help="where Debian is fetched from")
    parser.add_argument(
        "--files",
        nargs="*",
        default=os.environ.get("NEWCOMER_FILES", "").split(),
        help="files and folders that the machine needs to reach its registries, as /etc/pip.conf",
    )
    parser.add_argument("--keep", action="store_true", help="leave the machine on where something is wrong")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())

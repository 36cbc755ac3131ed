"""The pages about the schedule and the service say what is so."""

import re
import tomllib
from pathlib import Path

import pytest
import typer

from sync.cli.app import app
from sync.config.sections import SECTIONS
from sync.schedule import Job, parse_job

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "daemon.md").read_text(encoding="utf-8")
MANUAL = (DOCS / "operator.md").read_text(encoding="utf-8")
UNIT = (DOCS / "systemd" / "sheetkeeper.service").read_text(encoding="utf-8")
COMMANDS = typer.main.get_command(app).commands
SETTINGS = [tomllib.loads(block) for block in re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)]
TABLE = MANUAL.split("#### The schedule")[1].split("\nTimes are")[0]
AT_TIMES = re.compile(r"^(?:at|every|lúc|mỗi)\b")


def parts_of_the_table():
    """Yield each part of a job that the manual shows, with what makes it a job."""
    for line in TABLE.splitlines():
        for part in re.findall(r"`([^`]+)`", line):
            if AT_TIMES.match(part):
                yield part
            elif part.startswith(("from", "từ")):
                yield f"every hour {part}"
            else:
                yield f"at 07:30{part}" if part.startswith(":") else f"at 07:30 {part}"


@pytest.mark.parametrize("words", list(parts_of_the_table()))
def test_every_part_of_a_job_in_the_manual_is_understood(words):
    assert isinstance(parse_job(words), Job)


def test_the_settings_on_the_page_are_settings():
    assert {"schedule", "mail", "heartbeat"} <= {name for settings in SETTINGS for name in settings}
    for settings in SETTINGS:
        for name, values in settings.items():
            SECTIONS[name].model_validate(values)
            for job in values.get("jobs", []):
                assert isinstance(parse_job(job), Job), job


def test_the_commands_on_the_page_are_commands():
    typed = re.findall(r"/opt/sheetkeeper/bin/sheetkeeper ([a-z]\S+)([^\n]*)", PAGE)
    assert {command for command, _ in typed} >= {"init", "sync", "check", "status", "daemon"}
    for command, rest in typed:
        known = {name for parameter in COMMANDS[command].params for name in parameter.opts}
        assert {word for word in rest.split() if word.startswith("--")} <= known, command


def test_the_unit_starts_the_daemon_and_gives_it_time_to_end():
    values = dict(line.split("=", 1) for line in UNIT.splitlines() if re.match(r"[A-Z]\w+=", line))
    command, *words = values["ExecStart"].split()
    assert command.endswith("/sheetkeeper")
    assert words[0] in COMMANDS
    assert (values["KillMode"], int(values["TimeoutStopSec"])) == ("mixed", 20)
    assert values["ProtectSystem"] == "strict"
    assert values["NoNewPrivileges"] == "yes"
    assert values["LoadCredential"].startswith("smtp-password:")
    hardening = [
        name for name in values if re.match(r"Protect|Restrict|Private|NoNew|Lock|Memory|System|Capab|Remove", name)
    ]
    assert len(hardening) >= 15


def test_a_run_of_the_service_may_keep_the_group_of_a_workbook():
    filters = [line for line in UNIT.splitlines() if line.startswith("SystemCallFilter=")]
    assert filters[-1] == "SystemCallFilter=@chown"


def test_the_service_starts_without_a_password_too():
    assert "\nSetCredential=smtp-password:\\n\n" in UNIT

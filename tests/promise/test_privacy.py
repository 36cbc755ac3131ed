"""Fifty secrets in an office: none of them in anything that is printed, logged, pinged, or said to a mail server.

What may hold them is told in the operator's manual, under "What is stored where": the workbooks, Sheetkeeper's own
records in a folder of mode 0700, and the mails to the readers of the department.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner

from rules.core.message import Voice
from rules.departments import all_departments
from sync import run, wiring
from sync.cli.app import app
from sync.wiring import open_office
from templates.content import TabContent
from templates.workbooks import build_workbook
from tests.promise.small_office import AS_OF, LEDGER, LEDGER_TABS, write_ledger
from tests.support.mail_server import MailServer

ROOT = Path(__file__).parents[2]
JOB = "daily at 07:30"
USER = "so-sach@example.com"
DRAW = random.Random(50)


def digits(count, first):
    return first + "".join(DRAW.choice("0123456789") for _ in range(count - len(first)))


SALARIES = [int(digits(8, "17")) for _ in range(16)]
PERSONAL_NUMBERS = [digits(12, "0790") for _ in range(10)]
PHONES = [digits(10, "0903") for _ in range(8)]
ACCOUNTS = [digits(13, "9704") for _ in range(6)]
ADDRESSES = [f"số {digits(4, '7')} đường Nguyễn Thị Minh Khai" for _ in range(6)]
PASSWORD, KEY_TEXT, PING = digits(14, "mk-"), digits(40, "-----BEGIN PRIVATE KEY-----MIIE"), digits(20, "ping-")
MISTYPED, RAISED, TOO_LOW = digits(12, "0791"), digits(11, "2391"), digits(7, "31")
SECRETS = [*map(str, SALARIES), *PERSONAL_NUMBERS, *PHONES, *ACCOUNTS, *ADDRESSES, PASSWORD, KEY_TEXT, PING]
SECRETS += [MISTYPED, RAISED, TOO_LOW]
NOWHERE = [PASSWORD, KEY_TEXT, PING, RAISED]
"""Not even in Sheetkeeper's own records."""

SETTINGS = """\
[office]
name = "Công ty Kín"
as_of = 2026-11-20

[workbooks.finance]
location = "so-ke-toan.xlsx"
departments = ["finance"]

[workbooks.payroll]
location = "luong.xlsx"
departments = ["payroll"]

[workbooks.inventory]
location = "kho.xlsx"
departments = ["inventory"]

[mail]
sender = "so-sach@example.com"
{mail}
[mail.recipients]
finance = ["ketoan@example.com"]
payroll = ["nhansu@example.com"]
owner = ["giamdoc@example.com"]

[google]
credentials = "key.json"

[schedule]
jobs = ["daily at 07:30"]

[heartbeat]
url = "http://127.0.0.1:{port}/{ping}"
"""


def forms(secret):
    """Return a secret as it may be written: as it is, and as an amount with either separator."""
    if not secret.isdigit():
        return [secret]
    amount = f"{int(secret):,}"
    return [secret, secret.lstrip("0"), amount, amount.replace(",", "."), amount.replace(",", "\u00a0")]


def leaks(text, secrets=SECRETS):
    return [secret for secret in secrets if any(form in text for form in forms(secret))]


def write_office(folder, port, mail=""):
    folder.mkdir(exist_ok=True)
    (folder / "office.toml").write_text(SETTINGS.format(port=port, ping=PING, mail=mail), encoding="utf-8")
    write_ledger(folder / LEDGER, LEDGER_TABS)
    (folder / "kho.xlsx").write_bytes(b"broken " + PERSONAL_NUMBERS[0].encode())
    for name, text in (("key.json", f'{{"private_key": "{KEY_TEXT}"}}'), ("password.txt", PASSWORD)):
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
    write_payroll(folder / "luong.xlsx")
    return folder


def write_payroll(path):
    """Write wages, of which one is typed as text, one below the minimum, one a number of a person in a wrong column."""
    payroll = next(one for one in all_departments() if one.name == "payroll")
    rows = [
        {
            "code": f"NV{number:03d}",
            "name": ADDRESSES[number % 6] if number == 13 else f"Người {number}",
            "joined": AS_OF.replace(year=2024),
            "salary": salary,
            "position": f"{PERSONAL_NUMBERS[number % 10]} {PHONES[number % 8]} {ACCOUNTS[number % 6]}",
            "department": ADDRESSES[number % 6],
        }
        for number, salary in enumerate(SALARIES)
    ]
    known = next(record for record in payroll.records if record.__name__ == "Employee").model_fields
    rows = [{name: value for name, value in row.items() if name in known} for row in rows]
    rows[2]["salary"] = f"{SALARIES[2]} đồng chẵn"
    rows[3]["joined"] = MISTYPED
    rows[4]["salary"] = int(TOO_LOW)
    rows[5]["other_allowance"] = f"gửi vào {ACCOUNTS[5]}, gọi {PHONES[5]}"
    rows[6]["dependents"] = PERSONAL_NUMBERS[6]
    build_workbook(path, payroll, Voice(), (TabContent("employees", rows),), office="Công ty Kín", as_of=AS_OF)


@contextmanager
def pinged():
    """Give a heartbeat's server, and what it was asked."""
    asked = []

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, asked
        server.shutdown()


@pytest.fixture
def said(monkeypatch):
    """Type commands; return everything that was printed by them so far."""
    monkeypatch.setenv("SHEETKEEPER_DEBUG", "1")
    monkeypatch.setenv("COLUMNS", "400")
    printed = []

    def _said(*words):
        answer = CliRunner().invoke(app, [str(word) for word in words])
        printed.append(f"{words}\n{answer.output}\n{answer.stderr}\n{answer.exception!r}")
        return "\n".join(printed)

    return _said


def bodies(office):
    """Yield reader, subject and decoded text of every mail file."""
    for path in (office / "state" / "outbox").glob("*.eml"):
        mail = message_from_bytes(path.read_bytes(), policy=default)
        yield (
            mail["To"],
            str(mail["Subject"]),
            "\n".join(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"),
        )


def records(office):
    """Return what Sheetkeeper's own files hold besides the database, its workbooks' versions and mails."""
    state = office / "state"
    kept = ("state.sqlite3", "backups", "outbox")
    return "\n".join(
        f"{path.relative_to(state)} {path.read_bytes().decode('utf-8', 'replace')}"
        for path in state.rglob("*")
        if path.is_file() and not path.relative_to(state).as_posix().startswith(kept)
    )


def database(office):
    """Return everything in the database, unpacked as the store would."""
    from sync.store.codec import unpack

    def text(value, table):
        return str(unpack(value) if isinstance(value, bytes) and table != "outbox" else value)

    with closing(sqlite3.connect(office / "state" / "state.sqlite3")) as connection:
        tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [(table, row) for table in tables for row in connection.execute(f"SELECT * FROM {table}")]
    return "\n".join(text(value, table) for table, row in rows for value in row)


def test_there_are_fifty_secrets():
    assert len(set(SECRETS)) >= 50


def test_no_command_prints_a_secret_and_no_mail_tells_one_to_the_wrong_reader(tmp_path, said):
    with pinged() as (port, _):
        office = write_office(tmp_path / "office", port)
        for command in ("check", "plan", "sync", "sync", "status", "plan", "runs", "check", "audit"):
            said(command, "--office", office)
        for command in ("check", "sync", "status", "runs", "audit"):
            printed = said(command, "--office", office, "--json")
        printed = said("sync", "--office", office, "--as-of", "2026-12-01", "--json")
        said("run", "show", "20261120-0001", "--office", office)
        said("why-not", "NV003", "--office", office)
        printed = said("sync", "--office", office, "--as-of", "2026-12-02")
    assert leaks(printed) == []
    mails = list(bodies(office))
    assert {reader for reader, _, _ in mails} >= {"nhansu@example.com", "ketoan@example.com"}
    for reader, subject, body in mails:
        assert leaks(subject) == []
        assert leaks(body, NOWHERE) == []
        if reader != "nhansu@example.com":
            assert leaks(body) == [], reader
    assert leaks(records(office)) == []
    assert leaks(database(office), NOWHERE) == []
    assert (office / "state").stat().st_mode & 0o077 == 0


def test_a_rule_that_raises_tells_nothing_of_what_it_saw(tmp_path, said, monkeypatch):
    def raising(_books, _context):
        wage = RAISED
        raise ValueError(f"cannot digest {wage} of {SALARIES[0]}")

    departments = tuple(replace(one, rules=(*one.rules, raising)) for one in all_departments())
    monkeypatch.setattr(wiring, "_departments", lambda: departments)
    with pinged() as (port, _):
        office = write_office(tmp_path / "office", port)
        printed = said("sync", "--office", office)
        printed = said("sync", "--office", office, "--as-of", "2026-12-01", "--json")
    assert "RUL101" in printed
    assert leaks(printed) == []
    assert leaks(database(office), NOWHERE) == []
    assert not any(leaks(body, [RAISED]) for _, _, body in bodies(office))


def test_a_mail_server_that_repeats_what_it_was_told_is_not_quoted_with_the_password(tmp_path, said):
    reply = f"550 5.1.1 no such user; you are {USER} with {PASSWORD}"
    with pinged() as (port, _), MailServer(sign_in=True, replies={"AUTH": reply}) as server:
        more = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {server.port}\nsecurity = "none"\nuser = "{USER}"\n'
        office = write_office(tmp_path / "office", port, f'{more}password_file = "password.txt"\n')
        for command in ("sync", "check", "status"):
            printed = said(command, "--office", office)
        printed = said("check", "--office", office, "--json")
    assert "no such user" in printed
    assert leaks(printed) == []
    assert leaks(database(office), NOWHERE) == []


@pytest.mark.parametrize("table", ["journal", "runs", "alerts", "outbox"])
def test_a_state_that_fails_in_the_middle_shows_none_of_what_it_was_to_keep(tmp_path, said, table):
    """The text of a database's error may hold the whole statement with its values."""
    with pinged() as (port, _):
        office = write_office(tmp_path / "office", port)
        with open_office(office):
            pass
        with closing(sqlite3.connect(office / "state" / "state.sqlite3")) as connection:
            connection.execute(
                f"CREATE TRIGGER full BEFORE INSERT ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
            connection.commit()
        printed = said("sync", "--office", office)
    assert "disk full" in printed
    assert leaks(printed) == []


def test_the_daemon_logs_and_pings_no_secret(tmp_path):
    with pinged() as (port, asked):
        office = write_office(tmp_path / "office", port)
        with open_office(office) as session:
            run.sync(session)
            job = next(iter(session.office.jobs))
            session.store.save_job_marks({job: datetime.now(UTC) - timedelta(days=3)})
        (office / LEDGER).touch()
        daemon = subprocess.Popen(
            [sys.executable, "-m", "sync", "daemon", "--office", str(office), "--log-file", str(tmp_path / "log")],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "SHEETKEEPER_DEBUG": "1"},
        )
        with daemon:
            wait_for(lambda: "run ended" in log(tmp_path))
            daemon.send_signal(signal.SIGTERM)
            printed = daemon.stdout.read()
        wait_for(lambda: len(asked) >= 2)
    assert "run ended" in log(tmp_path)
    assert leaks(printed + log(tmp_path)) == []
    assert {path.split("/")[1] for path in asked} == {PING}
    assert leaks("".join(asked).replace(PING, "")) == []


def log(folder):
    path = folder / "log"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def wait_for(what, seconds=40):
    done = threading.Event()
    for _ in range(seconds * 10):
        if what():
            return
        done.wait(0.1)
    raise AssertionError("it did not come about")

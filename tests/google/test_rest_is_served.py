"""Google refuses, is out of order or out of reach: what to do is said, everything else is served, and all is made up.

The ledger is a file and the store's workbook a spreadsheet; the commands are typed, and reach the emulator over HTTP.
"""

import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from rules.core.message import Voice
from rules.departments import all_departments
from sync.backends.google.filling import fill
from tests.cli.conftest import run as _run
from tests.demo_google.company import write_key
from tests.emulator.emulator import ACCOUNT, Emulator
from tests.emulator.web import faults
from tests.promise.small_office import AS_OF, STORE, STORE_TABS, write_small_office
from tests.support.google import Hours, client_for

run = _run
ALWAYS = -1
LEDGER_READER, STORE_READER = "ketoan@example.com", "kho@example.com"
OUT_OF_STOCK = "Hết hàng"


@dataclass
class Office:
    """An office of a file and a spreadsheet."""

    folder: Path
    emulator: Emulator
    book: str

    def fails(self, fault, when=faults.anything, after=0):
        """Let every request of Google go wrong from now on, but for the first ones."""
        if after:
            self.emulator.faults.script([None] * after, when)
        self.emulator.faults.add(fault, when, ALWAYS)

    def clock_is_off(self, minutes):
        self.emulator.service.accounts.signing_clock = lambda: time.time() - 60 * minutes

    def mend(self):
        """Do what the message says."""
        self.emulator.faults.clear()
        self.emulator.share(self.book, ACCOUNT, "writer")
        self.clock_is_off(0)
        write_key(self.emulator, self.folder.parent / "key.json")


@pytest.fixture
def office(tmp_path, monkeypatch):
    hours = Hours()
    for module in ("transport", "budget"):
        monkeypatch.setattr(f"sync.backends.google.{module}.Pace", lambda: hours.pace)
    folder = write_small_office(tmp_path / "office")
    (folder / STORE).unlink()
    with Emulator(validate=False) as emulator:
        book = emulator.create_book("Kho", locale="vi_VN").book.book_id
        inventory = next(one for one in all_departments() if one.name == "inventory")
        fill(client_for(emulator), book, inventory, Voice(), STORE_TABS, office="Công ty Thử nghiệm", as_of=AS_OF)
        write_key(emulator, tmp_path / "key.json")
        settings = (folder / "office.toml").read_text(encoding="utf-8").replace(STORE, book)
        section = f'\n[google]\ncredentials = "{tmp_path / "key.json"}"\nendpoint = "{emulator.url}"\n'
        (folder / "office.toml").write_text(settings + section, encoding="utf-8")
        yield Office(folder, emulator, book)


def token_of(request):
    return request.path.endswith("/token")


CASES = {
    "permanent 503": (lambda office: office.fails(faults.html(503)), 3, "WBK127", "run again"),
    "503 from the middle of writing on": (
        lambda office: office.fails(faults.error(503), after=3),
        3,
        "WBK127",
        "run again",
    ),
    "permanent 500 for tokens": (lambda office: office.fails(faults.error(500), token_of), 3, "WBK128", "firewall"),
    "no connection": (lambda office: office.fails(faults.refused_connection()), 3, "WBK128", "firewall"),
    "permanent 429": (lambda office: office.fails(faults.error(429)), 13, "WBK130", "requests_per_minute"),
    "revoked key": (lambda office: office.emulator.service.accounts.revoke(ACCOUNT), 12, "WBK136", "Make a new key"),
    "clock 10 minutes off": (lambda office: office.clock_is_off(10), 12, "WBK137", "clock be set automatically"),
    "not shared": (lambda office: office.emulator.unshare(office.book, ACCOUNT), 3, "WBK121", f"add {ACCOUNT}"),
}


@pytest.fixture(params=CASES.values(), ids=CASES)
def spoiled(request, office):
    """An office of which something is wrong, with what the commands are to say of it."""
    spoil, exit_code, code, fix = request.param
    spoil(office)
    return office, exit_code, code, fix


def by_name(document):
    return {one["name"]: one for one in document["workbooks"]}


def test_the_ledger_is_served_and_the_store_once_all_is_well(run, spoiled):
    office, exit_code, code, _ = spoiled

    left_out = run("sync", "--office", office.folder, "--json")

    books = by_name(left_out.document)
    assert left_out.exit_code == exit_code
    assert left_out.document["status"] == "partial"
    assert (books["inventory"]["status"], books["inventory"]["problem"]["code"]) == ("failed", code)
    assert books["finance"]["status"] == "changed"
    assert books["finance"]["cells_written"] > 0
    assert LEDGER_READER in {mail["to"] for mail in left_out.document["mails"]}

    office.mend()
    made_up = run("sync", "--office", office.folder, "--json")

    books = by_name(made_up.document)
    assert made_up.exit_code == 0
    assert (books["finance"]["status"], books["inventory"]["status"]) == ("unchanged", "changed")
    assert books["inventory"]["cells_written"] > 0
    told = [
        mail["subject"] for one in (left_out, made_up) for mail in one.document["mails"] if mail["to"] == STORE_READER
    ]
    assert [OUT_OF_STOCK in subject for subject in told].count(True) == 1
    assert LEDGER_READER not in {mail["to"] for mail in made_up.document["mails"]}
    quiet = run("sync", "--office", office.folder, "--json").document
    assert [one["cells_written"] for one in quiet["workbooks"]] == [0, 0]
    assert quiet["mails"] == []


def test_the_page_says_what_is_wrong_and_what_to_do(run, spoiled):
    office, exit_code, code, fix = spoiled

    answer = run("sync", "--office", office.folder, "--lang", "en")

    assert answer.exit_code == exit_code
    said = " ".join((answer.stdout + answer.stderr).split())
    assert code in said
    assert fix in said
    assert "PC0001" in said


def test_the_page_of_a_plan_says_so_too(run, office):
    spoil, exit_code, code, fix = CASES["not shared"]
    spoil(office)

    answer = run("plan", "--office", office.folder, "--lang", "en")

    said = " ".join(answer.stdout.split())
    assert answer.exit_code == exit_code
    assert f"{code} " in said
    assert f"{fix} as Editor" in said
    assert "PC0001" in said

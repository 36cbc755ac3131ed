"""What a run, an undo, a mail and a change of settings leave in the audit chain, and that tampering shows."""

import json
import sqlite3
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default

import pytest

from rules.core.message import Voice
from sync import run
from sync.auditing import told
from sync.recovery import recover
from sync.store import Head, open_store
from tests.run.test_a_run import GOODS
from tests.run.test_recovery import kill_at
from tests.support.offices import AS_OF, office_in_memory


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(GOODS)) as made:
        yield made


@pytest.fixture
def database(tmp_path):
    """Change the state behind the product's back."""

    def execute(statement, *values):
        with sqlite3.connect(tmp_path / "state" / "state.sqlite3") as connection:
            found = connection.execute(statement, values).fetchall()
        connection.close()
        return found

    return execute


@pytest.fixture
def entries(database):
    """Return kind, subject and facts of every entry."""
    return lambda: [
        (kind, subject, json.loads(line)["facts"])
        for kind, subject, line in database("SELECT kind, subject, line FROM audit ORDER BY number")
    ]


def kinds(entries):
    return [(kind, facts.get("what", subject)) for kind, subject, facts in entries()]


def set_least(office, value):
    office.backend.workbooks["shop"]["Cài đặt"] = [["Thiết lập", "Giá trị"], ["Ít nhất", value]]


# What is entered


def test_a_run_enters_its_settings_its_mail_and_each_workbook(office, entries):
    made = run.sync(office.session)

    settings, mail, shop = entries()
    assert settings == ("settings", "office.toml", {"run": made.run, "digest": "settings"})
    assert (mail[0], mail[1], mail[2]["run"]) == ("mail", office.mail.sent[0].message_id, made.run)
    assert shop[:2] == ("run", "shop")
    (write,) = office.session.store.writes(made.run)
    assert shop[2].items() >= {"run": made.run, "status": "ok", "writes": 1, "cells": write.cells}.items()


def test_a_first_look_at_old_books_is_an_approval_with_its_number(tmp_path, entries):
    rows = [["Mã", "Số lượng"], *([f"A{number}", -1] for number in range(150))]
    with office_in_memory(tmp_path, {"shop": {"Hàng": rows}}) as office:
        made = run.sync(office.session)
        assert ("approval", "", {"what": "baseline", "run": made.run, "matters": 150}) in entries()


def test_a_run_that_finds_nothing_changed_enters_nothing(office, entries):
    run.sync(office.session)
    before = entries()
    run.sync(office.session)
    assert entries() == before


def test_undo_and_resume_are_approvals(office, entries):
    made = run.sync(office.session)
    before = len(entries())
    run.undo(office.session, made.run)
    run.resume(office.session)

    assert kinds(entries)[before:] == [("approval", "undo"), ("run", "shop"), ("approval", "resume")]
    undone = entries()[before + 1][2]
    assert undone["command"] == f"undo {made.run}"
    assert entries()[-1][2] == {"what": "resume", "run": made.run}


def test_nothing_on_hold_needs_no_approval(office, entries):
    run.resume(office.session)
    assert entries() == []


def test_a_change_of_the_settings_file_is_entered_once(office, entries):
    run.sync(office.session)
    changed = replace(office.session, office=replace(office.session.office, digest="other"))
    for _ in range(2):
        office.session.store.forget_digest()
        run.sync(changed)
    found = [facts["digest"] for kind, subject, facts in entries() if (kind, subject) == ("settings", "office.toml")]
    assert found == ["settings", "other"]


def test_what_staff_set_is_entered_when_it_changes(office, entries):
    def of_shop():
        return [facts["digest"] for kind, subject, facts in entries() if (kind, subject) == ("settings", "shop")]

    run.sync(office.session)
    assert of_shop() == []
    for value in (1, 1, 2, None):
        set_least(office, value)
        office.session.store.forget_digest()
        run.sync(office.session)
    first, second, none = of_shop()
    assert first != second
    assert none == ""


def test_a_run_that_was_cut_short_is_entered_when_it_is_settled(office, entries):
    office.session.store.begin_run("20261120-0009", "sync", AS_OF, office.session.now())
    recover(office.session)
    assert entries() == [
        (
            "run",
            "",
            {
                "run": "20261120-0009",
                "command": "sync",
                "status": "failed",
                "workbook": "",
                "writes": 0,
                "cells": 0,
                "digest": entries()[0][2]["digest"],
            },
        )
    ]


def test_a_write_that_turns_out_made_after_its_run_has_ended_is_entered_again(office, entries):
    made = run.sync(office.session)
    write = office.session.store.writes(made.run)[0]
    office.session.store.prepare_write(
        made.run, "shop", "shop", write.before, write.after, write.token, run.plan(office.session).plans[0]
    )
    recover(office.session)
    assert entries()[-1][2].items() >= {"run": made.run, "workbook": "late", "writes": 2}.items()
    assert run.audit(office.session).fault is None


def test_no_entry_holds_what_stands_in_a_cell_or_who_was_mailed(office, database):
    run.sync(office.session)
    lines = " ".join(line for (line,) in database("SELECT line FROM audit"))
    for secret in ("shop@example.com", "Hàng", "A1", "SHP101", "-1000"):
        assert secret not in lines


# That tampering shows


def test_a_chain_of_several_runs_is_right_and_says_where_it_ends(office):
    made = run.sync(office.session)
    run.undo(office.session, made.run)
    run.resume(office.session)
    run.sync(office.session)

    result = run.audit(office.session)

    assert result.fault is None
    assert result.head == str(office.session.store.audit_head())
    assert result.entries == office.session.store.audit_head().number


TAMPERING = {
    "an entry's words": (
        "UPDATE audit SET line = replace(line, '\"cells\":', '\"cell\":') WHERE kind = 'run'",
        "changed",
    ),
    "an entry's hash": ("UPDATE audit SET hash = substr(hash, 2) || '0' WHERE kind = 'run'", "changed"),
    "an entry taken out": ("DELETE FROM audit WHERE kind = 'mail'", "removed"),
    "the last entry taken out": ("DELETE FROM audit WHERE number = (SELECT max(number) FROM audit)", "removed"),
    "all entries taken out": ("DELETE FROM audit", "removed"),
    "the end forgotten": ("DELETE FROM audit_head", "removed"),
    "an entry put in": (
        "INSERT INTO audit SELECT max(number) + 1, 'approval', '', '{}', '00' FROM audit",
        "inserted",
    ),
    "an entry moved": ("UPDATE audit SET number = 99 WHERE number = (SELECT max(number) FROM audit)", "moved"),
    "a cell of the journal": ("UPDATE journal SET title = 'Khác'", "records"),
    "how a write ended": ("UPDATE writes SET state = 'abandoned'", "records"),
    "a mail that was sent": ("UPDATE outbox SET mime = (SELECT summary FROM runs)", "records"),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_tampering_with_the_state_is_found(office, database, name):
    statement, kind = TAMPERING[name]
    run.sync(office.session)
    assert run.audit(office.session).fault is None

    database(statement)

    assert run.audit(office.session).fault.kind == kind


def test_a_tail_cut_off_with_its_end_is_found_by_a_head_from_a_mail(office, database):
    first = run.sync(office.session)
    run.undo(office.session, first.run)
    mailed = office.session.store.audit_head()
    database("DELETE FROM audit WHERE number = ?", mailed.number)
    database("UPDATE audit_head SET (number, hash) = (SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1)")

    assert run.audit(office.session).fault is None
    fault = run.audit(office.session, Head.parse(str(mailed))).fault
    assert (fault.kind, fault.number) == ("removed", mailed.number)


def test_a_mail_tells_where_the_chain_ended_when_it_was_written(office, database):
    made = run.sync(office.session)
    (mail,) = office.mail.sent
    text = message_from_bytes(mail.mime, policy=default).get_body(("plain",)).get_content()
    number, digest = database("SELECT number, hash FROM audit WHERE kind = 'settings'")[0]
    assert f"audit --head {number}:{digest[:16]}" in " ".join(text.split())
    assert run.audit(office.session, Head.parse(f"{number}:{digest[:16]}")).fault is None
    assert made.mails


def test_the_chain_outlasts_the_history_that_it_tells_of(office):
    run.sync(office.session)
    before = office.session.store.audit_head()
    office.session.store.begin_run("20281120-0001", "sync", date(2028, 11, 20), office.session.now())
    office.session.store.finish_run("20281120-0001", "ok", office.session.now(), {})
    office.session.store.prune(AS_OF + timedelta(days=731))

    assert [one.run_id for one in office.session.store.runs()] == ["20281120-0001"]
    result = run.audit(office.session)
    assert (result.fault, result.entries) == (None, before.number + 1)


def test_a_state_from_before_there_was_a_chain_begins_one(office, tmp_path, database):
    run.sync(office.session)
    office.session.store.close()
    for table in ("audit", "audit_head"):
        database(f"DELETE FROM {table}")
    with open_store(tmp_path / "state" / "state.sqlite3") as store:
        assert store.audit().fault is None
        store.hold("shop", "20261120-0001")
        assert store.audit_head().number == 1
        assert store.audit().fault is None


@pytest.mark.parametrize("language", ["vi", "en"])
def test_what_is_wrong_is_said_with_number_and_matter(office, database, language):
    run.sync(office.session)
    database("UPDATE journal SET title = 'Khác'")
    result = run.audit(office.session)
    said = told(result.fault, Voice(language))
    assert said.code == "AUD106"
    assert "20261120-0001" in said.text(Voice(language))
    assert result.to_json(Voice(language))["fault"]["entry"]["subject"] == "shop"


@pytest.mark.parametrize("step", ["read", "prepare", "complete"])
def test_a_run_that_was_killed_leaves_a_chain_that_is_right_before_and_after_it_is_made_good(office, step):
    kill_at(office, step)
    assert run.audit(office.session).fault is None
    run.sync(office.session)
    result = run.audit(office.session)
    assert result.fault is None
    assert result.head == str(office.session.store.audit_head())

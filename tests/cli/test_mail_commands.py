"""The commands about mails that wait, and the test mail of a check."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from rules.core.text import Text
from sync.mailbox import Mailbox, MailOutcome
from sync.results import CheckLine
from sync.wiring import open_office
from tests.cli.fakes import waiting
from tests.promise.small_office import by_mail_server, write_small_office

SOON = datetime(2026, 11, 20, 8, 35, tzinfo=UTC)
REFUSED = {"code": "MAI107", "error": "550 no such mailbox", "tries": 3}
BUSY = {"code": "MAI106", "error": "451 later", "tries": 1, "next_try": SOON}
RECIPIENTS = '\n[mail.recipients]\nowner = ["Chủ <chu@example.com>"]\ninventory = ["kho@example.com"]\n'


@pytest.fixture(autouse=True)
def answers(engine):
    engine.mailbox_result = Mailbox([waiting(4, **BUSY)], [waiting(2, **REFUSED)], SOON, "mail.example.com:587")
    engine.mail_outcome = MailOutcome([waiting(3)], [], Mailbox())
    engine.lines = [CheckLine("OK", "settings", Text("Tốt", "Fine"))]
    engine.trial = CheckLine("OK", "send-test", Text("Đã gửi", "Sent"))
    return engine


@pytest.fixture
def with_recipients(folder):
    path = folder / "office.toml"
    path.write_text(path.read_text(encoding="utf-8") + RECIPIENTS, encoding="utf-8")
    return folder


COMMANDS = [["mail", "list"], ["mail", "send"], ["mail", "retry"], ["mail", "discard"], ["check", "--send-test"]]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_json_is_one_document_and_nothing_else(run, folder, command):
    answer = run(*command, "--json")
    assert isinstance(answer.document, dict)
    assert (answer.exit_code, answer.stderr) == (0, "")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_quiet_says_nothing(run, folder, command):
    assert run(*command, "--quiet").output == ""


def test_the_list_says_why_each_mail_waits_and_what_to_do(run, folder):
    page = run("mail", "list", "--lang", "en").stdout
    for words in (
        "Mails that wait",
        "Mails that were given up",
        "20/11/2026 08:35",
        "MAI106 mail.example.com:587 does not take the mail for kho@example.com at the moment: 451 later.",
        "MAI107 mail.example.com:587 refused the mail for kho@example.com: 550 no such mailbox.",
        "→ Correct the address under [mail.recipients]",
        "sheetkeeper mail retry",
    ):
        assert words in page


def test_the_list_speaks_vietnamese(run, folder):
    page = run("mail", "list", "--lang", "vi").stdout
    assert "Thư đã thôi thử" in page
    assert "Số   Người nhận" in page
    assert "không nhận thư cho kho@example.com: 550 no such mailbox." in page


def test_an_empty_outbox_is_said(run, folder, engine):
    engine.mailbox_result = Mailbox()
    assert "No mail waits." in run("mail", "list", "--lang", "en").stdout


def test_a_long_list_ends_with_a_count_and_says_a_reason_once(run, folder, engine):
    engine.mailbox_result = Mailbox([], [waiting(number, **REFUSED) for number in range(30)])
    page = run("mail", "list", "--lang", "en").stdout
    assert "… and 10 more." in page
    assert page.count("refused the mail") == 1


def test_the_list_as_json_holds_no_content(run, folder):
    document = run("mail", "list", "--json").document
    assert document["next_at"] == "2026-11-20T08:35:00+00:00"
    (dead,) = document["given_up"]
    assert (dead["number"], dead["to"], dead["code"], dead["tries"]) == (2, "kho@example.com", "MAI107", 3)
    assert set(dead) == {
        *("number", "to", "subject", "run", "urgent", "tries", "code", "message", "fix", "failed_at", "next_try")
    }


def test_mails_are_sent_again_by_their_numbers(run, folder, engine):
    answer = run("mail", "retry", "2", "4", "--lang", "en")
    assert engine.asked[-1] == ("mail retry", (2, 4))
    assert "Mail 3 was sent to kho@example.com." in answer.stdout
    assert answer.exit_code == 0


def test_what_is_left_has_its_own_exit_code(run, folder, engine):
    engine.mail_outcome = MailOutcome([], [], engine.mailbox_result)
    assert run("mail", "retry").exit_code == 3
    assert run("mail", "send", "--json").document["given_up"][0]["number"] == 2


def test_mails_that_were_given_up_can_be_forgotten(run, folder, engine):
    engine.mail_outcome = MailOutcome([], [2], Mailbox())
    assert "1 mails were forgotten." in run("mail", "discard", "2", "--lang", "en").stdout
    assert engine.asked[-1] == ("mail discard", (2,))


@pytest.mark.parametrize(("command", "number"), [("retry", 9), ("discard", 4), ("discard", 9)])
def test_a_mail_that_is_not_there_is_said(run, folder, engine, command, number):
    answer = run("mail", command, number, "--lang", "en")
    assert answer.exit_code == 2
    assert f"CLI125 No mail {number} waits." in answer.stderr
    assert not any(asked[0] == f"mail {command}" for asked in engine.asked)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [([], None), (["kho@example.com"], "kho@example.com"), (["KHO@example.com"], "kho@example.com")],
)
def test_a_check_sends_a_test_mail_to_a_recipient(run, with_recipients, engine, typed, asked):
    answer = run("check", "--send-test", *typed, "--json")
    assert engine.asked[-1] == ("send test", asked)
    assert [check["name"] for check in answer.document["checks"]] == ["settings", "send-test"]


def test_a_test_mail_to_anybody_else_is_refused(run, with_recipients, engine):
    answer = run("check", "--send-test", "evil@example.com", "--lang", "en")
    assert answer.exit_code == 2
    assert "CLI126 “evil@example.com” is not in office.toml" in answer.stderr
    assert "chu@example.com, kho@example.com" in answer.stderr
    assert [asked[0] for asked in engine.asked] == ["open"]


def test_an_address_without_a_test_mail_means_nothing(run, with_recipients, engine):
    answer = run("check", "kho@example.com", "--lang", "en")
    assert answer.exit_code == 2
    assert "CLI127" in answer.stderr
    assert [asked[0] for asked in engine.asked] == ["open"]


def test_a_check_of_one_workbook_is_told_that_all_are_looked_at(run, with_recipients, engine):
    answer = run("check", "kho", "--lang", "en")
    assert answer.exit_code == 2
    assert "CLI143 sheetkeeper check takes no “kho”." in answer.stderr
    assert "Type: sheetkeeper check." in answer.stderr


class TestARealOffice:
    """The same with a real office and a real mail server."""

    @pytest.fixture
    def engine(self):
        """Use the pipeline itself."""
        return type("Engine", (), {})()

    @pytest.fixture
    def server(self, tmp_path):
        with by_mail_server(tmp_path) as running:
            yield running

    @pytest.fixture
    def office(self, tmp_path, server):
        return write_small_office(tmp_path / "office", mail=server.settings)

    def test_a_test_mail_arrives(self, run, office, server):
        answer = run("check", "--send-test", "kho@example.com", "--office", office, "--lang", "en")
        ((reader, content),) = server.mails
        assert reader == "kho@example.com"
        assert b"Auto-Submitted: auto-generated" in content
        assert "took a test mail for kho@example.com" in answer.stdout
        with open_office(office) as session:
            assert session.store.pending_mails() == [], "it is none of the outbox"

    def test_a_test_mail_that_is_refused_fails_with_its_fix(self, run, office, server):
        server.replies["RCPT"] = "550 no such mailbox"
        answer = run("check", "--send-test", "--office", office, "--json")
        assert answer.exit_code == 10
        line = answer.document["checks"][-1]
        assert (line["status"], line["name"]) == ("FAIL", "send-test")
        assert "giamdoc@example.com" in line["text"]
        assert "[mail.recipients]" in line["fix"]

    def test_a_mail_that_was_given_up_is_shown_and_sent_again(self, run, office, server):
        server.replies["RCPT TO:<kho@"] = "550 no such mailbox"
        assert run("sync", "--office", office, "--quiet").exit_code == 0
        for _ in range(2):
            assert run("mail", "retry", "--office", office, "--quiet").exit_code == 3
        dead = run("status", "--office", office, "--json").document["mail"]["given_up"]
        assert [(one["to"], one["code"], one["tries"]) for one in dead] == [("kho@example.com", "MAI107", 3)]
        assert len(server.mails) == 2

        server.replies.clear()
        outcome = json.loads(run("mail", "retry", "--office", office, "--json").stdout)
        assert [one["to"] for one in outcome["sent"]] == ["kho@example.com"]
        assert run("mail", "list", "--office", office, "--json").document["given_up"] == []
        assert sorted(reader for reader, _ in server.mails) == sorted(
            ["ketoan@example.com", "giamdoc@example.com", "kho@example.com"]
        )

    def test_a_wrong_password_keeps_the_mail_and_not_the_run(self, run, office, server, monkeypatch):
        monkeypatch.setenv("SMALL_OFFICE_PASSWORD", "sai-mat-khau-9917")
        assert run("sync", "--office", office, "--quiet").exit_code == 0
        answer = run("status", "--office", office, "--lang", "vi")
        assert "Thư chờ gửi: 3" in answer.stdout
        assert "MAI103" in answer.stdout
        assert "sai-mat-khau-9917" not in answer.output
        waiting_mails = run("mail", "list", "--office", office, "--json").document
        moments = [datetime.fromisoformat(one["failed_at"]) for one in waiting_mails["waiting"]]
        tries = [datetime.fromisoformat(one["next_try"]) for one in waiting_mails["waiting"]]
        assert [later - before for before, later in zip(moments, tries, strict=True)] == [timedelta(minutes=5)] * 3

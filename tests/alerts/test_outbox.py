"""Delivery: each mail at least once, and no mail keeps the others back."""

import smtplib
import socketserver
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.alerts.base import DeliveryError, OutgoingMail, PendingMail
from sync.alerts.outbox import FileTransport, SmtpTransport, connect_smtp, deliver, file_name

NOW = datetime(2026, 11, 20, 7, 30, tzinfo=UTC)
SUBMISSION_CLASSES = smtplib.SMTP


def mail(name="1", to="kho@example.com"):
    mime = b"From: =?utf-8?q?S=E1=BB=95?= <so@example.com>\r\nTo: kho@example.com\r\nSubject: x\r\n\r\nbody\r\n"
    return OutgoingMail(f"<20261120-0001.{name}@example.com>", to, "x", NOW, mime)


class MemoryOutbox:
    """An outbox in memory."""

    def __init__(self, *mails):
        self.waiting = {one.message_id: PendingMail(one, "20261120-0001") for one in mails}
        self.sent = []

    def pending_mails(self):
        return list(self.waiting.values())

    def mark_sent(self, message_id, at):
        self.sent.append(self.waiting.pop(message_id).mail)

    def mark_failed(self, message_id, at, error):
        pending = self.waiting[message_id]
        self.waiting[message_id] = replace(pending, tries=pending.tries + 1, error=error)


class MemoryTransport:
    """A way for mails that refuses what it is told to refuse."""

    def __init__(self, **refused):
        self.refused = refused
        self.delivered = []

    def send(self, mail):
        name = mail.message_id.split(".")[1].split("@")[0]
        if name in self.refused:
            raise DeliveryError("refused", everything=self.refused[name])
        self.delivered.append(mail)


def test_every_pending_mail_is_sent_once_and_marked():
    outbox, transport = MemoryOutbox(mail("a"), mail("b")), MemoryTransport()
    delivered = deliver(outbox, transport, NOW)
    assert [pending.mail for pending in delivered.sent] == transport.delivered == outbox.sent == [mail("a"), mail("b")]
    assert deliver(outbox, transport, NOW).sent == ()


def test_a_mail_that_is_refused_stays_and_the_others_go():
    outbox = MemoryOutbox(mail("a"), mail("b"))
    delivered = deliver(outbox, MemoryTransport(a=False), NOW)
    assert [pending.mail for pending in delivered.failed] == [mail("a")]
    assert outbox.sent == [mail("b")]
    assert outbox.waiting[mail("a").message_id].tries == 1


def test_a_server_out_of_reach_is_tried_once():
    outbox, transport = MemoryOutbox(mail("a"), mail("b")), MemoryTransport(a=True)
    delivered = deliver(outbox, transport, NOW)
    assert len(delivered.failed) == 2
    assert transport.delivered == []
    assert [pending.tries for pending in outbox.pending_mails()] == [1, 0]


def test_a_crash_before_the_mark_delivers_the_file_once(tmp_path):
    class CrashingOutbox(MemoryOutbox):
        def mark_sent(self, message_id, at):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(CrashingOutbox(mail()), FileTransport(tmp_path), NOW)
    (before,) = tmp_path.iterdir()
    written = before.stat().st_mtime_ns
    outbox = MemoryOutbox(mail())
    deliver(outbox, FileTransport(tmp_path), NOW)
    (after,) = tmp_path.iterdir()
    assert (after, after.stat().st_mtime_ns) == (before, written)
    assert outbox.sent == [mail()]


def test_a_mail_becomes_a_file_that_only_the_office_can_read(tmp_path):
    folder = tmp_path / "state" / "outbox"
    FileTransport(folder).send(mail())
    (file,) = folder.iterdir()
    assert file.name == "20261120-0001.1@example.com.eml"
    assert file.read_bytes() == mail().mime
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_file_half_written_by_a_crash_is_written_anew(tmp_path):
    (tmp_path / "20261120-0001.1@example.com.partial").write_bytes(b"half")
    FileTransport(tmp_path).send(mail())
    assert [file.name for file in tmp_path.iterdir()] == ["20261120-0001.1@example.com.eml"]


def test_a_folder_that_cannot_be_made_is_said(tmp_path):
    (tmp_path / "outbox").write_text("a file")
    with pytest.raises(DeliveryError, match="outbox") as caught:
        FileTransport(tmp_path / "outbox").send(mail())
    assert caught.value.everything


@pytest.mark.parametrize(
    "message_id", ["<../../etc/passwd>", "<a/b@x>", "<.hidden>", "<\u202ea>", f"<{'a' * 500}>", "<>"]
)
def test_a_file_name_cannot_leave_the_folder(message_id, tmp_path):
    name = file_name(message_id)
    assert Path(name).name == name
    assert not name.startswith(".")
    assert len(name) < 200
    FileTransport(tmp_path).send(replace(mail(), message_id=message_id))
    assert [file.name for file in tmp_path.iterdir()] == [name]


def test_different_ids_have_different_files():
    assert file_name("<a/b>") != file_name("<a_b>") != file_name("<a:b>")


class Server(socketserver.ThreadingTCPServer):
    """A mail server on this machine that keeps what it is told."""

    daemon_threads = True
    refuse = ""
    farewell = "221 bye"

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.commands = []
        self.mails = []

    def handle_error(self, request, client_address):
        """A client that hangs up in the middle is part of some tests."""

    @property
    def port(self):
        return self.server_address[1]


class Conversation(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        self.say("220 here")
        while line := self.rfile.readline().decode("utf-8", "replace").strip():
            self.server.commands.append(line)
            verb = line.split()[0].upper()
            if self.server.refuse and line.upper().startswith(self.server.refuse):
                self.say("550 no such\tmailbox")
            elif verb == "DATA":
                self.say("354 go on")
                lines = []
                while (text := self.rfile.readline()) != b".\r\n":
                    lines.append(text)
                self.server.mails.append(b"".join(lines))
                self.say("250 taken")
            elif verb == "QUIT":
                if self.server.farewell:
                    self.say(self.server.farewell)
                return
            else:
                self.say("250 fine")


@pytest.fixture
def server():
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


def plain(server, **rest):
    return SmtpTransport("127.0.0.1", server.port, "none", timeout=5, **rest)


def test_a_mail_server_gets_the_mail_for_one_reader(server):
    plain(server).send(mail())
    assert server.mails == [mail().mime]
    assert [line for line in server.commands if line.upper().startswith(("MAIL", "RCPT"))] == [
        "mail FROM:<so@example.com>",
        "rcpt TO:<kho@example.com>",
    ]


@pytest.mark.parametrize("verb", ["RCPT", "MAIL", "DATA"])
def test_a_mail_that_the_server_refuses_concerns_that_mail_only(server, verb):
    server.refuse = verb
    with pytest.raises(DeliveryError, match="550 no such mailbox") as caught:
        plain(server).send(mail())
    assert not caught.value.everything


def test_a_server_that_hangs_up_after_taking_the_mail_has_it(server):
    server.farewell = ""
    plain(server).send(mail())
    assert server.mails == [mail().mime]


def test_a_server_without_log_in_gets_nothing_from_who_must_log_in(server):
    with pytest.raises(DeliveryError, match="log-in as so") as caught:
        plain(server, user="so", password="bí mật").send(mail())
    assert caught.value.everything
    assert server.mails == []


def test_a_password_is_not_shown():
    assert "s3cret" not in repr(SmtpTransport("mail.example.com", 587, user="so", password="s3cret"))


def test_a_server_that_does_not_encrypt_gets_no_mail(server):
    with pytest.raises(DeliveryError) as caught:
        SmtpTransport("127.0.0.1", server.port, "starttls", "so", "bí mật", timeout=5).send(mail())
    assert caught.value.everything
    assert not any(line.upper().startswith(("AUTH", "MAIL")) for line in server.commands)


def test_a_server_that_does_not_speak_tls_is_out_of_reach(server):
    with pytest.raises(DeliveryError) as caught:
        SmtpTransport("127.0.0.1", server.port, "tls", timeout=5).send(mail())
    assert caught.value.everything


def test_a_server_that_is_not_there_is_out_of_reach(server):
    port = server.port
    server.server_close()
    with pytest.raises(DeliveryError, match=str(port)) as caught:
        SmtpTransport("127.0.0.1", port, "none", timeout=5).send(mail())
    assert caught.value.everything


class Line:
    """A connection that does what it is told, in place of an encrypted one."""

    def __init__(self, error=None):
        self.error = error
        self.done = []

    def login(self, user, password):
        self.done.append(("login", user, password))

    def sendmail(self, sender, readers, mime):
        if self.error:
            raise self.error
        self.done.append((sender, readers, mime))

    def quit(self):
        self.done.append("quit")


def over(line):
    return SmtpTransport("mail.example.com", 587, user="so", password="pw", connect=lambda *_: line)


def test_who_must_log_in_does_so_before_the_mail():
    line = Line()
    over(line).send(mail())
    assert line.done == [("login", "so", "pw"), ("so@example.com", ["kho@example.com"], mail().mime), "quit"]


def test_a_connection_that_breaks_concerns_every_mail():
    with pytest.raises(DeliveryError, match="broken") as caught:
        over(Line(smtplib.SMTPServerDisconnected("broken"))).send(mail())
    assert caught.value.everything


def test_a_server_may_answer_in_text():
    with pytest.raises(DeliveryError, match="451 later"):
        over(Line(smtplib.SMTPDataError(451, "later"))).send(mail())


def test_a_mail_without_a_sender_stays_where_it_is():
    with pytest.raises(DeliveryError):
        over(Line()).send(replace(mail(), mime=b"Subject: x\r\n\r\n"))


def test_starttls_begins_before_anything_else_is_said(monkeypatch):
    class Encrypting(SUBMISSION_CLASSES):
        def __init__(self, host, port, timeout):
            super().__init__(timeout=timeout)
            self.context = None

        def starttls(self, *, context):
            self.context = context

    monkeypatch.setattr(smtplib, "SMTP", Encrypting)
    connection = connect_smtp("mail.example.com", 587, "starttls", 5)
    assert connection.context.check_hostname

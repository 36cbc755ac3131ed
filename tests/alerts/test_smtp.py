"""Mails to a real mail server: over TLS, signed in, refused, kept waiting, cut off at every step."""

import base64
import socket

import pytest

from sync.alerts.base import DeliveryError, OutgoingMail
from sync.alerts.outbox import deliver
from sync.alerts.smtp import SmtpTransport, on_the_wire
from tests.alerts.test_outbox import NOW, MemoryOutbox
from tests.support.mail_server import PASSWORD, USER, MailServer, write_certificate

BODY = "".join(f"dòng {number}\r\n" for number in range(50)).encode()


def mail(name="1", to="kho@example.com", body=BODY):
    head = f"From: =?utf-8?q?S=E1=BB=95?= <so-sach@example.com>\r\nMessage-ID: <{name}@x>\r\n\r\n"
    return OutgoingMail(f"<{name}@x>", to, "x", NOW, head.encode() + body)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return write_certificate(tmp_path_factory.mktemp("certificate") / "server.pem")


@pytest.fixture
def trusted(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


def to(server, security=None, **more):
    usual = {"timeout": 5, "last_timeout": 5} | ({"user": USER, "password": PASSWORD} if server.sign_in else {})
    return SmtpTransport("localhost", server.port, security or server.security, **{**usual, **more})


def trouble(transport, one=None):
    with pytest.raises(DeliveryError) as caught:
        transport.send(one or mail())
    return caught.value


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("sign_in", [True, False])
@pytest.mark.parametrize("security", ["none", "starttls", "tls"])
def test_a_server_gets_the_mail_for_one_reader(security, sign_in, certificate):
    with MailServer(security, certificate, sign_in=sign_in) as server:
        to(server).send(mail())
        assert server.mails == [("kho@example.com", mail().mime)]
        assert server.commands[-1] == "QUIT"
        to(server).probe()
        assert len(server.mails) == 1
        assert server.commands[-2:] == ["NOOP", "QUIT"]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_whose_certificate_nobody_vouches_for_gets_nothing(security, certificate):
    with MailServer(security, certificate, sign_in=True) as server:
        error = trouble(to(server))
        assert (error.message.code, error.everything) == ("MAI102", True)
        assert "certificate" in error.detail
        assert not {"AUTH", "MAIL"} & set(server.commands)


def test_a_server_with_a_certificate_of_another_name_gets_nothing(tmp_path, monkeypatch):
    other = write_certificate(tmp_path / "other.pem", "mail.example.com")
    monkeypatch.setenv("SSL_CERT_FILE", str(other))
    with MailServer("starttls", other) as server:
        assert trouble(to(server)).message.code == "MAI102"
        assert server.mails == []


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_does_not_encrypt_gets_neither_mail_nor_password(security):
    with MailServer("none") as server:
        error = trouble(to(server, security, user=USER, password=PASSWORD))
        assert (error.message.code, error.everything) == ("MAI102", True)
        assert not {"AUTH", "MAIL"} & set(server.commands)


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize(
    ("user", "password"),
    [(USER, "wrong"), ("somebody", PASSWORD), (USER, "mật khẩu")],
    ids=["password", "user", "sign"],
)
def test_a_wrong_sign_in_is_said_and_no_mail_goes(user, password, certificate):
    with MailServer("starttls", certificate, sign_in=True) as server:
        error = trouble(to(server, user=user, password=password))
        assert (error.message.code, error.everything) == ("MAI103", True)
        assert server.mails == []


def test_a_server_that_knows_no_sign_in_gets_nothing_from_who_must_sign_in():
    with MailServer("none") as server:
        server.replies["EHLO"] = "250 localhost"
        error = trouble(to(server, user=USER, password=PASSWORD))
        assert (error.message.code, error.everything) == ("MAI103", True)


@pytest.mark.usefixtures("trusted")
def test_a_password_is_never_told_again_even_where_the_server_repeats_it(certificate):
    plain = base64.b64encode(f"\0{USER}\0{PASSWORD}".encode()).decode()
    alone = base64.b64encode(PASSWORD.encode()).decode()
    with MailServer("starttls", certificate, sign_in=True) as server:
        server.replies["AUTH"] = f"535 5.7.8 you said {PASSWORD} or {plain} or {alone}"
        error = trouble(to(server))
        assert "you said" in error.detail
        for secret in (PASSWORD, plain, alone):
            assert secret not in f"{error!r} {error} {error.detail}"
        assert error.__cause__ is None
        assert error.__suppress_context__
    assert PASSWORD not in repr(to(server, password=PASSWORD))


@pytest.mark.parametrize(
    ("command", "reply", "code", "final"),
    [
        ("MAIL", "550 5.7.1 sender not allowed", "MAI107", True),
        ("MAIL", "451 4.3.0 later", "MAI106", False),
        ("RCPT", "550 5.1.1 no such\tmailbox", "MAI107", True),
        ("RCPT", "450 4.2.0 greylisted", "MAI106", False),
        ("DATA", "554 no", "MAI107", True),
        ("DATA", "452 full", "MAI106", False),
        ("TAKEN", "552 5.2.2 mailbox full", "MAI107", True),
        ("TAKEN", "451 4.7.1 later", "MAI106", False),
    ],
)
def test_what_the_server_refuses_concerns_that_mail_only(command, reply, code, final):
    with MailServer(replies={command: reply}) as server:
        error = trouble(to(server))
        assert (error.message.code, error.final, error.everything, error.uncertain) == (code, final, False, False)
        assert error.detail == reply.replace("\t", " ")
        assert server.mails == []


@pytest.mark.parametrize("command", ["MAIL", "RCPT", "DATA", "TAKEN"])
def test_a_server_that_shuts_down_concerns_every_mail(command):
    with MailServer(replies={command: "421 4.3.2 shutting down"}) as server:
        error = trouble(to(server))
        assert (error.message.code, error.everything, error.uncertain) == ("MAI105", True, False)


def test_one_reader_who_is_refused_keeps_no_other_from_getting_mail():
    outbox = MemoryOutbox(*(mail(name, f"{name}@example.com") for name in ("lan", "gone", "minh")))
    with MailServer(replies={"RCPT TO:<gone@": "550 no such mailbox"}) as server:
        deliver(outbox, to(server), NOW)
        assert [reader for reader, _ in server.mails] == ["lan@example.com", "minh@example.com"]
    assert [(one.mail.to, one.code) for one in outbox.pending_mails()] == [("gone@example.com", "MAI107")]


BEFORE = ["HELLO", "EHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA"]


@pytest.mark.usefixtures("trusted")
@pytest.mark.parametrize("command", [*BEFORE, "TEXT", "TAKEN"])
def test_a_mail_is_sent_again_whenever_the_server_hangs_up(command, certificate):
    outbox = MemoryOutbox(mail())
    with MailServer("starttls", certificate, sign_in=True, hangs_up=command) as server:
        deliver(outbox, to(server), NOW)
        (pending,) = outbox.pending_mails()
        in_the_window = command in {"TEXT", "TAKEN"}
        assert pending.code == ("MAI108" if in_the_window else "MAI105")
        server.hangs_up = ""
        deliver(outbox, to(server), pending.next_try)
    assert outbox.waiting == {}
    taken = [content for _, content in server.mails]
    assert taken == [mail().mime] * (2 if command == "TAKEN" else 1), "doubled only in the sending window"


@pytest.mark.parametrize("command", ["HELLO", "EHLO", "MAIL", "RCPT", "DATA", "TAKEN"])
def test_a_server_that_does_not_answer_is_left_in_time(command):
    with MailServer(stalls=command) as server:
        error = trouble(to(server, timeout=0.2, last_timeout=0.3))
        assert (error.everything, error.uncertain) == (True, command == "TAKEN")
        assert error.message.code == ("MAI108" if command == "TAKEN" else "MAI105")


def test_a_server_may_take_its_time_for_a_mail_it_was_given():
    with MailServer(stalls="TAKEN", stall=0.6) as server:
        to(server, timeout=0.2, last_timeout=5).send(mail())
        assert len(server.mails) == 1


def test_a_large_mail_that_is_cut_off_in_the_middle_has_not_arrived():
    with MailServer(hangs_up="TEXT") as server:
        error = trouble(to(server), mail(body=(b"x" * 900 + b"\r\n") * 20_000))
        assert (error.message.code, error.uncertain) == ("MAI105", False)


@pytest.mark.parametrize("goodbye", ["hangs_up", "stalls"])
def test_a_server_that_does_not_say_goodbye_has_the_mail(goodbye):
    with MailServer(**{goodbye: "QUIT"}) as server:
        to(server).send(mail())
        assert len(server.mails) == 1


def test_a_server_that_is_not_there_is_out_of_reach():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    error = trouble(SmtpTransport("127.0.0.1", port, "none", timeout=5))
    assert (error.message.code, error.everything) == ("MAI101", True)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a..b", "x" * 300])
def test_a_server_whose_name_means_nothing_is_out_of_reach(host):
    assert trouble(SmtpTransport(host, 25, "none", timeout=5)).message.code == "MAI101"


@pytest.mark.parametrize(
    ("reader", "mime"),
    [
        ("kho@example.com", b"Subject: x\r\n\r\n"),
        ("kho@example.com", b"From: a@example.com, b@example.com\r\n\r\n"),
        ("kho@example.com>\r\nRCPT TO:<evil@example.com", b"From: so@example.com\r\n\r\n"),
        ("kho@example.com> NOTIFY=SUCCESS", b"From: so@example.com\r\n\r\n"),
    ],
)
def test_a_mail_without_one_sender_and_one_reader_never_reaches_the_server(reader, mime):
    with MailServer() as server:
        error = trouble(to(server), OutgoingMail("<1@x>", reader, "x", NOW, mime))
        assert (error.message.code, error.final) == ("MAI111", True)
        assert server.connections == 0


@pytest.mark.parametrize(
    "content",
    [b"a\r\n.\r\nMAIL FROM:<evil@example.com>\r\n", b"a\n.\nb", b"a\r.\rb", b"\n.\r\n", b".\r\n", b"..", b"a"],
)
def test_no_content_ends_a_mail_early(content):
    with MailServer() as server:
        to(server).send(mail(body=content))
        ((_, taken),) = server.mails
        assert taken.splitlines() == mail(body=content).mime.rstrip().splitlines()
        assert set(server.commands) == {"EHLO", "MAIL", "RCPT", "DATA", "QUIT"}
    assert on_the_wire(b"x\r\n" + content).count(b"\r\n.\r\n") == 1

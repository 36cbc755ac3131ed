"""A corpus of names, addresses, titles and cells that try to add a header, a second reader, or markup."""

import email
import re
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from email.policy import default
from html.parser import HTMLParser

import pytest

from rules.core.message import Voice
from rules.core.text import Text
from sync.addresses import InvalidAddressError, parse_address
from sync.alerts.digest import Desk, make_digests
from sync.alerts.lifecycle import decide
from sync.alerts.mail import Letterhead, render_mail

DAY = date(2026, 11, 20)
LETTERHEAD = Letterhead(
    office_id="office",
    office_name="Công ty Minh An",
    sender="so-sach@example.com",
    run_id="20261120-0001",
    moment=datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=7))),
    voice=Voice(),
)

LINE_BREAKS = ["\r\n", "\n", "\r", "\n\r", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029", "\0\r\n"]
HEADERS = ["Bcc: evil@evil.example", " folded: evil@evil.example", "\r\n\r\n<b>body</b>", "\t=?utf-8?q?x?="]
MARKUP = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "' onmouseover='alert(1)",
    "</div></body></html><h1>evil</h1>",
    "<!--",
    "]]>",
    "&lt;b&gt;",
    '<a href="https://evil.example">here</a>',
    "<style>body{display:none}</style>",
    "{{ 7 * 191 }}{% for x in y %}",
    "{subject}{reader}{0.__class__}",
    "\ufeff<b>",
    "\u202e<b>gnp",
    "＜script＞alert(1)＜/script＞",
]
ENCODED = [
    "=?utf-8?q?x=0D=0ABcc:_evil=40evil.example?=",
    "=?utf-8?b?DQpCY2M6IGV2aWxAZXZpbC5leGFtcGxl?=",
    "=?utf-8?q?=3Cevil=40evil.example=3E=2C?= <evil@evil.example>",
    "=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=",
    "=?utf-8?q?" + "=20" * 300 + "?=",
    "=?unknown-charset?q?a?=",
]
SECOND_READERS = [
    '"Lan" <lan@evil.example>, ',
    "Lan <lan@evil.example>",
    "lan@evil.example;",
    "undisclosed: lan@evil.example;",
    "Lan (lan@evil.example)",
    "<lan@evil.example>",
    '\\"Lan\\" <lan@evil.example>',
]
CORPUS = [
    *(f"Kho{mark}{header}" for mark in LINE_BREAKS for header in HEADERS[:2]),
    *(f"{mark}{header}" for mark in LINE_BREAKS[:3] for header in HEADERS),
    *MARKUP,
    *ENCODED,
    *SECOND_READERS,
]


def mail_of(finding, **letterhead):
    (digest,) = make_digests(
        decide({}, [finding], as_of=DAY),
        desks=[Desk("inventory", Text("Kho", "Inventory"), ("kho@example.com",))],
        desk_of=lambda _alert: "inventory",
        voice=Voice(),
        as_of=DAY,
    )
    return render_mail(digest, replace(LETTERHEAD, **letterhead))


HEADERS_OF_A_MAIL = [
    "Message-ID",
    "Date",
    "From",
    "To",
    "Subject",
    "List-Id",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "In-Reply-To",
    "References",
    "MIME-Version",
    "Content-Type",
]


def check(mail, tags):
    """Look at a mail byte by byte as a server takes it, and then as a mail program opens it."""
    head, _, body = mail.mime.partition(b"\r\n\r\n")
    assert re.fullmatch(rb"(?:[\x20-\x7e\t]*\r\n)*[\x20-\x7e\t]*", mail.mime), "nothing but printable ASCII and CRLF"
    assert max(map(len, mail.mime.split(b"\r\n"))) <= 998
    names = [line.partition(b":")[0].decode() for line in head.split(b"\r\n") if line[:1] not in b" \t"]
    assert names == HEADERS_OF_A_MAIL
    assert body.count(b"Content-Type:") == 2

    message = email.message_from_bytes(mail.mime, policy=default)
    assert message.defects == []
    assert [one.addr_spec for one in message["To"].addresses] == ["kho@example.com"]
    assert [one.addr_spec for one in message["From"].addresses] == ["so-sach@example.com"]
    assert message["Subject"] == mail.subject
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    plain = message.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029\u202a-\u202e]", plain)
    assert Tags.of(message.get_body(("html",)).get_content()) == tags


class Tags(HTMLParser):
    """Collects tags with their attributes' names, and where links lead."""

    @classmethod
    def of(cls, html):
        parser = cls()
        parser.found = set()
        parser.feed(html)
        parser.close()
        return parser.found

    def handle_starttag(self, tag, attributes):
        self.found.add(
            (tag, *(name for name, _ in attributes), *(value for name, value in attributes if name == "href"))
        )

    def handle_comment(self, data):
        self.found.add(("comment", data))

    def handle_decl(self, declaration):
        self.found.add(("declaration", declaration))

    def unknown_decl(self, data):
        self.found.add(("declaration", data))


@pytest.fixture(scope="module")
def tags(matter):
    """Return the tags of a mail in which nothing is evil."""
    mime = mail_of(matter(key="SP1", item="SP1")).mime
    return Tags.of(email.message_from_bytes(mime, policy=default).get_body(("html",)).get_content())


@pytest.mark.parametrize("text", CORPUS)
def test_a_cell_stays_a_cell(matter, tags, text):
    finding = matter(key=text, item=text)
    check(mail_of(replace(finding, place=finding.place._replace(tab=text, header=text, workbook=text))), tags)


@pytest.mark.parametrize("text", CORPUS)
def test_the_name_of_an_office_a_run_or_a_rule_stays_a_name(matter, low, tags, text):
    check(mail_of(matter(replace(low, title=Text(text, text))), office_name=text, run_id=text), tags)


@pytest.mark.parametrize("text", CORPUS)
def test_the_name_beside_the_senders_address_stays_a_name(matter, tags, text):
    for sender in (f"{text} <so-sach@example.com>", f'"{text}" <so-sach@example.com>'):
        try:
            mail = mail_of(matter(), sender=sender)
        except InvalidAddressError:
            continue
        check(mail, tags)


@pytest.mark.parametrize("text", CORPUS)
def test_an_address_is_one_address_or_none(text):
    named = [f"{text} <kho@example.com>", f'"{text}" <kho@example.com>']
    for written in (text, *named, f"kho@example.com{text}", f"kho{text}@example.com"):
        try:
            address = parse_address(written)
        except InvalidAddressError:
            continue
        assert address.addr_spec == "kho@example.com" if written in named else address.addr_spec in written
        assert "=?" not in str(address)
        assert not re.search("[\x00-\x1f\x7f\x85\u2028\u2029\u202a-\u202e]", address.display_name)


def test_the_corpus_is_large():
    assert len(set(CORPUS)) >= 60

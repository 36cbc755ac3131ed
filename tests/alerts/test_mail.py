"""Mails: one reader, one subject, and content that stays content."""

import email
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.core.message import Voice
from rules.core.text import Text
from sync.addresses import InvalidAddressError, parse_address, tidy
from sync.alerts.digest import Desk, Digest, make_digests
from sync.alerts.lifecycle import alert_id, decide, state_after
from sync.alerts.mail import Letterhead, render_mail

DAY = date(2026, 11, 20)
LETTERHEAD = Letterhead(
    office_id="van-phong-1",
    office_name="Công ty Minh An",
    sender="so-sach@example.com",
    run_id="20261120-0001",
    moment=datetime(2026, 11, 20, 7, 30, tzinfo=timezone(timedelta(hours=7))),
    voice=Voice(),
)
DESK = Desk("inventory", Text(vi="Kho", en="Inventory"), ("kho@example.com",))


def digest_of(*findings, voice=LETTERHEAD.voice, desk=DESK, changes=None, baseline=False):
    (digest,) = make_digests(
        changes or decide({}, findings, as_of=DAY, old_matters=set(map(alert_id, findings)) if baseline else ()),
        desks=[desk],
        desk_of=lambda alert: desk.name,
        voice=voice,
        as_of=DAY,
    )
    return digest


def opened(mail):
    return email.message_from_bytes(mail.mime, policy=default)


def part(mail, kind):
    return opened(mail).get_body((kind,)).get_content()


@pytest.fixture
def mail(matter):
    return render_mail(digest_of(matter()), LETTERHEAD)


def test_equal_runs_make_equal_mails(matter, mail):
    assert render_mail(digest_of(matter()), LETTERHEAD) == mail


def test_a_mail_goes_to_one_reader_at_the_moment_of_the_run(mail):
    message = opened(mail)
    assert message["To"] == mail.to == "kho@example.com"
    assert message["From"].addresses[0].display_name == "Công ty Minh An"
    assert message["Date"].datetime == LETTERHEAD.moment
    assert message["Message-ID"] == mail.message_id
    assert message["Subject"] == mail.subject == "[Kho] 1 việc mới — Cảnh báo: Sắp hết hàng"


def test_a_mail_says_that_a_machine_sent_it(mail):
    assert opened(mail)["Auto-Submitted"] == "auto-generated"


def test_the_mails_of_a_reader_are_one_thread_with_different_ids(matter, mail):
    other = render_mail(digest_of(matter()), replace(LETTERHEAD, run_id="20261121-0001"))
    assert opened(other)["References"] == opened(mail)["References"] == opened(mail)["In-Reply-To"]
    assert other.message_id != mail.message_id


@pytest.mark.parametrize(
    "change", [{"office_id": "van-phong-2"}, {"run_id": "20261120-0002"}], ids=["another office", "another run"]
)
def test_a_message_id_names_office_run_and_reader(matter, mail, change):
    assert render_mail(digest_of(matter()), replace(LETTERHEAD, **change)).message_id != mail.message_id


def test_a_message_id_differs_by_reader(matter, mail):
    digest = replace(digest_of(matter()), reader="khac@example.com")
    assert render_mail(digest, LETTERHEAD).message_id != mail.message_id


def test_a_message_id_differs_by_what_is_told(matter, mail):
    other = render_mail(digest_of(matter(key="SP2")), LETTERHEAD)
    assert other.subject == mail.subject
    assert other.message_id != mail.message_id


def test_a_message_id_is_the_same_whatever_the_audit_and_the_clock_say(matter, mail):
    later = replace(LETTERHEAD, moment=LETTERHEAD.moment + timedelta(hours=1), audit="9:ab")
    assert render_mail(digest_of(matter()), later).message_id == mail.message_id


def test_a_run_with_a_strange_name_still_makes_a_sound_message_id(matter):
    mail = render_mail(digest_of(matter()), replace(LETTERHEAD, run_id="a b\r\n>ữ"))
    assert re.fullmatch(r"<[A-Za-z0-9-]+\.[0-9a-f]{20}@example\.com>", mail.message_id)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_both_parts_say_what_where_and_what_to_do(mail, kind):
    content = part(mail, kind)
    for words in (
        "Mới (1)",
        "Hàng SP1 còn 2, điểm đặt hàng là 10.",
        "Đặt thêm SP1.",
        "INV301",
        "Hàng hóa!C5",
        "20/11/2026",
        "hôm nay",
        "A-28178C42F3",
        "[mail.recipients]",
        "Hoãn đến",
        "⚙ Cảnh báo",
    ):
        assert words in content


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_says_why_again_only_of_what_is_told_again(matter, kind):
    known = state_after({}, decide({}, [matter(level=1)], as_of=DAY))
    changes = decide(known, [matter(level=2)], as_of=DAY)
    fresh = part(render_mail(digest_of(matter()), LETTERHEAD), kind)
    worse = part(render_mail(digest_of(changes=changes), LETTERHEAD), kind)
    assert "Vì sao" not in fresh
    assert "Vì sao: quy tắc INV301: nặng hơn lần báo trước" in worse


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_mail_in_english_has_no_vietnamese_words(matter, kind):
    voice = Voice("en", "USD", "en_GB")
    content = part(render_mail(digest_of(matter(), voice=voice), replace(LETTERHEAD, voice=voice)), kind)
    assert "New (1)" in content
    assert "What to do: Order more of SP1." in re.sub(r"<[^>]+>", "", content)
    assert not re.search(
        "[ạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹđ]", content.replace("Hàng hóa", "").replace("Số lượng", "")
    )


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_long_list_ends_with_a_count(matter, kind):
    digest = digest_of(*(matter(key=f"SP{number}") for number in range(25)))
    assert "… và 5 việc nữa" in part(render_mail(digest, LETTERHEAD), kind)


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_a_first_run_is_summed_up(matter, kind):
    digest = digest_of(*(matter(key=f"SP{number}") for number in range(3_000)), baseline=True)
    content = part(render_mail(digest, LETTERHEAD), kind)
    assert "lần kiểm tra đầu tiên" in content
    assert "3.000" in content
    assert "SP1" not in content


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_everything_else_is_told_too(matter, low, kind):
    before = [matter(key=key) for key in ("GONE", "STAYS", "LATER")] + [matter(key="MORE", level=1)]
    known = state_after({}, decide({}, before, as_of=date(2026, 11, 18)))
    later = next(name for name, alert in known.items() if alert.key == ("LATER",))
    urgent = matter(replace(low, urgent=True), key="NOW")
    found = [matter(key="STAYS"), matter(key="LATER"), matter(key="MORE", level=2), urgent]
    changes = decide(known, found, as_of=DAY, snoozes={later: date(2026, 12, 1)})
    content = part(render_mail(digest_of(changes=changes), LETTERHEAD), kind)
    for words in ("Nặng hơn (1)", "Vẫn còn (1)", "lâu nhất 2 ngày", "Đã xử lý (1)", "1 việc đang hoãn", "KHẨN"):
        assert words in content


@pytest.mark.parametrize("kind", ["plain", "html"])
def test_personal_matters_keep_their_fields_to_the_workbook(matter, wage, kind):
    content = part(render_mail(digest_of(matter(wage, key="NV0042")), LETTERHEAD), kind)
    assert "Lương dưới mức tối thiểu" in content
    for private in ("Nguyễn Văn A", "3.777.000", "NV0042"):
        assert private not in content


def test_a_link_leads_to_the_cell(matter):
    digest = digest_of(matter())
    (desk,) = digest.parts
    (section,) = desk.sections
    linked = replace(section.items[0], link="https://docs.google.com/spreadsheets/d/ID/edit#gid=7&range=C5")
    digest = replace(digest, parts=(replace(desk, sections=(replace(section, items=(linked,)),)),))
    mail = render_mail(digest, LETTERHEAD)
    assert '<a href="https://docs.google.com/spreadsheets/d/ID/edit#gid=7&amp;range=C5"' in part(mail, "html")
    assert "https://docs.google.com/spreadsheets/d/ID/edit#gid=7&range=C5" in part(mail, "plain")


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="https://evil.example/pixel.png">',
    '" onmouseover="alert(1)',
    "{{ 7 * 7 }}{% raw %}",
    "x\r\nBcc: evil@example.com\r\n\r\n<b>body</b>",
    '=HYPERLINK("https://evil.example")',
    "\u202egnp.exe",
    "A" * 10_000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_stands_in_a_cell_stays_text(matter, text):
    finding = matter(key=text, item=text)
    finding = replace(finding, place=finding.place._replace(tab=text, header=text))
    mail = render_mail(digest_of(finding), LETTERHEAD)
    message = opened(mail)
    html = part(mail, "html")
    assert message["Bcc"] is None
    assert message.get_all("To") == ["kho@example.com"]
    assert message.defects == []
    assert "<script" not in html
    assert "<img" not in html
    assert 'onmouseover="' not in html
    assert "\u202e" not in html + part(mail, "plain")
    assert "49" not in part(mail, "plain")
    assert not re.search("A{700}", html + part(mail, "plain"))
    assert not any(line.startswith("Bcc:") for line in part(mail, "plain").splitlines())


def test_nothing_is_loaded_from_elsewhere(mail):
    assert not re.search(r"<(img|link|script|iframe|style)|url\(|@import", part(mail, "html"))


@pytest.mark.parametrize(
    "name", ["x\r\nBcc: evil@example.com", "Kế toán " * 2_000, 'a", <evil@example.com>', "Minh, An; <x>"]
)
def test_the_name_of_an_office_cannot_break_a_header(matter, name):
    message = opened(render_mail(digest_of(matter()), replace(LETTERHEAD, office_name=name)))
    assert message["Bcc"] is None
    assert [address.addr_spec for address in message["From"].addresses] == ["so-sach@example.com"]
    assert len(message["From"].addresses[0].display_name) <= 80


@given(words=st.lists(st.text(st.sampled_from("ađãkhôngữệ0x"), min_size=1, max_size=12), min_size=1, max_size=20))
@settings(max_examples=100)
def test_no_space_of_a_long_subject_is_lost(matter, low, words):
    title = " ".join(words)
    mail = render_mail(digest_of(matter(replace(low, title=Text(title, title)))), LETTERHEAD)
    assert opened(mail)["Subject"] == mail.subject
    header = mail.mime.partition(b"\r\n\r\n")[0]
    assert all(len(line) <= 78 for line in header.splitlines() if line.startswith((b"Subject:", b" =?")))


@pytest.mark.parametrize("title", ["x\r\nBcc: evil@example.com", "Sắp hết " * 1_000])
def test_a_title_cannot_break_the_subject(matter, low, title):
    mail = render_mail(digest_of(matter(replace(low, title=Text(title, title)))), LETTERHEAD)
    assert opened(mail)["Bcc"] is None
    assert opened(mail)["Subject"] == mail.subject
    assert len(mail.subject) <= 150


def test_a_sender_may_bear_a_name(matter):
    message = opened(render_mail(digest_of(matter()), replace(LETTERHEAD, sender="Sổ sách <so@example.com>")))
    assert message["From"] == "Sổ sách <so@example.com>"


@pytest.mark.parametrize(
    "reader",
    [
        "a@example.com, b@evil.example",
        "a@example.com;b@evil.example",
        "a@example.com\r\nBcc: b@evil.example",
        "a@example.com b@evil.example",
        "a@example.com, b@evil.example <c@example.com>",
        "<b@evil.example> <c@example.com>",
        "a@b@example.com",
        "@example.com",
        "a@",
        "a",
        "",
        "a@exa\u2028mple.com",
        "a@-example.com",
        "á@example.com",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 260}.com",
        "a..b@example.com",
        "a@example.com>",
    ],
)
def test_a_reader_is_exactly_one_address(matter, reader):
    with pytest.raises(InvalidAddressError):
        render_mail(replace(digest_of(matter()), reader=reader), LETTERHEAD)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("kho@example.com", "", "kho@example.com"),
        ("  kho@example.com ", "", "kho@example.com"),
        ("Kho <kho+1@mail.example.com>", "Kho", "kho+1@mail.example.com"),
        ('"Kho, tầng 2" <kho@example.com>', "Kho, tầng 2", "kho@example.com"),
    ],
)
def test_an_address_may_bear_a_name(text, name, address):
    parsed = parse_address(text)
    assert (parsed.display_name, parsed.addr_spec) == (name, address)


def test_a_name_of_ten_thousand_characters_is_cut(matter):
    parsed = parse_address(f'"{"Ế" * 10_000}" <a@example.com>')
    assert len(parsed.display_name) == 100


@given(st.text(max_size=300), st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_tidied_text_is_one_short_printable_line(text, limit):
    tidied = tidy(text, limit)
    assert len(tidied) <= limit
    assert len(tidied.splitlines()) <= 1
    assert tidy(tidied, limit) == tidied


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_no_address_ever_becomes_two(text):
    try:
        address = parse_address(text)
    except InvalidAddressError:
        return
    assert address.addr_spec.count("@") == 1


def test_a_moment_keeps_its_time_zone(matter):
    moment = datetime(2026, 11, 20, 0, 30, tzinfo=UTC)
    assert opened(render_mail(digest_of(matter()), replace(LETTERHEAD, moment=moment)))["Date"].datetime == moment


def test_an_owner_of_no_department_is_told_why_he_gets_the_mail(matter):
    digest = Digest("giamdoc@example.com", "x", "", digest_of(matter()).parts, (), (), DAY)
    assert "cho: Chung." in part(render_mail(digest, LETTERHEAD), "plain")

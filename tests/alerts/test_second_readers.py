"""People who are told of what others did not settle in time: what they read, and what they never read."""

import email
from dataclasses import replace
from datetime import UTC, date, datetime
from email.policy import default

import pytest

from rules.core.message import Voice
from rules.core.text import Text
from sync.alerts.digest import make_digests
from sync.alerts.lifecycle import decide, state_after
from sync.alerts.mail import Letterhead, render_mail
from sync.alerts.readers import Desk
from sync.config import AlertPolicy
from sync.schedule import Span

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)
POLICY = AlertPolicy(escalate_after=Span(1), escalate_to=("sep@example.com",))
STOCK = Desk("inventory", Text(vi="Kho", en="Inventory"), ("kho@example.com",), second=("sep@example.com",))
BOOKS = Desk("finance", Text(vi="Kế toán", en="Finance"), ("ketoan@example.com",))
STAFF = Desk(
    "payroll", Text(vi="Nhân sự", en="Payroll"), ("nhansu@example.com",), confidential=True, second=("sep@example.com",)
)
DESK_OF_CODE = {"INV": "inventory", "FIN": "finance", "PAY": "payroll"}


def told(changes, *, desks=(BOOKS, STOCK), as_of=TUESDAY, language="vi", **rest):
    return {
        digest.reader: digest
        for digest in make_digests(
            changes,
            desks=desks,
            desk_of=lambda alert: DESK_OF_CODE.get(alert.code[:3], ""),
            voice=Voice(language, locale="vi_VN" if language == "vi" else "en_GB"),
            as_of=as_of,
            **rest,
        )
    }


def days_later(*findings, then=None, days=(MONDAY, TUESDAY)):
    """Return what became of matters that are still there on the last of some days, or of what is there then."""
    known = {}
    for day in days[:-1]:
        known = state_after(known, decide(known, findings, as_of=day, policy_of=lambda _alert: POLICY))
    seen = findings if then is None else then
    return decide(known, seen, as_of=days[-1], policy_of=lambda _alert: POLICY)


def sections(digest):
    return {section.name: [item.key for item in section.items] for part in digest.parts for section in part.sections}


def test_a_second_reader_reads_only_what_was_not_settled(matter):
    changes = days_later(matter(key="SP1"), then=[matter(key="SP1"), matter(key="SP2")])
    digests = told(changes)
    assert sections(digests["kho@example.com"]) == {"new": ["SP2"], "escalated": ["SP1"]}
    assert sections(digests["sep@example.com"]) == {"escalated": ["SP1"]}
    assert digests["sep@example.com"].subject == "[Kho] 1 việc quá hạn chưa xử lý — Cảnh báo: Sắp hết hàng"


def test_a_second_reader_of_one_department_reads_nothing_of_another(matter, low):
    books = matter(replace(low, code="FIN101"), key="PC1")
    digests = told(days_later(matter(), books))
    assert [part.title for part in digests["sep@example.com"].parts] == ["Kho"]


def test_a_second_reader_of_a_confidential_department_reads_what_was_not_settled_without_details(matter, wage):
    digest = told(days_later(matter(wage, key="NV1")), desks=(STAFF,), owner=["chu@example.com"])
    assert set(digest) == {"nhansu@example.com", "sep@example.com"}
    (item,) = digest["sep@example.com"].parts[0].sections[0].items
    assert (item.what, item.fix, item.key, item.personal) == ("", "", "", True)


def test_a_second_reader_is_told_of_the_end_once(matter):
    days = (MONDAY, TUESDAY, WEDNESDAY)
    assert sections(told(days_later(matter(), then=[], days=days))["sep@example.com"]) == {"resolved": ["SP1"]}
    assert "sep@example.com" not in told(days_later(matter(), then=[])), "it never came to that"


def test_who_reads_of_a_department_anyway_gets_one_mail(matter):
    desk = replace(STOCK, second=("KHO@example.com",))
    digests = told(days_later(matter()), desks=(desk,))
    assert list(digests) == ["kho@example.com"]
    assert digests["kho@example.com"].second == ()


def test_an_item_says_why_and_who_else_is_told(matter):
    (item,) = told(days_later(matter()))["kho@example.com"].parts[0].sections[0].items
    assert item.why == "quy tắc INV301: đã báo mà quá hạn vẫn chưa xử lý, nên báo thêm cho sep@example.com"
    (item,) = told(days_later(matter()), language="en")["kho@example.com"].parts[0].sections[0].items
    assert item.why == "rule INV301: told, and not settled in time, so that sep@example.com is told too"


def test_what_came_back_says_how_often(matter):
    known = {}
    for seen in ([matter()], [], [matter()], [], [matter()]):
        known = state_after(known, decide(known, seen, as_of=MONDAY))
    (item,) = told(decide(known, [matter()], as_of=TUESDAY))["kho@example.com"].parts[0].sections[0].items
    assert item.why == "quy tắc INV301: vừa hết lại có, lần thứ 2"


def test_what_belongs_to_no_department_can_be_escalated_too(matter, low):
    general = Desk("", Text(vi="Chung", en="General"), second=("it@example.com",))
    changes = days_later(matter(replace(low, code="WBK101"), key="", table=""))
    digests = told(changes, desks=(STOCK, general), owner=["chu@example.com"])
    assert set(digests) == {"chu@example.com", "it@example.com"}
    assert digests["it@example.com"].second == ("Chung",)


@pytest.mark.parametrize(
    ("language", "words"), [("vi", "escalate_to, mục [alerts]"), ("en", "under escalate_to in the")]
)
def test_a_second_reader_is_told_why_the_mail_came(matter, language, words):
    digests = told(days_later(matter()), language=language)
    letterhead = Letterhead(
        "o", "Minh An", "so@example.com", "20261117-0001", datetime(2026, 11, 17, tzinfo=UTC), Voice(language)
    )
    for reader, second in (("sep@example.com", True), ("kho@example.com", False)):
        mail = email.message_from_bytes(render_mail(digests[reader], letterhead).mime, policy=default)
        for kind in ("plain", "html"):
            text = " ".join(mail.get_body((kind,)).get_content().split())
            assert (words in text) is second
            assert ("mail.recipients" in text) is not second

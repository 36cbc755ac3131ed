"""Who is told what."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from rules.core.finding import Place
from rules.core.message import Severity, Voice
from rules.core.text import Text
from sync.alerts.digest import Desk, make_digests
from sync.alerts.lifecycle import alert_id, decide, state_after
from sync.alerts.places import Locator
from sync.backends.base import Snapshot, Tab

DAY = date(2026, 11, 20)
STOCK = Desk("inventory", Text(vi="Kho", en="Inventory"), ("kho@example.com",))
BOOKS = Desk("finance", Text(vi="Kế toán", en="Finance"), ("ketoan@example.com",))
STAFF = Desk("payroll", Text(vi="Nhân sự", en="Payroll"), ("nhansu@example.com",), confidential=True)
DESK_OF_CODE = {"INV": "inventory", "FIN": "finance", "PAY": "payroll"}


def told(changes, *, desks=(BOOKS, STAFF, STOCK), language="vi", as_of=DAY, **rest):
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


def new(*findings, **rest):
    return decide({}, findings, as_of=DAY, **rest)


def items(digest):
    return {section.name: [item.key for item in section.items] for part in digest.parts for section in part.sections}


def test_a_department_reads_of_its_own_matters_only(matter, low):
    digests = told(new(matter(key="SP1"), matter(replace(low, code="FIN101"), key="PC1")))
    assert {reader: items(digest) for reader, digest in digests.items()} == {
        "kho@example.com": {"new": ["SP1"]},
        "ketoan@example.com": {"new": ["PC1"]},
    }


def test_nobody_is_written_to_without_news(matter):
    known = state_after({}, new(matter()))
    assert told(decide(known, [matter()], as_of=DAY)) == {}


def test_who_works_for_two_departments_gets_one_mail(matter, low):
    changes = new(matter(), matter(replace(low, code="FIN101"), key="PC1"))
    desks = (replace(BOOKS, recipients=("An@example.com",)), replace(STOCK, recipients=("an@example.com",)))
    digests = told(changes, desks=desks)
    assert list(digests) == ["An@example.com"]
    assert [part.title for part in digests["An@example.com"].parts] == ["Kế toán", "Kho"]


@pytest.mark.parametrize("other", ["an@example.com", "AN@Example.com", "Trần An <an@example.com>", " an@example.com"])
def test_a_reader_with_a_name_beside_the_address_is_the_one_without(matter, low, other):
    changes = new(matter(), matter(replace(low, code="FIN101"), key="PC1"))
    desks = (replace(BOOKS, recipients=("An <an@example.com>",)), replace(STOCK, recipients=(other,), second=(other,)))
    digests = told(changes, desks=desks, owner=(other,))
    assert list(digests) == ["An <an@example.com>"]
    assert [part.title for part in digests["An <an@example.com>"].parts] == ["Kế toán", "Kho"]


def test_the_owner_reads_of_all_but_confidential_departments(matter, low, wage):
    changes = new(matter(), matter(replace(low, code="FIN101"), key="PC1"), matter(wage, key="NV1"))
    digest = told(changes, owner=["giamdoc@example.com"])["giamdoc@example.com"]
    assert [part.title for part in digest.parts] == ["Kế toán", "Kho"]
    assert digest.desk_titles == ("Kế toán", "Kho")


def test_the_owner_reads_of_a_confidential_department_whose_recipient_he_is(matter, wage):
    staff = replace(STAFF, recipients=("giamdoc@example.com",))
    digests = told(new(matter(wage, key="NV1")), desks=(staff,), owner=["GiamDoc@example.com"])
    assert [part.title for part in digests["giamdoc@example.com"].parts] == ["Nhân sự"]


def test_the_owner_does_not_read_of_a_confidential_workbook(matter):
    changes = new(matter(workbook="kho-mật"))
    digests = told(changes, owner=["giamdoc@example.com"], confidential_workbooks={"kho-mật"})
    assert list(digests) == ["kho@example.com"]


def test_what_belongs_to_no_department_goes_to_the_owner_without_details(matter, low):
    changes = new(matter(replace(low, code="WBK101"), key="", table=""))
    digests = told(changes, owner=["giamdoc@example.com"])
    assert list(digests) == ["giamdoc@example.com"]
    (part,) = digests["giamdoc@example.com"].parts
    (item,) = part.sections[0].items
    assert (part.title, item.what, item.fix) == ("Chung", "", "")


def test_an_office_may_name_readers_for_what_belongs_to_no_department(matter, low):
    desk = Desk("", Text(vi="Chung", en="General"), ("it@example.com",))
    assert list(told(new(matter(replace(low, code="WBK101"))), desks=(desk,))) == ["it@example.com"]


def test_an_item_says_what_is_wrong_where_and_what_to_do(matter):
    (part,) = told(new(matter()))["kho@example.com"].parts
    (item,) = part.sections[0].items
    assert item.what == "Hàng SP1 còn 2, điểm đặt hàng là 10."
    assert item.fix == "Đặt thêm SP1."
    assert item.why == "", "what is new needs no reason beside its text"
    assert item.place == "kho › Hàng hóa!C5 (cột “Số lượng”)"
    assert (item.since, item.days, item.key) == (DAY, 0, "SP1")


def test_a_setting_is_called_by_its_title_and_a_tab_has_no_row_key(matter):
    setting = matter(key="service_level", table="settings", tab="Cài đặt")
    whole_tab = matter(key="accounts")
    whole_tab = replace(whole_tab, place=Place("kho", "Hàng hóa"))
    (part,) = told(new(setting, whole_tab))["kho@example.com"].parts
    assert [item.key for item in part.sections[0].items] == ["Số lượng", ""]


def test_an_english_office_is_told_in_english(matter):
    digest = told(new(matter()), language="en")["kho@example.com"]
    assert digest.subject == "[Inventory] 1 new — Warning: Low stock"
    assert digest.parts[0].sections[0].items[0].what == "Item SP1 is down to 2, its reorder point is 10."


def test_a_personal_matter_shows_title_place_and_code_only(matter, wage):
    (part,) = told(new(matter(wage, key="NV1")))["nhansu@example.com"].parts
    (item,) = part.sections[0].items
    assert (item.title, item.code, item.place) == (
        "Lương dưới mức tối thiểu",
        "PAY101",
        "kho › Hàng hóa!C5 (cột “Số lượng”)",
    )
    assert (item.what, item.fix, item.key, item.personal) == ("", "", "", True)


def test_a_subject_holds_nothing_from_a_cell(matter, wage):
    changes = new(matter(key="MÃ-TRONG-Ô"), matter(wage, key="NV1", row=3_777_000))
    desks = (replace(STOCK, recipients=("a@example.com",)), replace(STAFF, recipients=("a@example.com",)))
    assert told(changes, desks=desks)["a@example.com"].subject == (
        "[Kho, Nhân sự] 2 việc mới — Lỗi: Lương dưới mức tối thiểu"
    )


def test_a_subject_counts_each_kind_of_news_and_names_the_worst(matter, low):
    before = [matter(key="A", level=1), matter(key="B"), matter(key="C")]
    known = state_after({}, new(*before))
    grave = matter(replace(low, code="INV201", severity=Severity.ERROR, title=Text("Tồn âm", "Negative")), key="D")
    changes = decide(known, [matter(key="A", level=2), matter(key="B"), grave], as_of=DAY)
    digest = told(changes)["kho@example.com"]
    assert digest.subject == "[Kho] 1 việc mới, 1 việc nặng hơn, 1 việc đã xử lý — Lỗi: Tồn âm"
    assert items(digest) == {"new": ["D"], "worse": ["A"], "still_open": ["B"], "resolved": ["C"]}


def test_good_news_alone_names_no_worst(matter):
    known = state_after({}, new(matter()))
    assert told(decide(known, [], as_of=DAY))["kho@example.com"].subject == "[Kho] 1 việc đã xử lý"


def test_a_resolved_matter_says_how_long_it_was_open(matter):
    known = state_after({}, new(matter()))
    changes = decide(known, [], as_of=date(2026, 11, 27))
    (part,) = told(changes, as_of=date(2026, 11, 27))["kho@example.com"].parts
    (item,) = part.sections[0].items
    assert (item.days, item.what, item.fix, item.key) == (7, "", "", "SP1")


def test_what_cannot_wait_stands_first_and_marks_the_subject(matter, low):
    urgent = matter(replace(low, urgent=True, severity=Severity.NOTICE), key="Z")
    grave = matter(replace(low, severity=Severity.ERROR), key="A")
    digest = told(new(grave, urgent))["kho@example.com"]
    assert digest.subject.startswith("KHẨN [Kho] 2 việc mới")
    assert items(digest) == {"new": ["Z", "A"]}


def test_an_urgent_kind_of_matter_that_can_wait_is_told_as_any_other(matter, low):
    past = replace(matter(replace(low, urgent=True, severity=Severity.NOTICE), key="Z"), can_wait=True)
    digest = told(new(matter(replace(low, severity=Severity.ERROR), key="A"), past))["kho@example.com"]
    assert digest.subject.startswith("[Kho] 2 việc mới")
    assert items(digest) == {"new": ["A", "Z"]}


def test_graver_matters_stand_first_and_equal_ones_as_in_the_books(matter, low):
    grave = matter(replace(low, severity=Severity.ERROR), key="C", row=30)
    digest = told(new(matter(key="B", row=20), matter(key="A", row=10), grave))["kho@example.com"]
    assert items(digest) == {"new": ["C", "A", "B"]}


def test_a_section_lists_twenty_and_counts_the_rest(matter):
    (part,) = told(new(*(matter(key=f"SP{number}", row=number) for number in range(1, 28))))["kho@example.com"].parts
    (section,) = part.sections
    assert (len(section.items), section.count, section.rest) == (20, 27, 7)


def test_what_is_still_open_is_counted_with_its_days_and_three_are_named(matter):
    old = [matter(key=f"SP{number}", row=number) for number in range(1, 11)]
    known = state_after({}, decide({}, old, as_of=date(2026, 11, 10)))
    (part,) = told(decide(known, [*old, matter(key="NEW")], as_of=DAY))["kho@example.com"].parts
    section = part.sections[1]
    assert (section.name, section.count, len(section.items), section.oldest) == ("still_open", 10, 3, 10)


def test_what_was_put_off_is_counted(matter):
    known = state_after({}, new(matter()))
    changes = decide(known, [matter(), matter(key="B")], as_of=DAY, snoozes=dict.fromkeys(known, date(2026, 12, 1)))
    (part,) = told(changes)["kho@example.com"].parts
    assert part.snoozed == 1


def test_a_department_with_nothing_but_matters_put_off_is_mentioned_without_heading_the_subject(matter, low):
    book = matter(replace(low, code="FIN101"), key="PC1")
    known = state_after({}, new(book))
    changes = decide(known, [book, matter()], as_of=DAY, snoozes=dict.fromkeys(known, date(2026, 12, 1)))
    digest = told(changes, owner=["giamdoc@example.com"])["giamdoc@example.com"]
    assert [(part.title, part.snoozed) for part in digest.parts] == [("Kế toán", 1), ("Kho", 0)]
    assert digest.subject.startswith("[Kho]")


def test_a_first_run_is_summed_up_by_kind(matter, low):
    grave = replace(low, code="INV201", severity=Severity.ERROR, title=Text("Tồn âm", "Negative"))
    many = [matter(key=f"SP{number}") for number in range(3_000)] + [matter(grave, key="X")]
    digest = told(new(*many, old_matters=set(map(alert_id, many))))["kho@example.com"]
    (section,) = digest.parts[0].sections
    assert [(tally.code, tally.count) for tally in section.tallies] == [("INV201", 1), ("INV301", 3_000)]
    assert (section.items, section.rest) == ((), 0)
    assert digest.subject == "[Kho] kiểm tra lần đầu: 3.001 việc cần xem — Lỗi: Tồn âm"


def test_a_rule_that_forgot_a_field_keeps_nobody_from_getting_the_mail(matter, low):
    broken = matter(replace(low, text=Text("{missing}", "{missing}")))
    (part,) = told(new(broken))["kho@example.com"].parts
    assert part.sections[0].items[0].title == "Sắp hết hàng"


def test_a_thread_belongs_to_what_a_reader_reads_of_and_not_to_todays_news(matter, low):
    changes = new(matter(replace(low, code="FIN101"), key="PC1"))
    assert told(changes, owner=["giamdoc@example.com"])["giamdoc@example.com"].desks == ("finance", "inventory")


GOOGLE = Snapshot(
    "kho",
    "https://docs.google.com/spreadsheets/d/ID",
    "",
    [Tab("Hàng hóa", [], tab_id="77")],
    link="https://docs.google.com/spreadsheets/d/ID/edit#gid={tab_id}&range={address}",
)
CELL = Place("kho", "Hàng hóa", 17, 3)


def test_a_place_on_google_is_a_link_to_the_cell():
    shown = Locator.of([GOOGLE]).show(CELL, "vi")
    assert shown == (
        "kho › Hàng hóa!C17",
        "https://docs.google.com/spreadsheets/d/ID/edit#gid=77&range=C17",
    )


def test_workbooks_of_the_same_title_are_told_apart_by_their_names_in_the_settings():
    books = [replace(GOOGLE, workbook=name, location="Sổ 2026") for name in ("kho", "quỹ")]
    locator = Locator.of([*books, replace(GOOGLE, workbook="lương", location="Lương")])
    shown = [locator.show(Place(name), "vi").text for name in ("kho", "quỹ", "lương")]
    assert shown == ["Sổ 2026 (kho)", "Sổ 2026 (quỹ)", "Lương"]


@pytest.mark.parametrize("location", ["/srv/so/kho.xlsx", r"\\may-chu\so\kho.xlsx", "kho.xlsx"])
def test_a_place_in_a_file_names_the_file(location):
    assert Locator.of([Snapshot("kho", location, "", [])]).show(CELL, "vi") == ("kho.xlsx › Hàng hóa!C17", "")


def test_a_whole_workbook_is_called_by_its_file():
    assert Locator.of([Snapshot("kho", "a/kho.xlsx", "", [])]).show(Place("kho"), "vi").text == "kho.xlsx"


def test_a_workbook_that_could_not_be_read_is_called_by_its_name():
    assert Locator().show(CELL, "vi") == ("kho › Hàng hóa!C17", "")


def test_there_is_no_link_where_two_files_have_a_tab_of_that_title():
    assert Locator.of([GOOGLE, GOOGLE]).show(CELL, "vi") == ("kho › Hàng hóa!C17", "")


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "http://example.com/{tab}", "https://example.com/ {tab}", "https://e.com/\r\n{tab}"]
)
def test_a_link_leads_nowhere_but_into_a_spreadsheet(link):
    assert Locator.of([replace(GOOGLE, link=link)]).show(CELL, "vi").link == ""


def test_the_title_of_a_tab_cannot_break_out_of_its_link():
    tab = 'x" onclick="alert(1)&range=A1\n'
    locator = Locator.of([replace(GOOGLE, tabs=[Tab(tab, [])], link="https://example.com/{tab}/{address}")])
    link = locator.show(Place("kho", tab, 1), "vi").link
    assert link == "https://example.com/x%22%20onclick%3D%22alert%281%29%26range%3DA1%0A/1:1"


def test_levels_are_no_words_of_a_mail(matter):
    (part,) = told(new(matter(level=Decimal("0.9"))))["kho@example.com"].parts
    assert "0.9" not in str(part.sections[0].items[0].what)

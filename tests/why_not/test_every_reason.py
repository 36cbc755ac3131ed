"""Why no alert came: one case of each reason, with what shows it, in both languages."""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from rules.core.finding import Finding
from rules.core.message import Severity, Voice
from rules.core.record import Choice
from rules.core.rule import Context
from rules.core.setting import Settings, setting
from rules.core.table import Books
from rules.core.text import Text
from sync import run
from sync.alerts.outbox import FileTransport
from sync.config import AlertPolicy, MailConfig
from sync.why_not.messages import REASONS
from tests.support.offices import AS_OF, office_in_memory
from tests.support.shop import SHOP, TOO_LOW, Good, message
from tests.support.yard import YARD

ENGLISH = Voice("en", "VND", "en_US")
BOOKS = {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], ["A1", 5, 1000], ["B2", -2, 500]]}}

SLOW = replace(TOO_LOW, code="SHP301", wait_runs=3)
NOTE = message("SHP401", Severity.NOTICE, "worth a note", alert=False)
FULL = message("SHP501", Severity.WARNING, "too full")


def slow(books: Books, _context: Context) -> Iterable[Finding]:
    table = books.table(Good)
    return [table.finding(SLOW, good.row, "stock", stock=good.stock, least=0) for good in table if good.stock < 0]


def noted(books: Books, _context: Context) -> Iterable[Finding]:
    table = books.table(Good)
    return [table.finding(NOTE, good.row) for good in table if not good.price]


def raising(_books: Books, _context: Context) -> Iterable[Finding]:
    raise ZeroDivisionError


class Trade(Choice):
    SHOP = "shop", "Bán lẻ", "Retail"
    STORE = "store", "Bán buôn", "Wholesale"


class Switches(Settings):
    department = "shop"

    trade: Trade = setting(Trade.SHOP, vi="Loại hình", en="Trade", note=Text("Loại hình", "What it is"))

    look_for_full: bool = setting(False, vi="Báo đầy kho", en="Report full", note=Text("Công tắc", "A switch"))
    most: int = setting(10, vi="Nhiều nhất", en="Most", note=Text("Số lớn nhất", "Largest quantity"))


def full(books: Books, context: Context) -> Iterable[Finding]:
    table, switches = books.table(Good), context.settings(Switches)
    watched = switches.look_for_full and switches.trade is Trade.SHOP
    return [table.finding(FULL, good.row) for good in table if watched and good.stock > switches.most]


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(BOOKS)) as made:
        yield made


def with_department(office, **changes):
    return replace(office.session, departments=lambda: (replace(SHOP, **changes),))


def ask(session, *words):
    """Return code -> answer, after a look whether each can be said in both languages, and that nothing changed."""
    before = session.store.alerts(), len(session.store.runs(100))
    answers = run.why_not(session, words)
    assert (session.store.alerts(), len(session.store.runs(100))) == before, "a question changes nothing"
    for answer in answers:
        for voice in (Voice(), ENGLISH):
            assert answer.text(voice)
            assert answer.fix(voice)
            assert "{" not in (answer.text(voice) + answer.fix(voice)).replace(TOO_LOW.title.vi, "")
            assert answer.to_json(voice)["code"] == answer.code
    return {answer.code: answer for answer in answers}


def facts(answer, voice=ENGLISH):
    return {fact.name.in_language(voice.language): fact.shown(voice) for fact in answer.evidence}


def test_a_workbook_that_was_not_read_is_why(office):
    office.backend.workbooks.clear()
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY101"}
    assert "Không tìm thấy tệp shop" in answers["WHY101"].text(Voice())


def test_a_column_that_is_missing_is_why(office):
    office.grid("shop", "Hàng")[0][1] = "Đếm"
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY102"}
    assert "Số lượng" in answers["WHY102"].text(Voice())
    assert "Cửa hàng" in answers["WHY102"].text(Voice())


def test_a_table_that_is_not_found_is_why(tmp_path):
    books = {"yard": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]]}}
    with office_in_memory(tmp_path, books, (YARD,)) as office:
        answers = ask(office.session, "X1")
    assert set(answers) == {"WHY102"}
    assert "Chuyến" in answers["WHY102"].text(Voice())


def test_a_bad_cell_keeps_its_row_from_being_looked_at(office):
    office.grid("shop", "Hàng")[2][1] = "hai"
    run.sync(office.session)
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY103", "WHY107"}, "the row was left out, and that was told"
    assert "“hai”" in answers["WHY103"].text(ENGLISH)
    assert facts(answers["WHY103"])["Place"] == "Hàng!B3"


def test_a_rule_that_raised_is_why(office):
    answers = ask(with_department(office, rules=(raising,)), "A1")
    assert "WHY104" in answers
    assert "raising" in answers["WHY104"].text(ENGLISH)


def test_a_switch_that_is_off_is_why(office):
    office.grid("shop", "Hàng")[1][1] = 50
    session = with_department(office, rules=(full,), settings=Switches, messages=(FULL,), closing=None)
    answers = ask(session, "A1")
    assert set(answers) == {"WHY105"}
    assert answers["WHY105"].text(ENGLISH) == (
        "The setting “Report full” is off. If it were on, this would be reported: SHP501 “too full”."
    )


def test_a_threshold_that_staff_changed_is_why(office):
    office.grid("shop", "Hàng")[1][1] = 50
    office.backend.workbooks["shop"]["Cài đặt"] = [["Báo đầy kho", "có"], ["Nhiều nhất", 100]]
    session = with_department(office, rules=(full,), settings=Switches, messages=(FULL,), closing=None)
    answers = ask(session, "A1")
    assert set(answers) == {"WHY105"}
    assert "“Nhiều nhất” đang là 100. Nếu là 10" in answers["WHY105"].text(Voice())


def test_a_setting_is_called_by_its_title_in_the_tab_and_by_its_internal_name_for_programs(office):
    office.backend.workbooks["shop"]["Cài đặt"] = [["Mục cài đặt", "Giá trị"], ["Ít nhất", "nhiều"]]
    run.sync(office.session)
    for words in (("Cài đặt!B2",), ("Ít nhất",), ("least",)):
        answer = ask(office.session, *words)["WHY107"]
        assert answer.item == "Ít nhất"
        assert answer.to_json(ENGLISH)["setting"] == "least"


def test_a_setting_that_keeps_rows_quiet_has_its_internal_name_for_programs(office):
    office.grid("shop", "Hàng")[1][1] = 50
    session = with_department(office, rules=(full,), settings=Switches, messages=(FULL,), closing=None)
    document = ask(session, "A1")["WHY105"].to_json(ENGLISH)
    assert (document["item"], document["setting"]) == ("A1", "look_for_full")


def test_how_the_office_is_counts_for_no_reason(office):
    office.grid("shop", "Hàng")[1][1] = 50
    office.backend.workbooks["shop"]["Cài đặt"] = [["Báo đầy kho", "có"], ["Loại hình", "Bán buôn"]]
    session = with_department(office, rules=(full,), settings=Switches, messages=(FULL,), closing=None)
    assert set(ask(session, "A1")) == {"WHY115"}


def test_a_matter_that_is_put_off_says_until_when(office):
    run.sync(office.session)
    tab = next(tab for tab in office.backend.workbooks["shop"] if tab.startswith("⚙ Cảnh báo"))
    grid = office.grid("shop", tab)
    header = next(row for row in grid if "Hoãn đến" in row)
    row = grid[grid.index(header) + 1]
    row.extend([None] * (len(header) - len(row)))
    row[header.index("Hoãn đến")] = date(2026, 12, 1)
    run.sync(office.session)
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY106"}
    assert "01/12/2026" in answers["WHY106"].text(Voice())


def test_a_matter_that_was_told_says_when_and_to_whom(office):
    run.sync(office.session)
    answers = ask(office.on(AS_OF + timedelta(days=3)), "B2")
    assert set(answers) == {"WHY107"}
    assert answers["WHY107"].text(Voice()) == (
        "SHP101 “{stock:quantity} < {least:quantity}” đã báo ngày 20/11/2026 cho shop@example.com; "
        "chưa có gì mới nên không báo thêm."
    )
    assert facts(answers["WHY107"]) == {
        "It says": "-2 < 0",
        "Place": "Hàng!B3",
        "Since": "20 Nov 2026",
        "Times told": "1",
        "Alert": next(iter(office.session.store.alerts())),
        "Last run": "20261120-0001",
    }


def test_a_reader_with_a_name_beside_the_address_counts_as_told(office):
    recipients = {"shop": ("Lan <lan@example.com>", "b@example.com")}
    session = replace(office.session, office=replace(office.session.office, mail=MailConfig(recipients=recipients)))
    run.sync(session)
    text = ask(session, "B2")["WHY107"].text(ENGLISH)
    assert "to b@example.com, lan@example.com;" in text


def test_only_readers_whose_mail_names_the_matter_count_as_told(office):
    recipients = {"shop": ("a@example.com",), "owner": ("b@example.com",)}
    session = replace(office.session, office=replace(office.session.office, mail=MailConfig(recipients=recipients)))
    run.sync(session)
    more = {**recipients, "shop": ("a@example.com", "new@example.com")}
    later = replace(session, office=replace(session.office, mail=MailConfig(recipients=more)))
    text = ask(later, "B2")["WHY107"].text(ENGLISH)
    assert "a@example.com, b@example.com" in text
    assert "new@example.com" not in text


def test_a_matter_that_is_gone_says_since_when(office):
    run.sync(office.session)
    office.grid("shop", "Hàng")[2][1] = 3
    run.sync(office.on(AS_OF + timedelta(days=1)))
    answers = ask(office.on(AS_OF + timedelta(days=2)), "B2")
    assert set(answers) == {"WHY108"}
    assert "21/11/2026" in answers["WHY108"].text(Voice())


def test_a_matter_that_waits_says_for_how_many_days(office):
    session = with_department(office, rules=(slow,), messages=(SLOW,))
    run.sync(session)
    answers = ask(session, "B2")
    assert set(answers) == {"WHY109"}
    assert "phải thấy 3 ngày liền mới báo; đến nay thấy 1" in answers["WHY109"].text(Voice())


def test_a_matter_waits_as_long_as_the_settings_say(office):
    session = with_department(office, rules=(slow,), messages=(SLOW,))
    session = replace(session, office=replace(session.office, alerts={"shop": AlertPolicy(wait_runs={"SHP301": 5})}))
    run.sync(session)
    assert "phải thấy 5 ngày liền" in ask(session, "B2")["WHY109"].text(Voice())


def test_a_matter_that_comes_and_goes_within_a_day_is_held_back(office):
    for stock in (-2, 3, -2):
        office.grid("shop", "Hàng")[2][1] = stock
        run.sync(office.session)
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY121"}
    assert "lần thứ 1" in answers["WHY121"].text(Voice())


def test_a_matter_of_the_first_check_was_summed_up(tmp_path):
    rows = [[f"X{number}", -number, 10] for number in range(1, 131)]
    with office_in_memory(tmp_path, {"shop": {"Hàng": [["Mã", "Số lượng", "Đơn giá"], *rows]}}) as office:
        run.sync(office.session)
        answers = ask(office.on(AS_OF + timedelta(days=1)), "X7")
    assert set(answers) == {"WHY110"}
    assert "20/11/2026" in answers["WHY110"].text(Voice())


def test_a_note_is_no_alert(office):
    office.grid("shop", "Hàng")[1][2] = 0
    session = with_department(office, rules=(noted,), messages=(NOTE,))
    run.sync(session)
    answers = ask(session, "A1")
    assert set(answers) == {"WHY111"}
    assert facts(answers["WHY111"])["It says"] == "worth a note"


def test_what_no_run_has_seen_is_told_by_the_next_one(office):
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY112"}
    assert "shop@example.com" in answers["WHY112"].text(Voice())


def test_a_department_that_mails_nobody_is_why(office):
    session = replace(office.session, office=replace(office.session.office, mail=MailConfig()))
    run.sync(session)
    answers = ask(session, "B2")
    assert set(answers) == {"WHY113"}
    assert "“Cửa hàng”" in answers["WHY113"].text(Voice())


def test_a_mail_that_could_not_be_sent_is_why(office, tmp_path):
    (tmp_path / "mails").write_text("a file where the folder should be")
    session = replace(office.session, transport=lambda: FileTransport(tmp_path / "mails"))
    run.sync(session)
    answers = ask(session, "B2")
    assert set(answers) == {"WHY114"}
    assert "shop@example.com" in answers["WHY114"].text(ENGLISH)
    assert facts(answers["WHY114"])["The server said"]


def test_a_row_of_which_nothing_is_found_says_what_was_looked_for(office):
    answers = ask(office.session, "A1")
    assert set(answers) == {"WHY115"}
    assert facts(answers["WHY115"]) == {"Place": "Hàng!2:2", "Looked for": "SHP101, SHP201, SHP202, SHP203"}


def test_a_tab_that_is_no_table_is_why(office):
    office.backend.workbooks["shop"]["Ghi chép"] = [["Chuyện khác"], ["C3"]]
    answers = ask(office.session, "C3")
    assert set(answers) == {"WHY116"}
    assert "Ghi chép!A2" in answers["WHY116"].text(Voice())
    assert facts(answers["WHY116"])["Tabs that were read"] == "Hàng"
    assert set(ask(office.session, "Ghi chép!A2")) == {"WHY116"}


def test_a_row_that_is_taken_for_a_total_is_why(office):
    office.grid("shop", "Hàng").append(["Tổng cộng", 3, None])
    answers = ask(office.session, "Tổng cộng")
    assert set(answers) == {"WHY117"}
    assert set(ask(office.session, "Hàng!B4")) == {"WHY117"}


def test_a_workbook_on_hold_is_named(office):
    run.sync(office.session)
    run.undo(office.session, "20261120-0001")
    answers = ask(office.session, "B2")
    assert set(answers) == {"WHY107", "WHY118"}
    assert "20261120-0001" in answers["WHY118"].text(Voice())


def test_what_stands_nowhere_is_said_to_stand_nowhere(office):
    answers = ask(office.session, "Z9")
    assert set(answers) == {"WHY119"}
    assert facts(answers["WHY119"])["Tabs that were read"] == "Hàng"


def test_a_matter_that_gave_way_to_a_graver_one_is_said(office):
    light = replace(TOO_LOW, code="SHP102", severity=Severity.WARNING)

    def lightly(books, _context):
        table = books.table(Good)
        return [table.finding(light, good.row, stock=good.stock, least=0) for good in table if good.stock == -2]

    def gravely(books, _context):
        table = books.table(Good)
        return [table.finding(TOO_LOW, good.row, stock=good.stock, least=0) for good in table if good.stock == -9]

    session = with_department(office, rules=(lightly, gravely), messages=(light, TOO_LOW))
    run.sync(session)
    office.grid("shop", "Hàng")[2][1] = -9
    assert set(ask(session, "SHP102", "B2")) == {"WHY120"}


def test_every_reason_has_its_case():
    cases = Path(__file__).read_text(encoding="utf-8")
    assert [reason.code for reason in REASONS if f'"{reason.code}"' not in cases] == []

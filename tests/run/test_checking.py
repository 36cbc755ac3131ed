"""Check: one line for each thing that has to be right, with its fix where it is not."""

from copy import deepcopy
from dataclasses import replace
from types import SimpleNamespace

import pytest

from rules.core.message import Voice, render
from rules.core.text import Text
from sync import run
from sync.alerts.base import OutgoingMail
from sync.checking import files
from sync.config import MailConfig
from tests.support.offices import NOW, office_in_memory
from tests.support.shop import SHOP
from tests.support.yard import YARD

BOOKS = {"shop": {"Hàng": [["Mã", "Số lượng"], ["A1", 5]]}}


def on_google(workbook):
    return replace(workbook, backend="google")


@pytest.fixture
def office(tmp_path):
    with office_in_memory(tmp_path, deepcopy(BOOKS), settings=on_google) as made:
        made.session.office.state.chmod(0o700)
        yield made


def lines(session):
    """Return status, name, text and fix of each line, after a look whether all can be said in both languages."""
    found = run.check(session)
    for voice in (Voice(), Voice("en", "USD", "en_US")):
        assert all(render(text, line.fields, voice) for line in found for text in (line.text, line.fix) if text)
    return [
        (line.status, line.name, *(text and render(text, line.fields, Voice()) for text in (line.text, line.fix)))
        for line in found
    ]


def bad(session):
    return [line for line in lines(session) if line[0] != "OK"]


def test_everything_that_is_right_is_one_line_each(office):
    assert [(status, name, said) for status, name, said, _ in lines(office.session)] == [
        ("OK", "office.toml", "Office · VN · VND · Asia/Ho_Chi_Minh"),
        ("OK", "shop", "shop: 1 trang"),
        ("OK", "shop · Hàng", "dòng tiêu đề 1, nhận ra 2 cột, 1 dòng dữ liệu"),
        ("OK", "state", "thư mục state"),
        ("OK", "disk", "đủ dung lượng"),
        ("OK", "mail", "1 người nhận; thư được lưu trong state/outbox"),
    ]
    assert office.session.store.runs() == [], "checking is no run"


def test_a_workbook_that_is_not_there_fails(office):
    office.backend.workbooks.clear()
    status, name, said, fix = bad(office.session)[0]
    assert (status, name) == ("FAIL", "shop")
    assert "Không tìm thấy" in said
    assert "office.toml" in fix


def test_a_workbook_that_somebody_has_open_is_a_warning(office):
    office.backend.opened_by["shop"] = Text(" bởi Lan", " by Lan")
    assert bad(office.session) == [("WARN", "shop", "shop đang mở bởi Lan", "Đóng tệp để Sheetkeeper ghi được.")]


def test_a_workbook_that_cannot_be_written_fails_with_the_fix(office):
    office.backend.read_only.add("shop")
    ((status, name, said, fix),) = bad(office.session)
    assert (status, name, said) == ("FAIL", "shop", "Không ghi được tệp shop: read-only.")
    assert "quyền ghi" in fix


def test_a_missing_column_fails_with_the_title_to_add(office):
    office.grid("shop", "Hàng")[0][:] = ["Mã", "Đơn giá"]
    ((status, name, said, fix),) = bad(office.session)
    assert (status, name) == ("FAIL", "Hàng!1:1")
    assert "Số lượng" in said
    assert "Thêm cột" in fix


def test_a_required_table_that_is_not_found_fails(tmp_path):
    books = {"yard": {"Vật tư": [["Mã vật tư", "Tên"], ["X1", "Cát"]]}}
    with office_in_memory(tmp_path, books, (YARD, SHOP), settings=on_google) as office:
        office.session.office.state.chmod(0o700)
        assert [(status, name) for status, name, _, _ in bad(office.session)] == [("FAIL", "yard")]


def test_a_workbook_in_which_nothing_is_recognised_is_a_warning(office):
    office.backend.workbooks["shop"] = {"Ghi chép": [["Chuyện khác"]]}
    assert [(status, name, said) for status, name, said, _ in bad(office.session)] == [
        ("WARN", "shop", "không có bảng nào được nhận ra")
    ]


def test_a_state_folder_that_others_can_read_is_a_warning(office):
    office.session.office.state.chmod(0o755)
    ((status, name, said, fix),) = bad(office.session)
    assert (status, name, said) == ("WARN", "state", "thư mục state người khác đọc được")
    assert fix == f"chmod 700 {office.session.office.state}"


@pytest.mark.parametrize(
    ("free", "line"),
    [
        (90, ("WARN", "chỉ còn 90 MB trống")),
        (5, ("FAIL", "đĩa đầy (5 MB trống): không ghi được sổ và trạng thái")),
    ],
)
def test_a_full_disk_fails_and_a_nearly_full_one_is_a_warning(office, monkeypatch, free, line):
    monkeypatch.setattr(files.shutil, "disk_usage", lambda _: SimpleNamespace(free=free * 1024 * 1024))
    assert [(status, said) for status, _, said, _ in bad(office.session)] == [line]


def with_mail(session, mail):
    return replace(session, office=replace(session.office, mail=mail))


def test_an_office_that_mails_nobody_is_warned(office):
    ((status, name, _, fix),) = bad(with_mail(office.session, MailConfig()))
    assert (status, name) == ("WARN", "mail")
    assert "[mail.recipients]" in fix


def closed(session):
    """Return the office with its workbook confidential."""
    workbooks = tuple(replace(one, confidential=True) for one in session.office.workbooks)
    return replace(session, office=replace(session.office, workbooks=workbooks))


def test_a_department_of_which_nobody_is_told_is_warned(office):
    mail = MailConfig(recipients={"owner": ("a@example.com",), "shop": ()})
    assert bad(with_mail(office.session, mail)) == []
    ((status, name, said, fix),) = bad(closed(with_mail(office.session, mail)))
    assert (status, name) == ("WARN", "mail")
    assert "“Cửa hàng” chưa có người nhận" in said
    assert "shop ở [mail.recipients]" in fix


def test_the_owner_is_told_of_a_confidential_workbook_where_he_is_a_recipient(office):
    mail = MailConfig(recipients={"owner": ("a@example.com",), "shop": ("a@example.com",)})
    assert bad(closed(with_mail(office.session, mail))) == []


def test_nobody_need_be_told_of_a_department_without_a_workbook(office):
    mail = MailConfig(recipients={"shop": ("a@example.com",)})
    departments = (*office.session.departments(), YARD)
    assert bad(replace(with_mail(office.session, mail), departments=lambda: departments)) == []


def test_a_mail_server_is_named(office):
    mail = MailConfig(transport="smtp", host="mail.example.com", recipients={"owner": ("a@example.com",)})
    assert lines(with_mail(office.session, mail))[-1][2] == "1 người nhận qua mail.example.com:587"


def test_mail_that_waits_is_a_warning(office):
    mail = OutgoingMail("<1@example.com>", "a@example.com", "Thư", NOW, b"")
    office.session.store.commit_notices("20261120-0001", [], [mail])
    assert [(status, said) for status, _, said, _ in bad(office.session)] == [("WARN", "1 thư chưa gửi được")]

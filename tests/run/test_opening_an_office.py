"""Opening an office: the only place where real files, clocks and mail servers come in."""

from datetime import date

import pytest
from openpyxl import Workbook, load_workbook

from sync import run
from sync.alerts.outbox import FileTransport
from sync.alerts.smtp import SmtpTransport
from sync.backends.excel import ExcelBackend
from sync.wiring import LockedError, open_office

SETTINGS = """
[office]
name = "Công ty Thử"
country = "vn"
currency = "VND"
language = "vi"

[workbooks.inventory]
location = "kho.xlsx"
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "office.toml").write_text(SETTINGS, encoding="utf-8")
    book = Workbook()
    book.active.title = "Ghi chép"
    book.active.append(["Chuyện khác"])
    book.save(tmp_path / "kho.xlsx")
    return tmp_path


def test_an_opened_office_has_real_parts(folder):
    with open_office(folder, as_of=date(2026, 11, 20)) as session:
        assert session.as_of == date(2026, 11, 20)
        assert isinstance(session.backend(session.office.workbooks[0]), ExcelBackend)
        assert isinstance(session.transport(), FileTransport)
        assert {"finance", "payroll", "inventory"} <= {one.name for one in session.departments()}
        assert session.now().tzinfo is not None
        assert session.office.state.stat().st_mode & 0o077 == 0


def test_the_day_is_that_of_the_settings_or_else_today(folder):
    with open_office(folder) as session:
        assert session.as_of == session.now().date()
    (folder / "office.toml").write_text(
        SETTINGS.replace("[workbooks", "as_of = 2026-11-20\n\n[workbooks"), encoding="utf-8"
    )
    with open_office(folder) as session:
        assert session.as_of == date(2026, 11, 20)


def test_only_one_run_of_an_office_at_a_time(folder):
    with open_office(folder), pytest.raises(LockedError), open_office(folder):
        pass
    with open_office(folder):
        pass


def test_a_mail_server_and_its_password_come_from_the_settings(folder):
    mail = '\n[mail]\ntransport = "smtp"\nhost = "mail.example.com"\nsender = "kho@example.com"\nuser = "kho"\n'
    mail += 'password_env = "MAIL_PASSWORD"\n'
    (folder / "office.toml").write_text(SETTINGS + mail, encoding="utf-8")
    with open_office(folder, environ={"MAIL_PASSWORD": "geheim"}) as session:
        assert isinstance(session.transport(), SmtpTransport)


def test_a_required_table_that_is_missing_is_one_finding_in_a_real_workbook(folder):
    with open_office(folder, as_of=date(2026, 11, 20)) as session:
        result = run.sync(session)
    assert {finding.code for finding in result.findings} == {"DAT103"}
    book = load_workbook(folder / "kho.xlsx")
    assert book.sheetnames == ["Ghi chép", "⚙ Cảnh báo"]

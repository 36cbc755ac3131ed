"""``check`` finds what is wrong with an office, and says what to do: one row of the table for each fault.

A row is: what was done to an office in order, the code that is found, and words of the fix in Vietnamese and English.
"""

import os
import socket
import sqlite3
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from types import SimpleNamespace
from typing import NamedTuple

import pytest

from sync.cli.exit_codes import ExitCode
from sync.wiring import open_office
from tests.promise.small_office import JOURNAL, LEDGER, LEDGER_TABS, write_ledger, write_small_office
from tests.support.mail_server import PASSWORD, USER, MailServer, write_certificate

MEGABYTE = 1024 * 1024


class Office:
    """An office in order, with what a fault may be done to."""

    def __init__(self, folder, monkeypatch, enter):
        self.folder, self.monkeypatch, self.enter = write_small_office(folder), monkeypatch, enter
        with open_office(self.folder):
            pass  # the state is there

    def setting(self, old, new):
        path = self.folder / "office.toml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def more(self, text):
        path = self.folder / "office.toml"
        path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")

    def mail_server(self, port, more=""):
        lines = f'transport = "smtp"\nhost = "127.0.0.1"\nport = {port}\nsecurity = "none"\n{more}'
        self.setting("[mail]\n", f"[mail]\n{lines}")

    def serve(self, **more):
        return self.enter(MailServer(**more))

    def secret(self, text="mat-khau-sai", mode=0o600):
        path = self.folder / "secret.txt"
        path.write_text(text)
        path.chmod(mode)
        return path

    def in_state(self, statement):
        with closing(sqlite3.connect(self.folder / "state" / "state.sqlite3")) as database:
            database.execute(statement)
            database.commit()

    def free(self, size):
        self.monkeypatch.setattr("sync.checking.files.shutil.disk_usage", lambda _: SimpleNamespace(free=size))

    def unwritable(self, path):
        """Refuse writing as the system does; the tests may run as the administrator, who is never refused."""
        real = os.access

        def access(where, mode, **more):
            return not (mode & os.W_OK and str(where) == str(path)) and real(where, mode, **more)

        self.monkeypatch.setattr(os, "access", access)


def closed_port():
    """Return a port on this computer at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def stale_lock(office):
    lock = office.folder / f".~lock.{LEDGER}#"
    lock.write_text("Trần Thị Lan,lan,pc-lan,16.11.2026 08:00,file:///home/lan;", encoding="utf-8")
    four_days_ago = time.time() - 4 * 24 * 3_600
    os.utime(lock, (four_days_ago, four_days_ago))


def without_column(office):
    journal = [[cell for cell in row if cell != "Tài khoản"] for row in JOURNAL]
    write_ledger(office.folder / LEDGER, {**LEDGER_TABS, "Nhật ký chung": journal})


def without_table(office):
    write_ledger(office.folder / LEDGER, {"Tài khoản": LEDGER_TABS["Tài khoản"]})


def wrong_sign_in(office):
    server = office.serve(security="none", sign_in=True)
    office.mail_server(server.port, f'user = "{USER}"\npassword_file = "{office.secret()}"\n')


def not_secure(office):
    certificate = write_certificate(office.folder / "server.pem")
    server = office.serve(security="starttls", certificate=certificate)
    office.mail_server(server.port)
    office.setting('security = "none"', 'security = "starttls"')


def second_name(office):
    (office.folder / "so-2.xlsx").hardlink_to(office.folder / LEDGER)
    office.more('\n[workbooks.copy]\nlocation = "so-2.xlsx"\ndepartments = ["finance"]\n')


class Fault(NamedTuple):
    name: str
    seed: Callable[[Office], object]
    code: str
    fix_vi: str
    fix_en: str


NO_PORT = closed_port()

FAULTS = [
    # the settings
    Fault(
        "wrong time zone",
        lambda office: office.setting("[office]", '[office]\ntimezone = "Asia/Hanoi"'),
        "CFG105",
        "Sửa giá trị của “office.timezone”",
        "Correct the value of “office.timezone”",
    ),
    Fault(
        "unknown recipient",
        lambda office: office.setting("finance = [", "finanse = ["),
        "CFG103",
        "Có phải ý bạn là “finance”",
        "Did you mean “finance”",
    ),
    Fault(
        "two addresses in one",
        lambda office: office.setting('"ketoan@example.com"', '"ketoan@example.com, lan@example.com"'),
        "CFG107",
        "Mỗi người nhận là một phần tử riêng",
        "Give each recipient as an entry of its own",
    ),
    Fault(
        "password in the settings",
        lambda office: office.setting("[mail]\n", '[mail]\npassword = "x"\n'),
        "CFG106",
        "password_file",
        "password_file",
    ),
    Fault(
        "unreadable job",
        lambda office: office.more('\n[schedule]\njobs = ["every now and then"]\n'),
        "CFG116",
        "Dạng gần nhất",
        "The nearest form",
    ),
    Fault(
        "two workbooks with the same file",
        lambda office: office.setting('location = "kho.xlsx"', f'location = "{LEDGER}"'),
        "CFG109",
        "Xóa một trong hai",
        "Remove one of the two",
    ),
    Fault("two names for one file", second_name, "CHK110", "Xóa một trong hai mục", "Remove one of the two"),
    # the workbooks
    Fault(
        "workbook missing",
        lambda office: (office.folder / LEDGER).unlink(),
        "WBK101",
        "Kiểm tra tên tệp và ổ mạng",
        "Check the file name and the network share",
    ),
    Fault(
        "workbook damaged",
        lambda office: (office.folder / LEDGER).write_bytes(b"no workbook"),
        "WBK102",
        "lấy bản sao lưu",
        "take a backup copy",
    ),
    Fault("header missing", without_column, "DAT101", "Thêm cột với đúng tiêu đề", "Add the column with this title"),
    Fault("table missing", without_table, "DAT103", "Đặt tên trang là", "Name the tab"),
    Fault(
        "workbook set to read-only",
        lambda office: office.unwritable(office.folder / LEDGER),
        "WBK109",
        "Kiểm tra quyền ghi",
        "Check the permission to write",
    ),
    Fault(
        "workbook folder set to read-only",
        lambda office: office.unwritable(office.folder),
        "CHK108",
        "ReadWritePaths=",
        "ReadWritePaths=",
    ),
    Fault("stale lock", stale_lock, "CHK109", f"Xóa tệp “.~lock.{LEDGER}#”", f"Delete “.~lock.{LEDGER}#”"),
    # secrets
    Fault(
        "unreadable key file",
        lambda office: office.more('\n[google]\ncredentials = "no-key.json"\n'),
        "CHK112",
        "Kiểm tra đường dẫn ở “google.credentials”",
        "Check the path in “google.credentials”",
    ),
    Fault(
        "key readable by others",
        lambda office: office.more(f'\n[google]\ncredentials = "{office.secret(mode=0o644)}"\n'),
        "CHK111",
        "chmod 600 ",
        "chmod 600 ",
    ),
    Fault(
        "unreadable password file",
        lambda office: office.mail_server(NO_PORT, 'user = "x"\npassword_file = "no-password.txt"\n'),
        "CFG112",
        "Kiểm tra đường dẫn và quyền đọc",
        "Check the path and that the file may be read",
    ),
    Fault(
        "password variable not set",
        lambda office: office.mail_server(NO_PORT, 'user = "x"\npassword_env = "NO_SUCH_VARIABLE"\n'),
        "CFG111",
        "Đặt biến NO_SUCH_VARIABLE",
        "Set NO_SUCH_VARIABLE",
    ),
    # mail
    Fault(
        "mail server refuses the connection",
        lambda office: office.mail_server(NO_PORT),
        "MAI101",
        "Kiểm tra mạng, tường lửa",
        "Check the network, the firewall",
    ),
    Fault("mail server refuses the sign-in", wrong_sign_in, "MAI103", "mật khẩu ứng dụng", "app password"),
    Fault("mail server with a certificate of nobody", not_secure, "MAI102", "SSL_CERT_FILE", "SSL_CERT_FILE"),
    Fault(
        "mail server that hangs up",
        lambda office: office.mail_server(office.serve(hangs_up="HELLO").port),
        "MAI105",
        "hỏi nhà cung cấp thư",
        "ask your mail provider",
    ),
    Fault(
        "nobody is to be mailed",
        lambda office: [office.setting(f'["{name}@example.com"]', "[]") for name in ("ketoan", "kho", "giamdoc")],
        "CHK113",
        "Thêm địa chỉ vào [mail.recipients]",
        "Add addresses under [mail.recipients]",
    ),
    # this computer
    Fault("full disk", lambda office: office.free(3 * MEGABYTE), "CHK107", "Xóa bớt tệp", "Delete files"),
    Fault("nearly full disk", lambda office: office.free(90 * MEGABYTE), "CHK106", "Giải phóng", "Free some"),
    Fault(
        "state folder readable by others",
        lambda office: (office.folder / "state").chmod(0o755),
        "CHK105",
        "đã đổi quyền của",
        "what changed the permissions of",
    ),
    Fault(
        "state of a newer version",
        lambda office: office.in_state("UPDATE schema_version SET version = 99"),
        "CLI114",
        "Cài phiên bản Sheetkeeper mới hơn",
        "Install the newer Sheetkeeper",
    ),
    Fault(
        "damaged state",
        lambda office: (office.folder / "state" / "state.sqlite3").write_bytes(b"no database" * 99),
        "CLI115",
        "thư mục trạng thái",
        "the state folder",
    ),
    Fault(
        "state among the workbooks",
        lambda office: office.more('\n[state]\nfolder = "."\n'),
        "CFG110",
        "Chọn một thư mục riêng",
        "Choose a folder of its own",
    ),
    Fault(
        "run that was cut short",
        lambda office: office.in_state(
            "INSERT INTO runs (run_id, command, as_of, started_at, status) "
            "VALUES ('20261119-0001', 'sync', '2026-11-19', '2026-11-19T08:00:00+07:00', 'running')"
        ),
        "CHK115",
        "sheetkeeper sync",
        "sheetkeeper sync",
    ),
    Fault(
        "heartbeat out of reach",
        lambda office: office.more(f'\n[heartbeat]\nurl = "http://127.0.0.1:{NO_PORT}/ping/abc"\n'),
        "CHK117",
        "Kiểm tra url ở [heartbeat]",
        "Check url under [heartbeat]",
    ),
    Fault(
        "another run that never lets go",
        lambda office: office.enter(open_office(office.folder)),
        "CLI102",
        "Đợi nó xong",
        "Wait until it has ended",
    ),
]


@pytest.fixture
def office(tmp_path, monkeypatch):
    with ExitStack() as held:
        yield Office(tmp_path / "office", monkeypatch, held.enter_context)


def found(run, office, language):
    """Return code -> fix of everything that is wrong."""
    answer = run("check", "--office", office.folder, "--json", "--lang", language)
    document = answer.document
    problems = document.get("error", {}).get("problems", [])
    wrong = {one["code"]: one["fix"] for one in (*problems, *document.get("checks", ())) if one.get("status") != "OK"}
    failed = problems or any(one["status"] == "FAIL" for one in document["checks"])
    assert (answer.exit_code != ExitCode.DONE) == bool(failed)
    return wrong


def test_an_office_in_order_has_no_fault(run, office):
    assert found(run, office, "en") == {}


def test_a_mail_server_that_lets_us_in_is_no_fault(run, office):
    server = office.serve(security="none", sign_in=True)
    office.mail_server(server.port, f'user = "{USER}"\npassword_file = "{office.secret(PASSWORD)}"\n')
    assert found(run, office, "en") == {}
    assert server.mails == []


def test_a_heartbeat_that_answers_is_no_fault_and_is_not_pinged(run, office):
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        office.more(f'\n[heartbeat]\nurl = "http://127.0.0.1:{listening.getsockname()[1]}/ping/abc"\n')
        assert found(run, office, "en") == {}
        with closing(listening.accept()[0]) as connection:
            connection.settimeout(5)
            assert connection.recv(1) == b"", "nothing was asked, which would count as a run"


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_each_fault_is_found_with_its_fix(run, office, fault):
    fault.seed(office)

    vietnamese = found(run, office, "vi")
    if fault.name == "state folder readable by others":
        (office.folder / "state").chmod(0o755)  # opening it has closed it
    english = found(run, office, "en")

    assert fault.code in vietnamese, vietnamese
    assert fault.fix_vi in vietnamese[fault.code]
    assert fault.fix_en in english[fault.code]


def test_the_table_has_the_faults_that_were_promised():
    assert len({fault.code for fault in FAULTS}) >= 15

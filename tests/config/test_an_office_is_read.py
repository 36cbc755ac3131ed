from datetime import date

import pytest

from rules.core.message import Voice
from sync.config import GoogleConfig, TableMapping, find_office, load_office, read_password


def test_the_smallest_office_has_sensible_defaults(load, tmp_path):
    """
    [office]
    name = "Minh Phát"
    [workbooks.finance]
    location = "so-ke-toan.xlsx"
    """
    office = load()
    assert office.name == "Minh Phát"
    assert office.voice == Voice("vi", "VND", "vi_VN")
    assert (office.country, office.timezone, office.as_of) == ("vn", "Asia/Ho_Chi_Minh", None)
    assert office.state == tmp_path / "state"
    assert office.backups == 5
    assert office.limits == {}
    assert office.mail.transport == "outbox"
    assert office.workbook("finance").location == str(tmp_path / "so-ke-toan.xlsx")
    assert office.workbook("payroll") is None


def test_everything_that_can_be_set_is_taken_over(load, tmp_path):
    """
    [office]
    name = "Blue Shop"
    country = "gb"
    currency = "GBP"
    language = "en"
    timezone = "Europe/London"
    as_of = 2026-11-20

    [workbooks.staff]
    location = "${SHARE}/staff.xlsm"
    confidential = true
    departments = []
    audience = ["HR", "the owner"]

    [mail]
    transport = "smtp"
    sender = "Sheetkeeper <books@example.com>"
    host = "smtp.example.com"
    security = "tls"
    user = "books"
    password_file = "secret"
    recipients.owner = ["owner@example.com", "deputy@example.com"]

    [google]
    credentials = "~/key.json"

    [schedule]
    jobs = ["every working day at 18:00"]

    [limits]
    max_rows = 2000

    [state]
    folder = "/var/lib/office"

    [backup]
    keep = 0
    """
    office = load({"SHARE": "/srv/share", "HOME": "/home/mai"})
    assert office.as_of == date(2026, 11, 20)
    assert office.voice == Voice("en", "GBP", "en_GB")
    staff = office.workbook("staff")
    assert (staff.location, staff.written) == ("/srv/share/staff.xlsm", "${SHARE}/staff.xlsm")
    assert staff.confidential is True
    assert staff.audience == ("HR", "the owner")
    assert (office.mail.host, office.mail.port, office.mail.security) == ("smtp.example.com", 465, "tls")
    assert office.mail.password_file == tmp_path / "secret"
    assert office.mail.recipients == {"owner": ("owner@example.com", "deputy@example.com")}
    assert str(office.google.credentials) == "/home/mai/key.json"
    assert office.jobs == ("every working day at 18:00",)
    assert office.limits == {"max_rows": 2000}
    assert str(office.state) == "/var/lib/office"
    assert office.backups == 0


def test_google_is_reached_as_it_usually_is_unless_the_settings_say_otherwise(load):
    """
    [office]
    name = "Lotus"
    [workbooks.a]
    location = "https://docs.google.com/spreadsheets/d/1BxiMVs0XRA5nFMdKvBdBZjgmUUqptlbs74OgvE2upms/edit"
    """
    assert load().google == GoogleConfig(None, None, 60)


def test_google_may_be_reached_elsewhere_and_more_slowly(load, tmp_path):
    """
    [office]
    name = "Lotus"
    [workbooks.a]
    location = "a.xlsx"
    [google]
    credentials = "key.json"
    endpoint = "http://127.0.0.1:${PORT}"
    requests_per_minute = 20
    """
    google = load({"PORT": "8080"}).google
    assert google == GoogleConfig(tmp_path / "key.json", "http://127.0.0.1:8080", 20)


def test_an_english_office_in_vietnam_gets_an_existing_locale(load):
    """
    [office]
    name = "Lotus"
    language = "en"
    [workbooks.a]
    location = "a.xlsx"
    """
    assert load().voice.locale == "en_US"


def test_a_locale_may_be_set(load):
    """
    [office]
    name = "Lotus"
    language = "en"
    locale = "de_DE"
    [workbooks.a]
    location = "a.xlsx"
    """
    assert load().voice.locale == "de_DE"


def test_a_pattern_is_not_confused_by_brackets_in_the_folders_name(tmp_path):
    folder = tmp_path / "office [2026]"
    folder.mkdir()
    (folder / "office.toml").write_text('[office]\nname = "A"\n[workbooks.t]\nlocation = "cham-cong/*.xlsx"\n')
    (folder / "cham-cong").mkdir()
    (folder / "cham-cong" / "11.xlsx").touch()
    from glob import glob

    location = load_office(folder, {}).workbook("t").location
    assert glob(location) == [str(folder / "cham-cong" / "11.xlsx")]  # noqa: PTH207  (the pattern is absolute)


@pytest.mark.parametrize(
    "location",
    [
        "https://docs.google.com/spreadsheets/d/1AbC_d-9xyzXYZ0123456789/edit#gid=0",
        "https://docs.google.com/spreadsheets/u/1/d/1AbC_d-9xyzXYZ0123456789/edit",
        "https://docs.google.com/a/example.com/spreadsheets/d/1AbC_d-9xyzXYZ0123456789/edit",
        "1AbC_d-9xyzXYZ01234567890123456789",
    ],
)
def test_an_address_or_an_id_means_a_google_spreadsheet(write, location):
    office = load_office(write(f'[office]\nname = "A"\n[workbooks.g]\nlocation = "{location}"\n'), {})
    assert office.workbook("g").backend == "google"
    assert office.workbook("g").location == location


def test_the_byte_order_mark_of_notepad_is_no_error(write):
    folder = write('[office]\nname = "Thủy"\n[workbooks.a]\nlocation = "a.xlsx"', encoding="utf-8-sig")
    assert load_office(folder, {}).name == "Thủy"


def test_the_digest_changes_with_the_file(write):
    first = load_office(write('[office]\nname = "A"\n[workbooks.a]\nlocation = "a.xlsx"'), {}).digest
    second = load_office(write('[office]\nname = "B"\n[workbooks.a]\nlocation = "a.xlsx"'), {}).digest
    assert first != second


def test_tables_may_be_mapped_by_hand(load):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [workbooks.a.tables.journal]
    tab = "Sổ 20*"
    header_row = 7
    columns = { voucher = "Chứng từ gốc" }
    """
    assert load().workbook("a").tables["journal"] == TableMapping("Sổ 20*", {"voucher": "Chứng từ gốc"}, 7)


def test_the_office_is_found_from_a_folder_below_it(write):
    folder = write('[office]\nname = "A"')
    below = folder / "state" / "outbox"
    below.mkdir(parents=True)
    assert find_office(below) == folder


def test_a_password_comes_from_the_environment(load):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    password_env = "MAIL_PASSWORD"
    """
    assert read_password(load().mail, {"MAIL_PASSWORD": "s3cret"}) == "s3cret"


def test_a_password_comes_from_a_file(load, tmp_path):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    password_file = "secret"
    """
    (tmp_path / "secret").write_text("s3cret\n")
    assert read_password(load().mail, {}) == "s3cret"


def test_without_either_there_is_no_password(load):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    """
    assert read_password(load().mail, {}) is None

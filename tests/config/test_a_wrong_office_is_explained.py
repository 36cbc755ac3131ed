import pytest

from rules.core.message import Voice
from sync.config import ConfigurationError, find_office, load_office, read_password
from sync.config.problems import MESSAGES, WRONG_VALUE

OFFICE = '[office]\nname = "A"\n[workbooks.a]\nlocation = "a.xlsx"\n'


def codes_and_lines(problems):
    return [(problem.code, problem.line) for problem in problems]


def test_all_problems_are_told_at_once_with_their_lines(problems):
    """
    [office]
    nmae = "Minh Phát"
    language = "fr"

    [workbook.finance]
    location = "a.xlsx"

    [mail]
    transport = "smtp"
    prot = 25
    """
    assert codes_and_lines(problems()) == [
        ("CFG113", None),
        ("CFG104", 1),
        ("CFG103", 2),
        ("CFG105", 3),
        ("CFG103", 5),
        ("CFG103", 10),
    ]


def test_a_job_that_is_not_understood_is_told_together_with_what_is_wrong_in_other_sections(problems):
    """
    [office]
    nmae = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    hots = "mail.example.com"
    [schedule]
    jobs = ["evry day"]
    """
    assert [code for code, _ in codes_and_lines(problems())] == ["CFG104", "CFG103", "CFG103", "CFG116"]


def test_an_unknown_key_names_the_nearest_one(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    confidental = true
    """
    (problem,) = problems()
    assert problem.text(Voice("en")) == "line 5: There is no setting called “workbooks.a.confidental”."
    assert problem.fix(Voice("en")) == "Did you mean “confidential”?"
    assert problem.text(Voice("vi")) == "dòng 5: Không có mục cài đặt tên “workbooks.a.confidental”."


def test_a_key_like_none_lists_those_that_there_are(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [backup]
    zzz = 1
    """
    assert problems()[0].fix(Voice("en")) == "Did you mean “keep”?"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("country = 'Vietnam'", 'a country code in small letters, as "vn"'),
        ("currency = 'dong'", 'a currency code in capitals, as "VND"'),
        ("language = 'fr'", '"vi" or "en"'),
        ("timezone = 'Hanoi'", 'a time zone as "Asia/Ho_Chi_Minh"'),
        ("timezone = '../etc'", 'a time zone as "Asia/Ho_Chi_Minh"'),
        ("as_of = '2026-11-20'", "a date without quotes, as 2026-11-20"),
        ("as_of = 5", "a date without quotes, as 2026-11-20"),
        ("locale = 'xx_XX'", 'a language and a country, as "vi_VN"'),
        ("locale = 'vietnamese'", 'a language and a country, as "vi_VN"'),
        ("[backup]\nkeep = -1", "at least 0"),
        ("[backup]\nkeep = 5000", "at most 1000"),
        ("[backup]\nkeep = '5'", "a whole number"),
        ("[backup]\nkeep = true", "a whole number"),
        ("[schedule]\njobs = 'daily'", 'a list, as ["a", "b"]'),
        ("[mail]\nhost = 5", "text in double quotes"),
        ("[mail]\nhost = ''", "text that is not empty"),
        ("[mail]\nrecipients = 'x@example.com'", "a section of its own in square brackets"),
    ],
)
def test_a_wrong_value_says_what_was_expected(write, line, expected):
    folder = write('[workbooks.a]\nlocation = "a.xlsx"\n[office]\nname = "A"\n' + line)
    with pytest.raises(ConfigurationError) as caught:
        load_office(folder, {})
    (problem,) = caught.value.problems
    assert problem.message is WRONG_VALUE
    assert problem.fields["expected"].en == expected
    assert problem.line == (5 if not line.startswith("[") else 6)


def test_a_section_that_is_a_mere_value_is_explained(write):
    with pytest.raises(ConfigurationError) as caught:
        load_office(write("backup = 5\n" + OFFICE), {})
    assert codes_and_lines(caught.value.problems) == [("CFG105", 1)]


def test_a_password_in_the_file_is_refused(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    password = "hunter2"
    """
    found = problems()
    assert codes_and_lines(found) == [("CFG106", 6)]
    assert "hunter2" not in found[0].text(Voice()) + found[0].fix(Voice())


@pytest.mark.parametrize(
    "address",
    [
        "lan@example.com, minh@example.com",
        "lan@example.com;minh@example.com",
        "lan",
        "lan@",
        "lan@example.com\\nBcc: minh@example.com",
        "",
        "A, B <lan@example.com>",
        "lan@example.com,",
        "lan@example.com;",
    ],
)
def test_one_recipient_is_one_address(write, address):
    folder = write(OFFICE + f'[mail.recipients]\nowner = ["{address}"]')
    with pytest.raises(ConfigurationError) as caught:
        load_office(folder, {})
    assert codes_and_lines(caught.value.problems) == [("CFG107", 6)]


def test_a_recipient_of_no_department_is_an_unknown_key(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail.recipients]
    onwer = ["a@example.com"]
    """
    (problem,) = problems()
    assert problem.code == "CFG103"
    assert problem.fields["nearest"] == "owner"


def test_an_unknown_department_lists_the_known_ones(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    departments = ["magic"]
    """
    (problem,) = problems()
    assert problem.code == "CFG108"
    assert "“magic”" in problem.text(Voice("en"))
    assert problem.line == 5


def test_an_unknown_table_and_an_unknown_field_are_told(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [workbooks.a.tables.jurnal]
    tab = "x"
    [workbooks.a.tables.journal]
    tabb = "x"
    """
    assert [problem.code for problem in problems()] == ["CFG103"]


def test_mapped_tables_and_fields_have_to_exist(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [workbooks.a.tables.jurnal]
    tab = "x"
    [workbooks.a.tables.journal.columns]
    vuocher = "x"
    """
    found = problems()
    assert codes_and_lines(found) == [("CFG103", 5), ("CFG103", 8)]
    assert [problem.fields["nearest"] for problem in found] == ["journal", "voucher"]


def test_two_workbooks_may_not_share_a_file(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [workbooks.b]
    location = "./a.xlsx"
    """
    assert codes_and_lines(problems()) == [("CFG109", 6)]


@pytest.mark.parametrize(
    "location",
    [
        "a.xls",
        "a.ods",
        "folder",
        "a.csv",
        "https://docs.google.com/document/d/1aB-_c/edit",
        "https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml",
        "docs.google.com/spreadsheets/d/1aB-_c/edit",
    ],
)
def test_a_workbook_is_an_excel_file_or_on_google(write, location):
    with pytest.raises(ConfigurationError) as caught:
        load_office(write(f'[office]\nname = "A"\n[workbooks.a]\nlocation = "{location}"'), {})
    assert codes_and_lines(caught.value.problems) == [("CFG115", 4)]


@pytest.mark.parametrize("folder", [".", "share"])
def test_state_does_not_lie_among_the_workbooks(write, folder):
    text = f'[office]\nname = "A"\n[workbooks.a]\nlocation = "share/a.xlsx"\n[state]\nfolder = "{folder}"'
    with pytest.raises(ConfigurationError) as caught:
        load_office(write(text), {})
    assert codes_and_lines(caught.value.problems) == [("CFG110", 6)]


def test_a_variable_that_is_not_set_is_told(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "${SHARE}/a.xlsx"
    """
    assert codes_and_lines(problems()) == [("CFG111", 4)]


def test_smtp_needs_a_host(problems):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    transport = "smtp"
    """
    (problem,) = problems()
    assert (problem.code, problem.fields["key"], problem.line) == ("CFG104", "mail.host", 5)


def test_a_mail_section_that_is_no_section_is_explained(write):
    with pytest.raises(ConfigurationError) as caught:
        load_office(write('mail = "x"\n' + OFFICE), {})
    assert codes_and_lines(caught.value.problems) == [("CFG105", 1)]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"[office]\nname = A\n", 2),
        (b'[office]\nname = "Ph\xe1t"\n', 2),
        (b'[office]\nname = "A"\nname = "B"\n', 3),
        (b"[office", 1),
    ],
)
def test_a_file_that_is_no_toml_is_told_with_its_line(tmp_path, content, line):
    (tmp_path / "office.toml").write_bytes(content)
    with pytest.raises(ConfigurationError) as caught:
        load_office(tmp_path, {})
    assert codes_and_lines(caught.value.problems) == [("CFG102", line)]


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ConfigurationError) as caught:
        load_office(tmp_path, {})
    assert codes_and_lines(caught.value.problems) == [("CFG101", None)]
    with pytest.raises(ConfigurationError):
        find_office(tmp_path)


def test_problems_are_told_in_the_language_of_the_file(load):
    """
    [office]
    language = "en"
    """
    with pytest.raises(ConfigurationError, match=r"The setting “office\.name” is missing"):
        load()


def test_a_password_that_is_not_there_is_told(load, tmp_path):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    password_env = "MAIL_PASSWORD"
    """
    with pytest.raises(ConfigurationError, match="CFG111"):
        read_password(load().mail, {})


def test_a_password_file_that_cannot_be_read_is_told(load):
    """
    [office]
    name = "A"
    [workbooks.a]
    location = "a.xlsx"
    [mail]
    password_file = "nowhere"
    """
    with pytest.raises(ConfigurationError, match="CFG112"):
        read_password(load().mail, {})


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.code)
def test_every_message_is_in_both_languages_with_the_same_fields(message):
    import re

    for text in (message.title, message.text, message.fix):
        assert text.vi
        assert text.en
        assert text.vi != text.en
        assert set(re.findall(r"\{\w+", text.vi)) == set(re.findall(r"\{\w+", text.en))


def test_codes_are_told_apart():
    assert len({message.code for message in MESSAGES}) == len(MESSAGES)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://sheets.example.com",
        "https://sheets.example.com/v4",
        "https://a:b@example.com",
        "localhost:8080",
        "https://",
    ],
)
def test_google_is_reached_over_https_or_on_this_computer(tmp_path, endpoint):
    (tmp_path / "office.toml").write_text(f'{OFFICE}[google]\nendpoint = "{endpoint}"\n', encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_office(tmp_path, {})
    (problem,) = caught.value.problems
    assert (problem.message, problem.line) == (WRONG_VALUE, 6)
    assert "https" in problem.text(Voice("en"))


@pytest.mark.parametrize("count", ["0", "-1", "3001", '"60"', "1.5"])
def test_requests_a_minute_are_a_sensible_number(tmp_path, count):
    (tmp_path / "office.toml").write_text(f"{OFFICE}[google]\nrequests_per_minute = {count}\n", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        load_office(tmp_path, {})
    assert caught.value.problems[0].message is WRONG_VALUE

"""What cannot be understood is said in the reader's language, with a code and exit code 2."""

import pytest
import typer

from sync.cli import messages as said
from sync.cli.app import app
from sync.cli.usage import UsageError, shown

WRONG = {
    ("snc",): ("CLI140", "sheetkeeper has no command “snc”.", "The nearest are: sync, run."),
    ("mail", "rety"): ("CLI140", "sheetkeeper mail has no command “rety”.", "sheetkeeper mail --help"),
    ("--fast",): ("CLI141", "sheetkeeper has no option --fast.", "sheetkeeper --help"),
    ("sync", "--ofice", "x"): ("CLI141", "sheetkeeper sync has no option --ofice.", "The nearest are: --office"),
    ("undo",): ("CLI142", "sheetkeeper undo needs the name of a run (RUN)", "Type: sheetkeeper undo RUN"),
    ("run", "show"): ("CLI142", "sheetkeeper run show needs the name of a run", "Type: sheetkeeper run show RUN"),
    ("explain",): ("CLI142", "sheetkeeper explain needs what to explain", "Type: sheetkeeper explain PLACE..."),
    ("undo", "A", "B", "C"): ("CLI143", "sheetkeeper undo takes no “B C”.", "Type: sheetkeeper undo RUN."),
    ("status", "--as-of", "31/02/2026"): ("CLI144", "“31/02/2026” cannot be used for --as-of.", "as 2026-11-20"),
    ("status", "--lang", "de"): ("CLI144", "“de” cannot be used for --lang.", "vi (Vietnamese) or en (English)"),
    ("runs", "--limit", "-1"): ("CLI144", "“-1” cannot be used for --limit.", "not below 0"),
    ("runs", "--limit=many"): ("CLI144", "“many” cannot be used for --limit.", "not below 0"),
    ("runs", "--status", "done"): ("CLI144", "“done” cannot be used for --status.", "ok, partial, failed or running"),
    ("mail", "retry", "3", "abc"): ("CLI144", "“abc” cannot be used for the number of a mail", "mail list"),
    ("run", "show", "R", "--limit"): ("CLI145", "Something has to stand behind --limit.", "a whole number"),
    ("audit", "--head"): ("CLI145", "Something has to stand behind --head.", "then its value"),
    ("status", "--json=yes"): ("CLI146", "--json stands by itself", "“=”"),
}


@pytest.fixture
def nowhere(tmp_path, monkeypatch):
    """Go where there is no office."""
    monkeypatch.chdir(tmp_path)


def commands(command=None):
    command = command or typer.main.get_command(app)
    below = getattr(command, "commands", {}).values()
    return [found for one in below for found in commands(one)] if below else [command]


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_what_is_not_understood_is_said_with_its_fix(run, nowhere, words):
    code, text, fix = WRONG[words]

    answer = run(*words)

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert answer.stderr.startswith(f"{code} {text}")
    assert fix in answer.stderr.splitlines()[1]


def test_it_is_said_in_the_language_of_the_environment(run, nowhere, monkeypatch):
    monkeypatch.setenv("LANG", "vi_VN.UTF-8")
    assert "CLI142 sheetkeeper undo cần mã lần chạy (RUN), như 20261120-0001." in run("undo").stderr


def test_it_is_said_in_the_language_of_the_office(run, folder, tmp_path_factory, monkeypatch):
    assert "Không có lệnh" not in run("snc").stderr
    assert "sheetkeeper không có lệnh “snc”." in run("snc").stderr
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert "sheetkeeper sync không có tùy chọn --fast." in run("sync", "--fast", "--office", folder).stderr
    assert "sheetkeeper sync has no option --fast." in run("sync", "--fast").stderr


@pytest.mark.parametrize("words", [("--lang", "en"), ("--lang=en",)])
def test_it_is_said_in_the_language_that_was_asked_for(run, folder, words):
    assert "sheetkeeper sync has no option --fast." in run("sync", "--fast", *words).stderr


def test_an_office_that_cannot_be_read_hides_nothing(run, folder):
    (folder / "office.toml").write_text("[office\n", encoding="utf-8")
    assert "CLI142" in run("undo").stderr
    assert "CLI142" in run("undo", "--office", folder / "office.toml").stderr


def test_it_is_told_as_the_one_document_where_that_was_asked_for(run, nowhere):
    answer = run("undo", "--json")
    assert answer.exit_code == 2
    assert [problem["code"] for problem in answer.document["error"]["problems"]] == ["CLI142"]


def test_a_group_of_commands_without_one_gives_its_help(run, nowhere):
    assert "Show the mails that wait" in run("mail").output


def test_every_value_that_may_be_wrong_is_explained():
    """A face is no number, no day and no language."""
    refused = set()
    for command in commands():
        for parameter in command.params:
            words = ["☹"] if parameter.param_type_name == "argument" else [parameter.opts[0], "☹"]
            try:
                command.make_context(command.name, words)
            except UsageError as error:
                refused |= {error.param.name} if type(error) is typer.BadParameter else set()

    assert refused >= {"as_of", "lang", "limit", "numbers"}
    assert refused <= set(said.EXPECTED)


def test_every_argument_that_may_be_missing_is_explained():
    needed = {shown(one) for command in commands() for one in command.params if one.required}

    assert needed >= {"RUN", "FILE", "PLACE"}
    assert needed <= set(said.ARGUMENTS)

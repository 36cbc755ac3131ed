"""The trial of the page takes from it what it says, and needs nothing that the page does not have."""

import tomllib

from sync.cli.office_file import OfficeFile, WorkbookEntry, office_toml
from tests.newcomer.following import EDITOR, SAYS, UNTIL_CTRL_C
from tests.newcomer.page import PAGE, blocks, with_sections

STEPS = list(blocks(PAGE.read_text(encoding="utf-8")))
COMMANDS = [command for step in STEPS if step.language == "sh" for command in step.commands]


def test_blocks_are_taken_with_their_section_language_and_commands():
    page = "# T\n\n## 1. One\n\n```sh\ncd /a\nls \\\n  -l\n```\n\n```toml\n[mail]\n```\n\n## Two\n\n```sh\npwd\n```\n"

    first, settings, last = blocks(page)

    assert (first.section, first.language, first.commands) == ("1. One", "sh", ["cd /a", "ls    -l"])
    assert (settings.section, settings.language, settings.text) == ("1. One", "toml", "[mail]\n")
    assert (last.section, last.commands) == ("Two", ["pwd"])


def test_a_section_stands_in_place_of_the_one_that_init_wrote():
    written = office_toml(
        OfficeFile(
            "A", "vn", "VND", "en", "Asia/Ho_Chi_Minh", [WorkbookEntry("finance", "a.xlsx")], {"owner": ["a@b.vn"]}
        )
    )
    for step in STEPS:
        if step.language == "toml":
            written = with_sections(written, step.text)

    settings = tomllib.loads(written)

    assert settings["mail"]["host"] == "smtp.example.com"
    assert settings["mail"]["recipients"] == {"owner": ["a@b.vn"]}
    assert len(settings["schedule"]["jobs"]) == 3
    assert settings["heartbeat"]["url"].startswith("https://")
    assert settings["workbooks"]["finance"]["location"] == "a.xlsx"


def test_a_section_of_a_section_is_replaced_by_itself():
    before = '[workbooks.a]\nlocation = "a.xlsx"\n\n[workbooks.b]\nlocation = "b.xlsx"\n'

    after = with_sections(before, '[workbooks.b]\nlocation = "c.xlsx"\n')

    assert tomllib.loads(after)["workbooks"] == {"a": {"location": "a.xlsx"}, "b": {"location": "c.xlsx"}}


def test_whatever_the_trial_looks_for_is_a_command_of_the_page():
    for part in SAYS:
        assert any(part in command for command in COMMANDS), part
    assert sum(bool(UNTIL_CTRL_C.search(command)) for command in COMMANDS) == 2
    assert sum(bool(EDITOR.match(command)) for command in COMMANDS) == 1


def test_paths_on_the_page_do_not_depend_on_where_one_is():
    files = [word for command in COMMANDS for word in command.split() if word.endswith((".whl", ".service", ".crt"))]
    assert len(files) == 5
    assert all(file.startswith("/") for file in files), files

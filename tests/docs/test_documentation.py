"""What the documentation says is there, and what is there is documented."""

import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
import typer

from rules.departments import all_departments
from sync.backends.excel.package import Limits
from sync.cli.app import app
from sync.cli.exit_codes import ExitCode
from sync.cli.message_codes import groups, main, page
from sync.config.sections import SECTIONS, LimitsSection, keys_of_sections

ROOT = Path(__file__).parents[2]
OPERATOR = (ROOT / "docs" / "operator.md").read_text(encoding="utf-8")


def commands_of(group, prefix=""):
    """Return every command by its name, one in a group by both names."""
    found = {}
    for name, command in group.commands.items():
        inner = getattr(command, "commands", None)
        found |= {f"{prefix}{name}": command} if inner is None else commands_of(command, f"{prefix}{name} ")
    return found


COMMANDS = commands_of(typer.main.get_command(app))
PAGES = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]
MESSAGES = [message for _, group in groups() for message in group]


def section_of(command):
    """Return the part of the operator's manual about a command, with the table of common options."""
    common, *parts = OPERATOR.split("### `sheetkeeper ")
    own = next(part for part in parts if re.match(rf"{command}[ `]", part))
    return common + own.split("\n## ")[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command):
    assert f"### `sheetkeeper {command}" in OPERATOR


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_documented(command):
    text = section_of(command)
    for parameter in COMMANDS[command].params:
        if parameter.param_type_name == "option":
            for name in parameter.opts:
                assert f"`{name}" in text, name


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_and_command_has_help(command):
    assert COMMANDS[command].help
    for parameter in COMMANDS[command].params:
        assert parameter.help, parameter.name


@pytest.mark.parametrize("code", ExitCode, ids=lambda code: code.name)
def test_every_exit_code_is_documented(code):
    assert f"\n| {code.value} | " in OPERATOR


@pytest.mark.parametrize(("heading", "key"), list(keys_of_sections()), ids=str)
def test_every_setting_is_documented(heading, key):
    assert f"`[{heading}]`" in OPERATOR
    assert f"`{key}`" in OPERATOR


def test_every_limit_can_be_set():
    assert set(LimitsSection.model_fields) == {field.name for field in fields(Limits)}


def size(name, figure):
    """Return a limit as the manual shows it."""
    if "bytes" not in name:
        return f"{figure:,}"
    return f"{figure >> 30} GiB" if figure % (1 << 30) == 0 else f"{figure >> 20} MiB"


@pytest.mark.parametrize("field", fields(Limits), ids=lambda field: field.name)
def test_every_limit_is_documented_with_its_default(field):
    assert re.search(
        rf"^\| `{field.name}` \| .* \| {re.escape(size(field.name, field.default))} \|$", OPERATOR, re.MULTILINE
    )


def test_the_list_of_message_codes_is_fresh():
    """Fails where `make docs` has to be run."""
    assert (ROOT / "docs" / "message-codes.md").read_text(encoding="utf-8") == page(groups())


def test_the_list_of_message_codes_can_be_written(tmp_path, capsys):
    main([str(tmp_path / "codes.md")])
    main([])
    assert (tmp_path / "codes.md").read_text(encoding="utf-8") == capsys.readouterr().out == page(groups())


def test_codes_are_told_apart():
    codes = [message.code for message in MESSAGES]
    assert sorted(set(codes)) == sorted(codes)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda message: message.code)
def test_every_message_speaks_both_languages_with_the_same_fields(message):
    assert re.fullmatch(r"[A-Z]{3}\d{3}", message.code)
    for text in (message.title, message.text, message.fix):
        assert text.vi.strip()
        assert text.en.strip()
        assert set(re.findall(r"\{(\w+)", text.vi)) == set(re.findall(r"\{(\w+)", text.en))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_between_pages_lead_somewhere(path):
    text = path.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)\)", text):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (path.parent / target).exists(), target


def commands_in(text):
    """Return the commands in the shell blocks of a page."""
    blocks = re.findall(r"```(?:sh|shell|console)\n(.*?)```", text, re.DOTALL)
    return [line.split("#")[0].split() for block in blocks for line in block.splitlines() if line.strip()]


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "docs/operator.md"])
def test_commands_in_the_pages_exist(name):
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for words in commands_in((ROOT / name).read_text(encoding="utf-8")):
        if words[0] == "make":
            assert words[1] in targets, words
        elif words[0] == "sheetkeeper":
            assert_command_exists(words[1:])


def assert_command_exists(words):
    if words[0].startswith("--"):
        assert words[0] in {"--version", "--help"}
        return
    command = COMMANDS.get(" ".join(words[:2])) or COMMANDS[words[0]]
    known = {name for parameter in command.params for name in parameter.opts}
    assert {word for word in words if word.startswith("--")} <= known, words


def test_every_target_of_the_makefile_explains_itself():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in ("help", "demo", "test", "test-all", "cases", "bench"):
        assert re.search(rf"^{target}:.*## \w", makefile, re.MULTILINE), target


def test_every_department_is_named_for_operators():
    for department in all_departments():
        assert f"`{department.name}`" in OPERATOR


def test_the_changelog_knows_the_version():
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_decision_is_listed():
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\(([^)]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("0*.md")}


def test_sections_are_those_of_the_manual():
    named = set(re.findall(r"`\[(\w+)", OPERATOR))
    assert named == set(SECTIONS)

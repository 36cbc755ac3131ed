"""A new office: asks what it has to know, writes the settings file and the workbooks, and shows that all is well."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import typer
from rich.text import Text as Line

from rules.core.message import Voice
from rules.core.rule import Department
from rules.core.text import Text, fold_header
from rules.departments import all_departments
from sync.cli.exit_codes import ExitCode
from sync.cli.failures import CommandError
from sync.cli.messages import NO_ADDRESS, OFFICE_EXISTS, UNKNOWN_CHOICE
from sync.cli.office_file import OfficeFile, WorkbookEntry, office_toml
from sync.cli.pages.check_page import checks_document, show_checks
from sync.cli.pages.layout import heading
from sync.cli.program import program, quoted
from sync.cli.terminal import Terminal
from sync.config import FILE_NAME, is_spreadsheet
from sync.endpoints import is_safe_endpoint
from sync.results import CheckLine

BACKENDS = ("excel", "google")
_LANGUAGES = ("vi", "en")
_KNOWN_WORKBOOKS = ("….xlsx", "….xlsm", "https://docs.google.com/spreadsheets/d/…/edit")
_LOCALES = {"vi": "vi_VN", "en": "en_US"}
_DEFAULTS: Mapping[str, str] = {
    "backend": "excel",
    "language": "vi",
    "currency": "VND",
    "country": "vn",
    "timezone": "Asia/Ho_Chi_Minh",
}

QUESTIONS: Mapping[str, Text] = {
    "backend": Text(vi="Sổ để ở đâu: excel hay google", en="Where are the workbooks: excel or google"),
    "name": Text(vi="Tên văn phòng", en="Name of the office"),
    "language": Text(vi="Ngôn ngữ của sổ và thư (vi hoặc en)", en="Language of workbooks and mails (vi or en)"),
    "currency": Text(vi="Tiền tệ", en="Currency"),
    "departments": Text(vi="Bộ phận, cách nhau bằng dấu phẩy", en="Departments, separated by commas"),
    "owner": Text(
        vi="Địa chỉ e-mail nhận tổng hợp (để trống cũng được)", en="E-mail address for the digests (may be blank)"
    ),
}
"""What the wizard asks, in this order."""

KEY_FILE = Text(vi="Tệp khóa của tài khoản dịch vụ Google", en="Key file of the Google service account")
ADDRESS = Text(
    vi="Địa chỉ bảng tính Google trống, đã chia sẻ, cho bộ phận {department}",
    en="Address of a blank Google spreadsheet, shared already, for {department}",
)
"""What the wizard asks besides where the workbooks are on Google."""

MADE = Text(vi="Đã tạo", en="Made")
NEXT = Text(vi="Tiếp theo", en="Next")
NEXT_STEP = Text(
    vi="Nhập dữ liệu vào các sổ (hoặc dán từ sổ cũ), rồi chạy:", en="Enter your data into the workbooks, then run:"
)


@dataclass(frozen=True, slots=True)
class Answers:
    """What is known of the new office; None is what has yet to be asked or takes its default."""

    backend: str | None = None
    name: str | None = None
    language: str | None = None
    currency: str | None = None
    country: str | None = None
    timezone: str | None = None
    departments: str | None = None
    owner: str | None = None
    use: tuple[str, ...] = ()
    examples: bool = False
    credentials: Path | None = None
    endpoint: str | None = None


Prompt = Callable[[str, str], str]
"""Question, default -> answer."""


def _prompt(question: str, default: str) -> str:
    return str(typer.prompt(question, default=default, err=True))


def ask(terminal: Terminal, folder: Path, given: Answers, *, interactive: bool, prompt: Prompt = _prompt) -> Answers:
    """Return the answers with nothing left open.

    Args:
        terminal: the terminal, for its language.
        folder: the new office's folder, whose name is the default name.
        given: what the options said.
        interactive: whether the rest may be asked; also then only where somebody sits at the keyboard.
        prompt: asks one question.
    """
    defaults = {
        **_DEFAULTS,
        "name": folder.resolve().name,
        "departments": ",".join(department.name for department in all_departments()),
        "owner": "",
    }
    asking = interactive and sys.stdin.isatty()
    answered: dict[str, Any] = {}
    for name, default in defaults.items():
        known = getattr(given, name)
        if known is not None:
            answered[name] = known
        elif asking and name in QUESTIONS:
            answered[name] = prompt(terminal.text(QUESTIONS[name]), default).strip()
        else:
            answered[name] = default
    answers = replace(given, **answered)
    if answers.language in _LANGUAGES:
        # From here on the office's language is known: what goes wrong is told in it too.
        terminal.speak(Voice(answers.language, locale=_LOCALES[answers.language]))
    return _ask_google(terminal, answers, prompt) if asking and answers.backend == "google" else answers


def _ask_google(terminal: Terminal, answers: Answers, prompt: Prompt) -> Answers:
    """Return the answers with the key file and the addresses that no option said."""
    credentials = answers.credentials
    if credentials is None and (written := prompt(terminal.text(KEY_FILE), "").strip()):
        credentials = Path(written)
    used = {entry.partition("=")[0].strip() for entry in answers.use}
    asked = []
    for name in _names(answers):
        question = terminal.text(ADDRESS).format(department=name)
        if name not in used and (written := prompt(question, "").strip()):
            asked.append(f"{name}={written}")
    return replace(answers, credentials=credentials, use=(*answers.use, *asked))


def _names(answers: Answers) -> list[str]:
    return [name.strip() for name in (answers.departments or "").split(",") if name.strip()]


def make_office(folder: Path, wanted: Answers) -> list[str]:
    """Write the settings file and the workbooks; a workbook that is there already is kept and used.

    A spreadsheet on Google that is blank is filled; one that holds the department's tables is used as it is.

    Returns:
        The files that were made, and the addresses of the spreadsheets that were filled.

    Raises:
        CommandError: there is an office already, or an answer is not possible.
        WorkbookError: a spreadsheet on Google cannot be read or written.
    """
    departments = _check_answers(folder, wanted)
    language = wanted.language or "vi"
    used = _workbooks_to_use(wanted, departments)
    voice = Voice(language, wanted.currency or "VND", _LOCALES[language])
    folder.mkdir(parents=True, exist_ok=True)
    made: list[str] = []
    on_google = [(one, used[one.name]) for one in departments if is_spreadsheet(used.get(one.name, ""))]
    if on_google:
        from sync.cli.init_google import GoogleAnswers, fill_spreadsheets  # noqa: PLC0415  (heavy: only where there are some)

        google = GoogleAnswers(wanted.credentials, wanted.endpoint, wanted.name or "", examples=wanted.examples)
        made += fill_spreadsheets(folder, google, on_google, voice)
    entries: list[WorkbookEntry] = []
    for department in departments:
        location = used.get(department.name, file_name(department, language))
        path = folder / location
        if department.name not in used and not path.exists():
            _build(path, department, voice, wanted)
            made.append(str(path))
        entries.append(WorkbookEntry(department.name, location, department.confidential))
    owner = [wanted.owner] if wanted.owner else []
    settings = OfficeFile(
        name=wanted.name or folder.name,
        country=wanted.country or "vn",
        currency=voice.currency,
        language=language,
        timezone=wanted.timezone or "Asia/Ho_Chi_Minh",
        workbooks=entries,
        # Wages go to nobody whom the owner has not named for them.
        recipients={"owner": owner, **{department.name: [] for department in departments}},
        google=_google_section(wanted) if on_google else None,
    )
    path = folder / FILE_NAME
    path.write_text(office_toml(settings), encoding="utf-8")
    return [str(path), *made]


def _google_section(wanted: Answers) -> dict[str, str]:
    section = {}
    if wanted.credentials is not None:
        section["credentials"] = str(wanted.credentials.expanduser().resolve())
    if wanted.endpoint is not None:
        section["endpoint"] = wanted.endpoint
    return section


def file_name(department: Department, language: str) -> str:
    """Return the file name of a department's workbook: its title in small letters without accents."""
    words = department.titles.in_language(language).replace(",", " ").split()
    return "-".join(fold_header(word) for word in words if fold_header(word)) + ".xlsx"


def _build(path: Path, department: Department, voice: Voice, wanted: Answers) -> None:
    from templates.workbooks import build_workbook, example_tabs  # noqa: PLC0415  (heavy: only where one is made)

    tabs = example_tabs(department) if wanted.examples else None
    build_workbook(path, department, voice, tabs, office=wanted.name or "")


def _check_answers(folder: Path, wanted: Answers) -> list[Department]:
    """Return the departments that were asked for, once everything is found possible."""
    if (folder / FILE_NAME).exists():
        raise CommandError(OFFICE_EXISTS, ExitCode.USAGE, folder=str(folder))
    _one_of(wanted.backend, "--backend", BACKENDS)
    _one_of(wanted.language, "--language", _LANGUAGES)
    if wanted.endpoint is not None and not is_safe_endpoint(wanted.endpoint):
        known_kinds = ["https://…", "http://127.0.0.1:…"]
        raise CommandError(
            UNKNOWN_CHOICE, ExitCode.USAGE, value=wanted.endpoint, option="--endpoint", known=known_kinds
        )
    known = {department.name: department for department in all_departments()}
    names = _names(wanted)
    for name in names:
        _one_of(name, "--departments", tuple(known))
    departments = [known[name] for name in dict.fromkeys(names)] or list(known.values())
    used = _workbooks_to_use(wanted, departments)
    # The service account owns no storage, so that it can fill a spreadsheet but not make one.
    if wanted.backend == "google" and (without := [one.name for one in departments if not used.get(one.name)]):
        raise CommandError(NO_ADDRESS, ExitCode.USAGE, departments=without, first=without[0])
    return departments


def _workbooks_to_use(wanted: Answers, departments: Sequence[Department]) -> dict[str, str]:
    """Return department -> the workbook that it has already.

    Raises:
        CommandError: a department is not known, or what it is to use is neither a file nor a spreadsheet.
    """
    used: dict[str, str] = {}
    for entry in wanted.use:
        name, _, location = entry.partition("=")
        _one_of(name.strip(), "--use", tuple(department.name for department in departments))
        used[name.strip()] = location.strip()
        if not is_spreadsheet(location.strip()) and not location.strip().lower().endswith((".xlsx", ".xlsm")):
            known = list(_KNOWN_WORKBOOKS)
            raise CommandError(UNKNOWN_CHOICE, ExitCode.USAGE, value=entry.strip(), option="--use", known=known)
    return used


def _one_of(value: str | None, option: str, known: tuple[str, ...]) -> None:
    if value is not None and value not in known:
        raise CommandError(UNKNOWN_CHOICE, ExitCode.USAGE, value=value, option=option, known=list(known))


def show_office(terminal: Terminal, folder: Path, made: Sequence[str], lines: Sequence[CheckLine]) -> None:
    """Show what was made, that all is well, and the next command."""
    command = f"{program()} sync --office {quoted(folder)}"
    if terminal.json:
        document = checks_document(lines, terminal.voice)
        terminal.document({**document, "made": list(made), "next": command})
        return
    if terminal.quiet:
        return
    heading(terminal, MADE)
    for entry in made:
        terminal.console.print(f"  {entry}", soft_wrap=True)
    show_checks(terminal, lines)
    heading(terminal, NEXT)
    terminal.console.print(f"  {terminal.text(NEXT_STEP)}")
    terminal.console.print(Line(f"  {command}", "bold"), soft_wrap=True)

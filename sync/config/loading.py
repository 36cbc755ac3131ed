"""Reads ``office.toml`` into an :class:`Office`. Everything that is wrong is told at once."""

from __future__ import annotations

import glob
import hashlib
import pkgutil
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import rules
from rules.core.message import Voice
from rules.core.text import Text
from sync.addresses import InvalidAddressError, parse_address
from sync.config import problems as said
from sync.config.alerting import read_policies
from sync.config.lines import key_lines, line_of
from sync.config.office import GoogleConfig, MailConfig, Office, TableMapping, WorkbookConfig
from sync.config.problems import ConfigurationError, Problem
from sync.config.scheduling import address_problems, job_problems, working_week
from sync.config.sections import (
    SECTIONS,
    BackupSection,
    GoogleSection,
    HeartbeatSection,
    LimitsSection,
    MailSection,
    OfficeSection,
    ScheduleSection,
    Section,
    StateSection,
    WorkbookSection,
    read_section,
    unknown_key,
)
from sync.config.toml_file import LOCALES, parse, read_bytes, voice_of
from sync.endpoints import is_safe_endpoint

FILE_NAME = "office.toml"
"""Name of the settings file, by which an office folder is known."""

OWNER = "owner"
"""The recipient who gets the digests of every department that is not confidential."""

_GOOGLE_ADDRESS = re.compile(r"^https://docs\.google\.com/(a/[\w.-]+/)?spreadsheets/(u/\d+/)?d/(?!e/)[\w-]+")
"""With several accounts signed in, a browser shows which one it uses; ``d/e/`` is a page that was published, which
nobody can be let into."""
_GOOGLE_ID = re.compile(r"^[A-Za-z0-9_-]{25,}$")
_VARIABLE = re.compile(r"\$\{(\w+)\}")
_DEFAULT_PORTS = {"starttls": 587, "tls": 465, "none": 25}
S = TypeVar("S", bound=Section)


def find_office(start: Path) -> Path:
    """Return the office folder: ``start`` or the nearest folder above it that holds an ``office.toml``.

    Raises:
        ConfigurationError: where there is none.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / FILE_NAME).is_file():
            return folder
    raise ConfigurationError([Problem(said.NO_FILE, {"folder": str(start)})])


def is_spreadsheet(location: str) -> bool:
    """Return whether a location is the address or the id of a spreadsheet on Google."""
    return bool(_GOOGLE_ADDRESS.match(location) or _GOOGLE_ID.match(location))


def load_office(folder: Path, environ: Mapping[str, str]) -> Office:
    """Return the office that a folder's ``office.toml`` describes.

    Args:
        folder: the office folder; relative paths in the file are relative to it.
        environ: environment variables, for ``${NAME}`` and ``~`` in paths.

    Raises:
        ConfigurationError: with every problem of the file, each with its line.
    """
    folder = folder.resolve()
    content = read_bytes(folder / FILE_NAME)
    text = content.decode("utf-8-sig", errors="replace")
    raw = parse(content)
    reader = _Reader(folder, raw, environ)
    office = reader.office(hashlib.sha256(content).hexdigest())
    if reader.problems or office is None:
        lines = key_lines(text)
        located = [
            Problem(problem.message, problem.fields, problem.path, line_of(problem.path, lines))
            for problem in reader.problems
        ]
        raise ConfigurationError(located, voice_of(raw))
    return office


def department_names() -> tuple[str, ...]:
    """Return the names of the departments that exist, without importing them."""
    packages = sorted(module.name for module in pkgutil.iter_modules(rules.__path__) if module.ispkg)
    return tuple(name for name in packages if name not in {"core", "statutory"})


def read_password(mail: MailConfig, environ: Mapping[str, str]) -> str | None:
    """Return the mail password from the variable or the file that the settings name, or None where they name neither.

    Raises:
        ConfigurationError: where the variable is not set or the file cannot be read.
    """
    if mail.password_env is not None:
        password = environ.get(mail.password_env)
        if not password:
            fields = {"key": "mail.password_env", "name": mail.password_env}
            raise ConfigurationError([Problem(said.UNSET_VARIABLE, fields, ("mail", "password_env"))])
        return password
    if mail.password_file is None:
        return None
    try:
        password = mail.password_file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        password = ""
    if not password:
        fields = {"key": "mail.password_file", "path": str(mail.password_file)}
        raise ConfigurationError([Problem(said.UNREADABLE_SECRET, fields, ("mail", "password_file"))])
    return password


class _Reader:
    """Reads the sections one after the other and collects what is wrong with them."""

    def __init__(self, folder: Path, raw: Mapping[str, Any], environ: Mapping[str, str]) -> None:
        self.folder = folder
        self.raw = raw
        self.environ = environ
        self.problems: list[Problem] = []

    def office(self, digest: str) -> Office | None:
        """Return the office, or None where a section could not be read."""
        self.problems += [unknown_key((name,), list(SECTIONS)) for name in self.raw if name not in SECTIONS]
        about = self._section(OfficeSection, "office")
        mail = self._mail()
        recipients = mail.recipients if mail else {}
        policies, found = read_policies(
            self.raw.get("alerts", {}), [*department_names(), OWNER], recipients, self._check_address
        )
        self.problems += found
        google = self._google()
        schedule = self._section(ScheduleSection, "schedule")
        heartbeat = self._section(HeartbeatSection, "heartbeat")
        limits = self._section(LimitsSection, "limits")
        state = self._section(StateSection, "state")
        backup = self._section(BackupSection, "backup")
        workbooks = self._workbooks()
        if about is not None:
            self._check_time_zone(about)
            self._check_locale(about)
        state_folder = self._path(state.folder, ("state", "folder")) if state else self.folder
        if state is not None:
            self._check_state(state_folder, workbooks)
        week: frozenset[int] = frozenset()
        if schedule is not None:
            # Also where another section is wrong: all problems are told at once.
            country = about.country if about is not None else OfficeSection.model_fields["country"].default
            names = [workbook.name for workbook in workbooks]
            self.problems += job_problems(schedule, country, names, department_names())
            week, found = working_week(schedule)
            self.problems += found
        if None in (about, mail, google, schedule, heartbeat, limits, state, backup):
            return None
        assert about and mail and google and schedule and limits and backup  # noqa: S101, PT018  (told above)
        assert heartbeat  # noqa: S101  (told above)
        return Office(
            folder=self.folder,
            name=about.name,
            country=about.country,
            timezone=about.timezone,
            as_of=about.as_of,
            voice=Voice(about.language, about.currency, _locale(about)),
            workbooks=tuple(workbooks),
            mail=mail,
            alerts=policies,
            google=google,
            jobs=tuple(schedule.jobs),
            deadline=schedule.deadline_minutes,
            working_week=week,
            heartbeat=self._address(heartbeat.url, ("heartbeat", "url")) if heartbeat.url else None,
            limits={name: value for name, value in limits.model_dump().items() if value is not None},
            state=state_folder,
            backups=backup.keep,
            digest=digest,
        )

    def _section(self, model: type[S], name: str) -> S | None:
        section, found = read_section(model, self.raw.get(name, {}), (name,))
        self.problems += found
        return section

    def _mail(self) -> MailConfig | None:
        raw = self.raw.get("mail", {})
        if isinstance(raw, dict) and "password" in raw:
            self.problems.append(Problem(said.PLAIN_PASSWORD, {}, ("mail", "password")))
            raw = {key: value for key, value in raw.items() if key != "password"}
        mail, found = read_section(MailSection, raw, ("mail",))
        self.problems += found
        if mail is None:
            return None
        self._check_address(mail.sender, ("mail", "sender"))
        for department, addresses in mail.recipients.items():
            path = ("mail", "recipients", department)
            if department not in {*department_names(), OWNER}:
                self.problems.append(unknown_key(path, [*department_names(), OWNER]))
            for address in addresses:
                self._check_address(address, path)
        if mail.transport == "smtp" and mail.host is None:
            self.problems.append(Problem(said.MISSING_KEY, {"key": "mail.host"}, ("mail", "host")))
        password_file = self._path(mail.password_file, ("mail", "password_file")) if mail.password_file else None
        return MailConfig(
            transport=mail.transport,
            sender=mail.sender,
            host=mail.host,
            port=mail.port or _DEFAULT_PORTS[mail.security],
            security=mail.security,
            user=mail.user,
            password_env=mail.password_env,
            password_file=password_file,
            hourly_limit=mail.hourly_limit,
            recipients={name: tuple(addresses) for name, addresses in mail.recipients.items()},
        )

    def _google(self) -> GoogleConfig | None:
        section = self._section(GoogleSection, "google")
        if section is None:
            return None
        endpoint = self._expand(section.endpoint, ("google", "endpoint")) if section.endpoint else None
        if endpoint is not None and not is_safe_endpoint(endpoint):
            expected = Text(
                vi='địa chỉ https, hoặc địa chỉ trên máy này như "http://127.0.0.1:8080", không có phần sau tên máy',
                en='an https address, or one on this computer as "http://127.0.0.1:8080", with nothing after the host',
            )
            self._wrong_value(("google", "endpoint"), endpoint, expected)
        return GoogleConfig(
            credentials=self._path(section.credentials, ("google", "credentials")) if section.credentials else None,
            endpoint=endpoint,
            requests_per_minute=section.requests_per_minute,
        )

    def _check_address(self, address: str, path: tuple[str, ...]) -> None:
        try:
            # A list in one text would reach more people than the settings show at a glance.
            parse_address(address)
        except InvalidAddressError:
            self.problems.append(Problem(said.BAD_ADDRESS, {"value": address, "key": ".".join(path)}, path))

    def _workbooks(self) -> list[WorkbookConfig]:
        raw = self.raw.get("workbooks", {})
        if not isinstance(raw, dict) or not raw:
            self.problems.append(Problem(said.NO_WORKBOOKS, {}, ("workbooks",)))
            return []
        workbooks: list[WorkbookConfig] = []
        for name, values in raw.items():
            section, found = read_section(WorkbookSection, values, ("workbooks", name))
            self.problems += found
            if section is not None:
                workbooks.append(self._workbook(name, section))
        self._check_locations(workbooks)
        return workbooks

    def _workbook(self, name: str, section: WorkbookSection) -> WorkbookConfig:
        path = ("workbooks", name)
        location, google = self._location(section.location, (*path, "location"))
        for department in section.departments:
            self._check_name(department, (*path, "departments"), department_names(), _A_DEPARTMENT)
        if section.tables:
            self._check_tables(section, path)
        return WorkbookConfig(
            name=name,
            location=location,
            written=section.location,
            backend="google" if google else "excel",
            confidential=section.confidential,
            departments=tuple(section.departments),
            audience=tuple(section.audience),
            tables={
                table: TableMapping(mapping.tab, dict(mapping.columns), mapping.header_row)
                for table, mapping in section.tables.items()
            },
        )

    def _location(self, written: str, path: tuple[str, ...]) -> tuple[str, bool]:
        """Return the absolute path, pattern or address that a location means, and whether it is on Google."""
        if is_spreadsheet(written):
            return written, True
        expanded = self._expand(written, path)
        if not expanded.lower().endswith((".xlsx", ".xlsm")):
            fields = {"location": written, "key": ".".join(path[:-1])}
            self.problems.append(Problem(said.NOT_A_WORKBOOK, fields, path))
        if Path(expanded).is_absolute():
            return expanded, False
        # The folder's own brackets must not be taken for a part of the pattern.
        pattern = any(sign in expanded for sign in "*?[")
        folder = glob.escape(str(self.folder)) if pattern else str(self.folder)
        return str(Path(folder, expanded)), False

    def _check_tables(self, section: WorkbookSection, path: tuple[str, ...]) -> None:
        fields = _fields_by_table()
        for table, mapping in section.tables.items():
            place = (*path, "tables", table)
            if table not in fields:
                self.problems.append(unknown_key(place, list(fields)))
                continue
            for column in mapping.columns:
                if column not in fields[table]:
                    self.problems.append(unknown_key((*place, "columns", column), fields[table]))

    def _check_name(self, value: str, path: tuple[str, ...], known: Sequence[str], what: Text) -> None:
        if value not in known:
            fields = {"value": value, "key": ".".join(path), "what": what, "known": list(known)}
            self.problems.append(Problem(said.UNKNOWN_NAME, fields, path))

    def _check_locations(self, workbooks: Sequence[WorkbookConfig]) -> None:
        first: dict[str, str] = {}
        for workbook in workbooks:
            other = first.setdefault(workbook.location, workbook.name)
            if other != workbook.name:
                fields = {"key": workbook.name, "other": other, "location": workbook.written}
                path = ("workbooks", workbook.name, "location")
                self.problems.append(Problem(said.SAME_LOCATION, fields, path))

    def _check_state(self, state: Path, workbooks: Sequence[WorkbookConfig]) -> None:
        folders = {Path(workbook.location).parent for workbook in workbooks if workbook.backend == "excel"}
        if state == self.folder or state in folders:
            self.problems.append(Problem(said.SHARED_STATE, {"folder": str(state)}, ("state", "folder")))

    def _check_time_zone(self, about: OfficeSection) -> None:
        try:
            ZoneInfo(about.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            expected = Text(vi='một múi giờ như "Asia/Ho_Chi_Minh"', en='a time zone as "Asia/Ho_Chi_Minh"')
            self._wrong_value(("office", "timezone"), about.timezone, expected)

    def _check_locale(self, about: OfficeSection) -> None:
        if about.locale is not None and not _babel_knows(about.locale):
            expected = Text(vi='mã ngôn ngữ và nước, như "vi_VN"', en='a language and a country, as "vi_VN"')
            self._wrong_value(("office", "locale"), about.locale, expected)

    def _wrong_value(self, path: tuple[str, ...], value: str, expected: Text) -> None:
        fields = {"key": ".".join(path), "value": f'"{value}"', "expected": expected}
        self.problems.append(Problem(said.WRONG_VALUE, fields, path))

    def _address(self, written: str, path: tuple[str, ...]) -> str:
        """Return a web address with ``${NAME}`` replaced."""
        address = self._expand(written, path)
        self.problems += address_problems(address, path)
        return address

    def _path(self, written: str, path: tuple[str, ...]) -> Path:
        return self.folder / self._expand(written, path)

    def _expand(self, written: str, path: tuple[str, ...]) -> str:
        """Return a path with ``~`` and ``${NAME}`` replaced from the environment."""
        if written.startswith(("~/", "~\\")):
            written = "${HOME}" + written[1:]
        for name in _unset(written, self.environ):
            self.problems.append(Problem(said.UNSET_VARIABLE, {"key": ".".join(path), "name": name}, path))
        return _VARIABLE.sub(lambda match: self.environ.get(match[1], ""), written)


_A_DEPARTMENT = Text(vi="bộ phận nào có trong phần mềm", en="department that exists")


def _unset(written: str, environ: Mapping[str, str]) -> Iterator[str]:
    return (match[1] for match in _VARIABLE.finditer(written) if match[1] not in environ)


def _locale(about: OfficeSection) -> str:
    """Return the Babel locale: as set, else language and country where that is one, else the language's usual one."""
    if about.locale is not None:
        return about.locale
    own = f"{about.language}_{about.country.upper()}"
    return own if own in LOCALES.values() or _babel_knows(own) else LOCALES[about.language]


def _babel_knows(locale: str) -> bool:
    from babel.localedata import exists  # noqa: PLC0415  (only where an office has an uncommon locale)

    return exists(locale)


def _fields_by_table() -> dict[str, list[str]]:
    """Return table name -> the fields that may be mapped, those of its layouts included."""
    from rules.departments import all_departments  # noqa: PLC0415  (only where the file maps tables)

    fields: dict[str, list[str]] = {}
    for department in all_departments():
        for record in department.records:
            fields[record.table.name] = list(record.model_fields)
        for layout in department.layouts:
            names = fields.setdefault(layout.table.name, [])
            names += [name for name in layout.model_fields if name not in names]
            known = fields[layout.layout_of.table.name]
            known += [name for name in layout.model_fields if name not in known]
    return fields

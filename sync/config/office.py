"""An office as its settings file describes it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rules.core.message import Voice

if TYPE_CHECKING:
    from sync.schedule import Rhythm, Span


@dataclass(frozen=True, slots=True)
class TableMapping:
    """Where a table stands when it cannot be recognised by itself.

    Attributes:
        tab: title of its tab, or a pattern with ``*``; None where titles are to be recognised.
        columns: field name -> the header text over it.
        header_row: row number of the header, from 1; None where it is to be found.
    """

    tab: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int | None = None


@dataclass(frozen=True, slots=True)
class WorkbookConfig:
    """One workbook of the office, or several of one shape.

    Attributes:
        name: its name in the settings.
        location: absolute path or pattern of an Excel workbook, or a Google address or id.
        written: the location as the settings file has it, for people.
        backend: ``"excel"`` or ``"google"``.
        confidential: whether it holds wages or personal data; None where the departments of its tables decide.
        departments: names of the departments whose tables it holds; empty where they are to be recognised.
        audience: who may open it, in the office's own words.
        tables: table name -> mapping.
    """

    name: str
    location: str
    written: str
    backend: Literal["excel", "google"] = "excel"
    confidential: bool | None = None
    departments: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    tables: Mapping[str, TableMapping] = field(default_factory=dict)

    @property
    def known_as(self) -> str:
        """Return what people know it by: its file, or its name where it has only an address."""
        return self.name if self.backend == "google" else self.written


@dataclass(frozen=True, slots=True)
class MailConfig:
    """How mail leaves the office, and to whom. The password is read where it is needed, and kept nowhere.

    Attributes:
        transport: ``"outbox"`` for files in the state folder, ``"smtp"`` for a mail server.
        sender: the address that mail comes from.
        host: the mail server.
        port: its port.
        security: ``"starttls"``, ``"tls"`` or ``"none"``.
        user: user name at the server; None where it asks for none.
        password_env: the environment variable that holds the password.
        password_file: the file that holds the password.
        hourly_limit: the most mails in an hour; what is over waits.
        recipients: department name or ``"owner"`` -> addresses.
    """

    transport: Literal["outbox", "smtp"] = "outbox"
    sender: str = "sheetkeeper@localhost"
    host: str | None = None
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str | None = None
    password_env: str | None = None
    password_file: Path | None = None
    hourly_limit: int = 100
    recipients: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AlertPolicy:
    """When a department is told again of what is not dealt with, and who is told after it.

    Attributes:
        remind: when people are reminded; None for never.
        escalate_after: how long after they were told others are told too; None for never.
        escalate_to: the addresses of those others.
        wait_runs: code of a rule -> on how many days in a row it must be seen, where that is not as the rule says.
    """

    remind: Rhythm | None = None
    escalate_after: Span | None = None
    escalate_to: tuple[str, ...] = ()
    wait_runs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GoogleConfig:
    """How spreadsheets on Google are reached.

    Attributes:
        credentials: the service account's key file; None where the environment or the computer names one.
        endpoint: address of a service in Google's place; None for Google's own.
        requests_per_minute: reads a minute, and writes a minute, that this office may send.
    """

    credentials: Path | None = None
    endpoint: str | None = None
    requests_per_minute: int = 60


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its folder, its workbooks and how it wants to be spoken to.

    Attributes:
        folder: the office folder.
        name: the office's name, for people.
        country: ISO 3166 code in lower case, which picks the statutory tables.
        timezone: IANA name.
        as_of: the day for which every run is made; None for the day of the run.
        voice: language, currency and locale.
        workbooks: the workbooks in the order of the file.
        mail: how mail leaves.
        alerts: department name or ``"owner"`` -> its policy, of those that have one.
        google: how spreadsheets on Google are reached.
        jobs: the schedule in plain words.
        deadline: minutes after which a run of the schedule is ended.
        working_week: the weekdays on which the office works; Monday is 0.
        heartbeat: address that is told of runs of the schedule; None for none. It may hold a secret.
        limits: limits of workbooks that differ from the defaults, by name.
        state: folder of Sheetkeeper's own records.
        backups: how many previous versions of each workbook are kept.
        digest: SHA-256 of the settings file, to see whether it changed.
    """

    folder: Path
    name: str
    workbooks: tuple[WorkbookConfig, ...]
    state: Path
    country: str = "vn"
    timezone: str = "Asia/Ho_Chi_Minh"
    as_of: date | None = None
    voice: Voice = field(default_factory=Voice)
    mail: MailConfig = field(default_factory=MailConfig)
    alerts: Mapping[str, AlertPolicy] = field(default_factory=dict)
    google: GoogleConfig = field(default_factory=GoogleConfig)
    jobs: tuple[str, ...] = ()
    deadline: int = 60
    working_week: frozenset[int] = frozenset(range(5))
    heartbeat: str | None = field(default=None, repr=False)
    limits: Mapping[str, int] = field(default_factory=dict)
    backups: int = 5
    digest: str = ""

    def workbook(self, name: str) -> WorkbookConfig | None:
        """Return the workbook of that name, or None."""
        return next((workbook for workbook in self.workbooks if workbook.name == name), None)

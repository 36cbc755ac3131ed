"""Whose business an alert is: the department that it belongs to, and the addresses that read of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sync.addresses import each_once
from sync.alerts import wording
from sync.alerts.alert import Alert
from sync.alerts.readers import Desk
from sync.config import OWNER, AlertPolicy, WorkbookConfig
from sync.session import Session
from sync.sources import departments_of, is_confidential
from sync.steps.base import Gathered

_NO_POLICY: Final = AlertPolicy()


@dataclass(frozen=True, slots=True)
class Desks:
    """Knows whose business each alert is.

    Attributes:
        session: the opened office.
        configs: workbook name -> its settings.
        tables: table name -> department.
        codes: message code -> department.
    """

    session: Session
    configs: Mapping[str, WorkbookConfig]
    tables: Mapping[str, str]
    codes: Mapping[str, str]

    def of(self, alert: Alert) -> str:
        """Return the name of the department that an alert belongs to; empty where it belongs to none."""
        config = self.configs.get(alert.workbook)
        own = departments_of(config, self.session.departments()) if config else ()
        return self.codes.get(alert.code) or self.tables.get(alert.table) or (own[0] if own else "")

    def policy(self, alert: Alert) -> AlertPolicy:
        """Return when people are told again of an alert, and who is told after them."""
        return self.session.office.alerts.get(self.of(alert) or OWNER, _NO_POLICY)

    def all(self) -> list[Desk]:
        """Return the departments as mails know them, and what belongs to none of them where somebody is set for it."""
        office = self.session.office
        recipients, second = office.mail.recipients, {name: one.escalate_to for name, one in office.alerts.items()}
        desks = [
            Desk(one.name, one.titles, tuple(recipients.get(one.name, ())), one.confidential, second.get(one.name, ()))
            for one in self.session.departments()
        ]
        return [*desks, Desk("", wording.GENERAL, second=second[OWNER])] if second.get(OWNER) else desks

    def confidential_workbooks(self) -> frozenset[str]:
        """Return the workbooks of which only the department's own readers may know."""
        departments = self.session.departments()
        return frozenset(name for name, config in self.configs.items() if is_confidential(config, departments))

    def readers(self, alert: Alert) -> tuple[str, ...]:
        """Return the addresses that are told of an alert, as the settings are now."""
        recipients = self.session.office.mail.recipients
        name = self.of(alert)
        department = next((one for one in self.session.departments() if one.name == name), None)
        closed = (department is not None and department.confidential) or alert.workbook in self.confidential_workbooks()
        owner = () if closed else recipients.get(OWNER, ())
        second = self.policy(alert).escalate_to if alert.escalated_on is not None else ()
        return each_once((*recipients.get(name, ()), *owner, *second))


def desks_of(session: Session, gathered: Gathered) -> Desks:
    """Return who is responsible for what in an office."""
    departments = session.departments()
    return Desks(
        session=session,
        configs={source.name: source.config for source in (*gathered.sources, *gathered.skipped)},
        tables={record.table.name: one.name for one in departments for record in one.all_layouts()},
        codes={message.code: one.name for one in departments for message in one.messages},
    )

"""The settings of an office: what ``office.toml`` may hold, and reading it."""

from sync.config.loading import (
    FILE_NAME,
    OWNER,
    department_names,
    find_office,
    is_spreadsheet,
    load_office,
    read_password,
)
from sync.config.office import AlertPolicy, GoogleConfig, MailConfig, Office, TableMapping, WorkbookConfig
from sync.config.problems import ConfigurationError, Problem

__all__ = [
    "FILE_NAME",
    "OWNER",
    "AlertPolicy",
    "ConfigurationError",
    "GoogleConfig",
    "MailConfig",
    "Office",
    "Problem",
    "TableMapping",
    "WorkbookConfig",
    "department_names",
    "find_office",
    "is_spreadsheet",
    "load_office",
    "read_password",
]

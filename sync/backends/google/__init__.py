"""Google Sheets: spreadsheets that staff share with the account of the service."""

from sync.backends.google.backend import GoogleBackend

__all__ = ["GoogleBackend"]

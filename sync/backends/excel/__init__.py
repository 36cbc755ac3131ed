"""Workbooks in a folder: .xlsx and .xlsm files that staff edit in Excel or LibreOffice."""

from sync.backends.excel.backend import ExcelBackend

__all__ = ["ExcelBackend"]

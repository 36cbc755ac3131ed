"""What all tests share: which of them are traced for coverage, and how often Python looks for garbage."""

import gc
from pathlib import Path

import pytest

WHOLE = (
    "backends/test_differential.py",
    "backends/test_differential_sample.py",
    "cli/test_backup.py",
    "cli/test_check_finds_faults.py",
    "cli/test_init.py",
    "cli/test_init_google.py",
    "cli/test_real_office.py",
    "cli/test_selftest_command.py",
    "daemon/test_sample_company_days.py",
    "daemon/test_service.py",
    "daemon/test_ten_thousand_runs.py",
    "daemon/test_thirty_days.py",
    "emulator_tests",
    "excel_package/test_any_worksheet.py",
    "finance/test_properties.py",
    "google/test_check_protection.py",
    "google/test_faults.py",
    "google/test_filling.py",
    "google/test_histories.py",
    "google/test_interference.py",
    "google/test_interference_found.py",
    "google/test_office.py",
    "google/test_quota.py",
    "google/test_refusals.py",
    "google/test_report_looks.py",
    "google/test_rest_is_served.py",
    "google/test_selftest.py",
    "google/test_writing.py",
    "promise",
    "reading/test_properties.py",
    "run/test_many_findings.py",
    "store/test_audit_chain.py",
    "templates/test_sample_office.py",
    "templates/test_workbooks.py",
)
"""Tests that play whole runs again and again: `make test` leaves them untraced, since tracing doubles their time.

What they run through is traced elsewhere, in tests of its parts; the lines that must be covered are asked for there.
"""


def pytest_collection_modifyitems(items):
    here = Path(__file__).parent
    whole = [here / name for name in WHOLE]
    for item in items:
        if any(item.path.is_relative_to(path) for path in whole):
            item.add_marker(pytest.mark.whole)


def pytest_collection_finish():
    # Thousands of tests are there for good, and the collector would look through them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

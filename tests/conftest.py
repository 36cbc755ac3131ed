"""What all tests share: which of them are traced for coverage, and how often Python looks for garbage."""

import gc
from pathlib import Path

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


HERE = Path(__file__).parent


def pytest_addoption(parser):
    parser.addoption("--plays", choices=("parts", "whole"), help="only tests of parts, or only those of whole runs")


def pytest_ignore_collect(collection_path, config):
    wanted = config.getoption("--plays")
    if wanted is None or collection_path.is_dir():
        return None
    whole = any(collection_path.is_relative_to(HERE / name) for name in WHOLE)
    return whole != (wanted == "whole") or None


def pytest_collection_modifyitems(items):
    # The longest come first, so that at the end nobody waits for them.
    items.sort(key=lambda item: not item.path.is_relative_to(HERE / "promise"))


def pytest_collection_finish():
    # Thousands of tests are there for good, and the collector would look through them again and again.
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)

"""The libraries for Google are loaded with the first spreadsheet there, and never before."""

import subprocess
import sys

import pytest

HEAVY = "gspread, google.auth, stamina, requests"
BEFORE = [
    "import sync.cli.app",
    "import sync.wiring, sync.run, sync.steps, sync.checking, sync.messages",
    "import sync.config, sync.backends.base, sync.backends.excel, sync.backends.memory",
]


def loaded_after(code):
    """Return which of the libraries are loaded after some imports, in a process of their own."""
    script = f"{code}\nimport sys\nprint(*[name for name in {HEAVY!r}.split(', ') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return done.stdout.split()


@pytest.mark.parametrize("code", BEFORE)
def test_nothing_but_a_spreadsheet_on_google_loads_its_libraries(code):
    assert loaded_after(code) == []


def test_a_library_that_is_loaded_would_be_seen():
    assert loaded_after("import sync.backends.google.transport") == ["gspread", "google.auth", "stamina", "requests"]

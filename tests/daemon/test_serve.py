"""Everything put together, in this process: what is said at the beginning and the end, and who is kept out."""

import pytest

from sync.config import ConfigurationError, load_office
from sync.daemon import service
from sync.store import open_store
from sync.wiring import LockedError

OFFICE = """
[office]
name = "A"
[workbooks.kho]
location = "kho.xlsx"
departments = ["inventory"]
[schedule]
jobs = ["on the last day of the month at 23:59"]
"""


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "office.toml").write_text(OFFICE, encoding="utf-8")
    return tmp_path


def test_a_daemon_says_when_it_begins_what_comes_and_when_it_ends(folder, monkeypatch, capsys):
    monkeypatch.setattr(service, "keep_ticking", lambda tick, _stop: tick())
    service.serve(folder)
    said = capsys.readouterr().out.splitlines()
    events = ('"daemon started"', '"next run"', '"daemon stopped"')
    assert all(event in line for event, line in zip(events, said, strict=True))
    assert "23:59+07:00" in said[1]
    with open_store(folder / "state" / "state.sqlite3") as store:
        assert list(store.job_marks()) == ["on the last day of the month at 23:59"]


def test_an_office_has_one_daemon(folder):
    with service.only_daemon(load_office(folder, {})), pytest.raises(LockedError):
        service.serve(folder)


def test_a_daemon_does_not_begin_with_wrong_settings(folder):
    (folder / "office.toml").write_text(OFFICE.replace("on the last", "on some"), encoding="utf-8")
    with pytest.raises(ConfigurationError, match="CFG116"):
        service.serve(folder)

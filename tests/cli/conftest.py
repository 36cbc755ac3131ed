"""A command line that a test can type into."""

import json

import pytest
from typer.testing import CliRunner

from tests.cli.fakes import OFFICE, FakeEngine


@pytest.fixture
def engine(monkeypatch):
    fake = FakeEngine()
    monkeypatch.setattr("sync.cli.engine.load_engine", lambda: fake)
    return fake


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Make an office and go there."""
    (tmp_path / "office.toml").write_text(OFFICE.format(more=""), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def run(monkeypatch):
    """Type a command; the answer has ``exit_code``, ``stdout``, ``stderr`` and ``document``."""
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setattr("shutil.which", lambda name: f"/bin/{name}")
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    monkeypatch.delenv("LC_ALL", raising=False)

    def _run(*words, **more):
        from sync.cli.app import app

        answer = CliRunner().invoke(app, [str(word) for word in words], **more)
        if answer.exception is not None and not isinstance(answer.exception, SystemExit):
            raise answer.exception
        answer.document = json.loads(answer.stdout) if "--json" in words and answer.stdout.strip() else None
        return answer

    return _run

from pathlib import Path

import pytest

from sync.cli.program import near, program, quoted


@pytest.mark.parametrize(
    ("started", "typed"),
    [(".venv/bin/sheetkeeper", ".venv/bin/sheetkeeper"), ("/srv/sync/__main__.py", "python -m sync")],
)
def test_where_the_name_is_not_found_the_path_is_told(monkeypatch, started, typed):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("sys.argv", [started])
    assert program() == typed


def test_where_the_name_is_found_it_is_enough(monkeypatch, tmp_path):
    (tmp_path / "sheetkeeper").write_text("")
    (tmp_path / "sheetkeeper").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert program() == "sheetkeeper"


def test_paths_are_short_where_they_can_be(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert near(tmp_path / "a" / "b.xlsx") == "a/b.xlsx"
    assert near(Path("/elsewhere/b.xlsx")) == "/elsewhere/b.xlsx"
    assert quoted(tmp_path / "van phong") == '"van phong"'

"""The settings file of a test stands in the test's docstring."""

import inspect
from collections.abc import Mapping

import pytest

from sync.config import ConfigurationError, Office, Problem, load_office


@pytest.fixture
def write(tmp_path):
    def _write(text, encoding="utf-8"):
        (tmp_path / "office.toml").write_bytes(inspect.cleandoc(text).encode(encoding))
        return tmp_path

    return _write


@pytest.fixture
def load(request, write):
    """Load the settings file in the test's docstring."""

    def _load(environ: Mapping[str, str] | None = None) -> Office:
        return load_office(write(request.function.__doc__), environ or {})

    return _load


@pytest.fixture
def problems(load):
    """Return the problems of the settings file in the test's docstring."""

    def _problems(environ: Mapping[str, str] | None = None) -> tuple[Problem, ...]:
        with pytest.raises(ConfigurationError) as caught:
            load(environ)
        return caught.value.problems

    return _problems

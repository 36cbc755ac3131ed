"""Every test of the contract runs once for each backend."""

from __future__ import annotations

import pytest

from tests.backends.kits import KITS


def started(name, folder):
    kit = KITS[name](folder)
    yield kit
    kit.stop()


@pytest.fixture(params=KITS)
def kit(request, tmp_path):
    yield from started(request.param, tmp_path)


@pytest.fixture(params=[name for name, kit in KITS.items() if kit.opens])
def kit_that_opens(request, tmp_path):
    """A backend whose workbooks somebody may have open."""
    yield from started(request.param, tmp_path)


@pytest.fixture(params=[name for name, kit in KITS.items() if kit.patterns])
def kit_with_patterns(request, tmp_path):
    """A backend where a location may mean several workbooks."""
    yield from started(request.param, tmp_path)

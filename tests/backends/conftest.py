"""Every test of the contract runs once for each backend."""

from __future__ import annotations

import pytest

from tests.backends.kits import KITS


@pytest.fixture(params=KITS)
def kit(request, tmp_path):
    return KITS[request.param](tmp_path)

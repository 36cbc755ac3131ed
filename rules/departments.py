"""Finds the departments: every package beside this file that holds a ``DEPARTMENT``."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

import rules
from rules.core.rule import Department


@cache
def all_departments() -> tuple[Department, ...]:
    """Return the departments in the order of their names."""
    packages = sorted(module.name for module in pkgutil.iter_modules(rules.__path__) if module.ispkg)
    modules = (importlib.import_module(f"rules.{name}") for name in packages if name not in {"core", "statutory"})
    return tuple(module.DEPARTMENT for module in modules if hasattr(module, "DEPARTMENT"))

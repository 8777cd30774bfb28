"""What to run: a scenario with its twin, in replicates, on workers; studies of many; the folders that keep them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.studies.api import load
    from sim.studies.api import run_settings as run
    from sim.studies.storage.result import Result
    from sim.studies.storage.study import Study

__all__ = ["Result", "Study", "load", "run"]

# Loaded when first used: help and messages about bad input must not wait for tables.
_HOMES = {
    "Result": ("storage.result", "Result"),
    "Study": ("storage.study", "Study"),
    "load": ("api", "load"),
    "run": ("api", "run_settings"),
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        module, own = _HOMES[name]
        return getattr(import_module(f"sim.studies.{module}"), own)
    raise AttributeError(f"module 'sim.studies' has no attribute {name!r}")

"""What to run: a scenario with its twin, in replicates, on workers; studies of many; the folders that keep them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.studies.loading import load
    from sim.studies.measurement.scenario import run_replicate
    from sim.studies.result import Result
    from sim.studies.runner import run
    from sim.studies.storage.study import Study

__all__ = ["Result", "Study", "load", "run", "run_replicate"]

# Loaded when first used: help and messages about bad input must not wait for tables.
_HOMES = {
    "Result": "result",
    "Study": "storage.study",
    "load": "loading",
    "run": "runner",
    "run_replicate": "measurement.scenario",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"sim.studies.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'sim.studies' has no attribute {name!r}")

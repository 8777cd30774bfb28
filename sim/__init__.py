"""How long does a barrier against darknet drug markets last? An agent-based model with paired twins."""

from __future__ import annotations

import sys

if sys.argv[:1] == ["-m"]:  # `python -m sim` is being found: Ctrl-C ends it in silence until it can say more
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.moved import answer_to_old_names
from sim.version import __version__

if TYPE_CHECKING:
    from sim.model.ecosystem import Ecosystem
    from sim.settings import SettingsError, compose
    from sim.settings.observed import data
    from sim.studies.api import compare, load, run, sweep
    from sim.studies.fitting.evidence import validate
    from sim.studies.fitting.fit import calibrate

__all__ = [
    "Ecosystem",
    "SettingsError",
    "__version__",
    "calibrate",
    "compare",
    "compose",
    "data",
    "load",
    "run",
    "sweep",
    "validate",
]

# Loaded when first used: `python -m sim --help` and a message about bad input must not wait for compiled code.
_HOMES = {
    "Ecosystem": "sim.model.ecosystem",
    "SettingsError": "sim.settings",
    "calibrate": "sim.studies.fitting.fit",
    "compare": "sim.studies.api",
    "compose": "sim.settings",
    "data": "sim.settings.observed",
    "load": "sim.studies.api",
    "run": "sim.studies.api",
    "sweep": "sim.studies.api",
    "validate": "sim.studies.fitting.evidence",
}

answer_to_old_names()


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

"""How long does a barrier against darknet drug markets last? An agent-based model with paired twins."""

from __future__ import annotations

import sys

if sys.argv[:1] == ["-m"]:  # `python -m sim` is being found: Ctrl-C ends it in silence until it can say more
    import signal

    signal.signal(signal.SIGINT, signal.SIG_DFL)

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.version import __version__

if TYPE_CHECKING:
    from sim.model.ecosystem import Ecosystem
    from sim.settings import compose
    from sim.settings.observed import data
    from sim.studies import load, run

__all__ = ["Ecosystem", "__version__", "compose", "data", "load", "run"]

# Loaded when first used: `python -m sim --help` and a message about bad input must not wait for compiled code.
_HOMES = {
    "Ecosystem": "sim.model.ecosystem",
    "compose": "sim.settings",
    "data": "sim.settings.observed",
    "load": "sim.studies",
    "run": "sim.studies.api",
}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)

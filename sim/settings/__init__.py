"""Settings of a run: composed from files and words, checked, and explained when they do not fit."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from sim.settings.errors import SettingsError

if TYPE_CHECKING:
    from sim.settings.composition import compose
    from sim.settings.model import Settings

__all__ = ["Settings", "SettingsError", "compose"]

# Help and refusals need neither the model nor NumPy; workers need settings and never compose them, without Hydra.
_HOMES = {"Settings": "sim.settings.model", "compose": "sim.settings.composition"}


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'sim.settings' has no attribute {name!r}")

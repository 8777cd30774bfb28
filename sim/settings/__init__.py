"""Settings of a run: composed from files and words, checked, and explained when they do not fit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.settings.errors import SettingsError
from sim.settings.model import Settings

if TYPE_CHECKING:
    from sim.settings.composition import compose

__all__ = ["Settings", "SettingsError", "compose"]


def __getattr__(name: str) -> Any:
    # Workers need settings and never compose them: they are spared the import of Hydra.
    if name == "compose":
        from sim.settings.composition import compose

        return compose
    raise AttributeError(f"module 'sim.settings' has no attribute {name!r}")

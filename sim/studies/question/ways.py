"""Ways of re-organisation as settings: which are open in a world, and how one is closed."""

from __future__ import annotations

import dataclasses

from sim.settings import Settings
from sim.studies.question.composer import set_value

WITHOUT = "without "
"""How the name of a world with a closed way begins."""
ALL = "any"
"""The world in which all of them are closed."""


def _group(settings: Settings) -> str:
    """Name of the group of settings that opens and closes ways; a model that has both words uses the new one."""
    return "ways" if hasattr(settings.ecosystem, "ways") else "channels"


def open_ways(settings: Settings) -> list[str]:
    """List the ways that are open in a world."""
    group = getattr(settings.ecosystem, _group(settings))
    return [field.name for field in dataclasses.fields(group) if getattr(group, field.name) is True]


def close(settings: Settings, ways: list[str]) -> Settings:
    """Give the settings of a world in which these ways are closed."""
    for way in ways:
        settings = set_value(settings, f"ecosystem.{_group(settings)}.{way}", False)
    return settings

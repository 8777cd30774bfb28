"""Checks across settings: what is fine alone and impossible together."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from sim.settings.errors import TYPED, Contradiction
from sim.settings.values import Origin

if TYPE_CHECKING:
    from sim.settings.model import Settings


def check(settings: Settings, origin: Origin = lambda key: "") -> None:
    """Raise Contradiction where settings exclude each other."""
    last = settings.days - 1
    for name, intervention in settings.interventions.items():
        key = f"interventions.{name}"
        if intervention.start > last:
            # Blame the root's start when the barrier merely follows it.
            follows = intervention.start == settings.start and origin(f"{key}.start") == origin("start")
            blamed = "start" if follows else f"{key}.start"
            raise Contradiction(
                f"{blamed}={intervention.start} is beyond the horizon of days={settings.days}", key=blamed,
                value=intervention.start, allowed=f"0 to {last}", origin=origin(blamed), hint=_either(blamed),
            )  # fmt: skip
        try:
            intervention.check(settings.days)
        except ValueError as error:
            raise Contradiction(f"{key}: {error}", key=key, origin=origin(key)) from error
    if settings.start > last and origin("start").startswith(TYPED):
        raise Contradiction(f"start={settings.start} is beyond the horizon of days={settings.days}", key="start",
                            value=settings.start, allowed=f"0 to {last}", origin=origin("start"))  # fmt: skip
    _own_checks(settings.ecosystem, "ecosystem", origin)


def _either(key: str) -> str:
    return f"give a smaller {key} or more days"


def _own_checks(part: Any, key: str, origin: Origin) -> None:
    """Run the ``check()`` of each parameter group that has one."""
    if hasattr(part, "check"):
        try:
            part.check()
        except ValueError as error:
            raise Contradiction(f"{key}: {error}", key=key, origin=origin(key)) from error
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if dataclasses.is_dataclass(value):
            _own_checks(value, f"{key}.{field.name}", origin)

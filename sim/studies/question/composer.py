"""Settings of many design points: composed once per choice of files, then changed value by value and checked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from sim.settings import Settings, compose
from sim.settings.checks import check
from sim.settings.dated import day_number, is_dated
from sim.settings.errors import SettingsError, UnknownName
from sim.settings.library import Library
from sim.settings.values import build, word
from sim.studies.question.axes import Axis
from sim.studies.question.description import flat


class Composer:
    """Make the settings of design points from words and axes.

    ``words``: what all points share; ``axes``: what varies. Every point is checked as a single run's settings are.
    """

    def __init__(self, words: Sequence[str], axes: Sequence[Axis], config_dir: str | Path | None = None) -> None:
        self.words, self.axes, self.config_dir = tuple(words), tuple(axes), config_dir
        self.place: Callable[[int], str] = "design point {}".format
        """How the place of a point is told."""
        self._listed = set(Library.of(config_dir).default_choices)
        # The values of the first point stand for all: what is fine there may not be fine with the default.
        self._first = [f"{axis.name}={word(_first(axis))}" for axis in axes if not axis.group]
        self._bases: dict[tuple[str, ...], tuple[Settings, dict[str, list[str]]]] = {}

    def base(self, chosen: Mapping[str, Any] | None = None) -> Settings:
        """Compose the settings that points with these choices of files start from; without any, those of the first."""
        first = {axis.name: axis.values[0] for axis in self.axes if axis.group}
        return self._base({**first, **(chosen or {})})[0]

    def settings(self, values: Mapping[str, Any], number: int = 0) -> Settings:
        """Give the settings of a point; raise SettingsError, which names the point."""
        groups = {axis.name: values[axis.name] for axis in self.axes if axis.group}
        rest = {name: value for name, value in values.items() if name not in groups}
        try:
            settings, followers = self._base(groups)
            for name, value in rest.items():
                if is_dated(name, value):
                    value = day_number(name, value, settings.day_zero, lambda key: "design")
                for key in (name, *followers.get(name, ())):
                    settings = set_value(settings, key, value)
            check(settings, lambda key: "design")
        except SettingsError as error:
            where = f"{self.place(number)}: {', '.join(f'{k}={v}' for k, v in values.items())}"
            raise located(error, where) from None
        return settings

    def _base(self, groups: Mapping[str, Any]) -> tuple[Settings, dict[str, list[str]]]:
        chosen = tuple(self._choice(name, value) for name, value in groups.items())
        if chosen not in self._bases:
            words = [*self.words, *chosen]
            settings = compose([*words, *self._first], self.config_dir)
            self._bases[chosen] = settings, self._followers(words, settings)
        return self._bases[chosen]

    def _choice(self, name: str, value: Any) -> str:
        written = f"[{','.join(map(str, value))}]" if isinstance(value, list) else str(value)
        plus = "" if name in self._listed else "+"
        return f"{plus}{name}={written}"

    def _followers(self, words: Sequence[str], settings: Settings) -> dict[str, list[str]]:
        """Find what files let follow a setting of the root, as barriers follow ``start``."""
        present = flat_barriers(settings)
        found: dict[str, list[str]] = {}
        for axis in self.axes:
            if axis.group or "." in axis.name or not hasattr(settings, axis.name):
                continue
            now = getattr(settings, axis.name)
            rest = [*words, *(w for w in self._first if not w.startswith(f"{axis.name}="))]
            other, moved = self._moved(axis, now, rest)
            found[axis.name] = [
                key for key, value in moved.items() if key != axis.name and value == other and present.get(key) == now
            ]
        return found

    def _moved(self, axis: Axis, now: Any, words: Sequence[str]) -> tuple[Any, dict[str, Any]]:
        """Compose with another value of an axis, the next that is possible; nothing where there is none.

        A point that is not possible is told with its place when its turn comes.
        """
        near = (now + 1, now - 1) if isinstance(now, int) and not isinstance(now, bool) else ()
        for other in (*near, *(v for v in (*axis.values, axis.low, axis.high) if v == v and v != now)):
            try:
                return other, flat_barriers(compose([*words, f"{axis.name}={word(other)}"], self.config_dir))
            except SettingsError:
                continue
        return None, {}


def _first(axis: Axis) -> Any:
    if axis.values:
        return axis.values[0]
    return int(axis.low) if axis.low.is_integer() else axis.low


def flat_barriers(settings: Settings) -> dict[str, Any]:
    """Give all settings as dotted names, those of barriers too."""
    plain = settings.to_dict()
    barriers = plain.pop("interventions")
    return flat(plain) | flat({f"interventions.{name}": entry for name, entry in barriers.items()})


def set_value(settings: Settings, key: str, value: Any) -> Settings:
    """Set one value by its dotted name, in the type and range of its record."""
    root, *rest = key.split(".")
    if root != "interventions":
        return build(settings, {root: _nested(rest, value)}, "", lambda _: "design")
    name, *inner = rest
    if name not in settings.interventions or not inner:
        raise UnknownName(f"{key}: there is no barrier '{name}' here", key=key, value=value,
                          hint=f"add +intervention={name}")  # fmt: skip
    barrier = build(settings.interventions[name], _nested(inner, value), f"interventions.{name}", lambda _: "design")
    return dataclasses.replace(settings, interventions={**settings.interventions, name: barrier})


def _nested(keys: Sequence[str], value: Any) -> Any:
    return {keys[0]: _nested(keys[1:], value)} if keys else value


def located(error: SettingsError, where: str) -> SettingsError:
    """Give the same error with another place."""
    details = {name: getattr(error, name) for name in ("key", "value", "allowed", "near", "hint")}
    return type(error)(error.problem, **details, origin=where)

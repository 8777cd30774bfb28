"""Checks across settings: what is fine alone and impossible together."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from sim.model.engine.rules import Rule, Shares
from sim.model.interventions.base import Intervention
from sim.model.interventions.timeline import OBSERVABLE, parse_trigger
from sim.settings.errors import Contradiction, OutOfRange, UnknownName, listed, nearest, short
from sim.settings.places import OfWord
from sim.settings.values import Origin


class Checkable(Protocol):
    """What is looked at of settings, which import this module."""

    @property
    def ecosystem(self) -> Any: ...
    @property
    def interventions(self) -> Mapping[str, Intervention]: ...
    @property
    def days(self) -> int: ...
    @property
    def start(self) -> int: ...
    @property
    def seeds(self) -> Sequence[int]: ...
    @property
    def replicates(self) -> int: ...


def check(settings: Checkable, origin: Origin = lambda key: "") -> None:
    """Raise a SettingsError where settings exclude each other or name what cannot be."""
    for name, intervention in settings.interventions.items():
        key = f"interventions.{name}"
        _check_start(settings, intervention, key, origin)
        _check_trigger(intervention, f"{key}.trigger", origin)
        _check_names(intervention, key, origin)
        _own_checks(intervention, key, origin)
        try:
            intervention.check(settings.days)
        except ValueError as error:
            raise Contradiction(f"{key}: {error}", key=key, origin=origin(key)) from error
        except Exception as error:  # a class from outside may fail in any way
            raise Contradiction(f"{key}: {type(error).__name__}: {error}", key=key, origin=origin(key)) from error
    if settings.start >= settings.days and isinstance(origin("start"), OfWord):
        raise _beyond("start", settings.start, settings.days, origin)
    _own_checks(settings.ecosystem, "ecosystem", origin)
    _check_seeds(settings, origin)


def _check_seeds(settings: Checkable, origin: Origin) -> None:
    twice = next((seed for seed in settings.seeds if settings.seeds.count(seed) > 1), None)
    if twice is not None:
        raise Contradiction(f"seeds: {twice} stands twice, and the same world twice tells nothing new", key="seeds",
                            value=twice, origin=origin("seeds"))  # fmt: skip
    if settings.seeds and settings.replicates > len(settings.seeds):
        raise Contradiction(f"replicates={settings.replicates} and {len(settings.seeds)} seeds", key="replicates",
                            value=settings.replicates, hint="leave replicates out: each seed is one",
                            origin=origin("replicates"))  # fmt: skip


def _check_start(settings: Checkable, intervention: Intervention, key: str, origin: Origin) -> None:
    if intervention.start >= settings.days:
        # Blame the root's start when the barrier merely follows it.
        follows = intervention.start == settings.start and origin(f"{key}.start") == origin("start")
        raise _beyond("start" if follows else f"{key}.start", intervention.start, settings.days, origin)


def _beyond(key: str, start: int, days: int, origin: Origin) -> Contradiction:
    return Contradiction(f"{key}={start} is beyond the horizon of days={days}", key=key, value=start,
                         allowed=f"0 to {days - 1}", hint=f"give a smaller {key} or more days",
                         origin=origin(key))  # fmt: skip


def _check_trigger(intervention: Intervention, key: str, origin: Origin) -> None:
    if intervention.trigger is None:
        return
    try:
        _, _, threshold = parse_trigger(intervention.trigger)
        if not math.isfinite(threshold):
            raise OutOfRange(f"{key}='{short(intervention.trigger)}': the threshold is not a finite number", key=key,
                             value=intervention.trigger, origin=origin(key))  # fmt: skip
    except OutOfRange:
        raise
    except ValueError:
        words = re.findall(r"[A-Za-z_]+", intervention.trigger)
        known = bool(words) and words[0] in OBSERVABLE
        raise UnknownName(
            f"{key}='{short(intervention.trigger)}' is not understood", key=key, value=intervention.trigger,
            near=nearest(words[0], OBSERVABLE) if words and not known else None, origin=origin(key),
            allowed=f"'<figure> <operator> <number>', figures {listed(OBSERVABLE)}",
        ) from None  # fmt: skip


def _check_names(intervention: Intervention, key: str, origin: Origin) -> None:
    """Check marketplaces named as targets; whether one is open on the day only the run can tell."""
    names = getattr(intervention, "names", None)
    if names is None or getattr(intervention, "targets", None) is None:
        return
    for name in names:
        if not re.fullmatch(r"market-[1-9]\d*", name):
            raise UnknownName(f"{key}.names: '{name}' is no marketplace", key=f"{key}.names", value=name,
                              allowed="market-1, market-2, … in order of opening", origin=origin(f"{key}.names"))  # fmt: skip # noqa: E501
    if (intervention.targets == "named") != bool(names):  # type: ignore[attr-defined]
        missing, other = ("names", "targets=named") if not names else ("targets", "names")
        hint = f"add {key}.names=[market-1]" if not names else f"add {key}.targets=named"
        raise Contradiction(f"{key}: {other} has no meaning without {key}.{missing}", key=f"{key}.{missing}", hint=hint,
                         origin=origin(f"{key}.{'targets' if not names else 'names'}"))  # fmt: skip


def _own_checks(part: Any, key: str, origin: Origin) -> None:
    """Run the rules that each parameter group declares."""
    for rule in _rules(part):
        problem = rule.broken(part)
        if problem:
            full = f"{key}.{rule.name}"
            raise Contradiction(f"{full}: {problem}", key=full, value=getattr(part, rule.name), origin=origin(full))
    for name, value in _parts(part):
        _own_checks(value, f"{key}.{name}", origin)


def normalised(settings: Checkable) -> Iterator[str]:
    """Say which shares do not sum to 1, and are therefore read in proportion to each other."""
    for group, part in _parts(settings.ecosystem):
        for rule in _rules(part):
            usual = getattr(part, rule.name) == getattr(type(part)(), rule.name)  # rounded, as published
            if isinstance(rule, Shares) and not (usual or math.isclose(total := rule.total(part), 1.0, abs_tol=0.005)):
                yield f"ecosystem.{group}.{rule.name} sums to {total:.4g}; its shares are normalised to 1"


def _rules(part: Any) -> tuple[Rule, ...]:
    return getattr(type(part), "RULES", ())


def _parts(part: Any) -> Iterator[tuple[str, Any]]:
    for field in dataclasses.fields(part):
        value = getattr(part, field.name)
        if dataclasses.is_dataclass(value):
            yield field.name, value

"""A case: one configuration to be run in every replicate, and its identity."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sim.settings import Settings

SPEED_ONLY = ("threads", "workers", "output", "replicates")
"""Settings that do not change what a replicate computes."""
TOLD_ONLY = ("day_zero", "data", "replay")
"""Settings whose other settings follow from them, so that nothing is left for them to change."""


@dataclass(frozen=True)
class Case:
    """One configuration to be run in every replicate.

    ``scenario``: name of the barriers; ``world``: what differs in the world they act in ("" for nothing);
    ``point``: number of the design point, ``values`` what is set there; ``daily``: which daily tables are kept;
    ``members``: sets of parameters of which replicates take one after the other, in the place of the settings' own.
    """

    settings: Settings
    scenario: str = "baseline"
    world: str = ""
    point: int = 0
    values: Mapping[str, Any] = field(default_factory=dict)
    daily: str = "none"
    members: tuple[Mapping[str, float], ...] = ()

    @cached_property
    def key(self) -> str:
        """Identity of the configuration: equal for equal worlds, barriers and seeds, whatever they are called."""
        return _digest(self._with_members(_configuration(self.settings)))

    @cached_property
    def world_key(self) -> str:
        """Identity of the world without barriers; cases that share it share a baseline."""
        plain = _configuration(dataclasses.replace(self.settings, interventions={}))
        plain.pop("start")  # a day on which nothing happens
        return _digest(self._with_members(plain))

    def _with_members(self, plain: dict[str, Any]) -> dict[str, Any]:
        return {**plain, "ensemble": _digest([dict(member) for member in self.members])} if self.members else plain

    def run_id(self, replicate: int, model: str) -> str:
        """Identity of a run: configuration, replicate and model version."""
        return _digest([self.key, replicate, model])


def _configuration(settings: Settings) -> dict[str, Any]:
    plain = settings.to_dict()
    if not settings.seeds:
        del plain["seeds"]  # as before there were any
    return {name: _plain(value) for name, value in plain.items() if name not in (*SPEED_ONLY, *TOLD_ONLY)}


def _plain(value: Any) -> Any:
    """Write 1.0 as 1: which of both a setting holds depends on whether it was typed or built in Python."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(entry) for entry in value]
    return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 else value


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]

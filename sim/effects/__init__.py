"""What it meant: paired differences, durability and their intervals. Tables in, tables out; no model inside."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.effects.curves import Curves
    from sim.effects.league import required_replicates
    from sim.effects.outcomes import OUTCOMES, Outcome
    from sim.effects.pairing import pairing_gain
    from sim.effects.pooled import Pooled
    from sim.effects.replicates import replicate_effects
    from sim.effects.summary import summarise

__all__ = [
    "OUTCOMES", "Curves", "Outcome", "Pooled", "pairing_gain", "replicate_effects", "required_replicates",
    "summarise",
]  # fmt: skip

# A refusal and the first page of the dashboard name outcomes, and need not wait for pandas. What has the name of its
# own module is not among them: once the module is read, the name is the module's.
_HOMES = {
    "Curves": "curves", "required_replicates": "league", "OUTCOMES": "outcomes",
    "Outcome": "outcomes", "pairing_gain": "pairing", "Pooled": "pooled", "replicate_effects": "replicates",
    "summarise": "summary",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(f"sim.effects.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'sim.effects' has no attribute {name!r}")

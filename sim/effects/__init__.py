"""What it meant: paired differences, durability and their intervals. Tables in, tables out; no model inside."""

from sim.effects.curves import Curves
from sim.effects.destinations import destinations
from sim.effects.league import required_replicates
from sim.effects.outcomes import OUTCOMES, Outcome
from sim.effects.pairing import pairing_gain
from sim.effects.pooled import Pooled
from sim.effects.replicates import replicate_effects
from sim.effects.summary import summarise
from sim.effects.verdict import verdict

__all__ = [
    "OUTCOMES", "Curves", "Outcome", "Pooled", "destinations", "pairing_gain", "replicate_effects",
    "required_replicates", "summarise", "verdict",
]  # fmt: skip

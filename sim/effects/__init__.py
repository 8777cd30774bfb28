"""What it meant: paired differences, durability and their intervals. Tables in, tables out; no model inside."""

from sim.effects.outcomes import OUTCOMES, Outcome
from sim.effects.summary import replicate_effects, summarise
from sim.effects.verdict import destinations, detectable, pairing_gain

__all__ = ["OUTCOMES", "Outcome", "destinations", "detectable", "pairing_gain", "replicate_effects", "summarise"]

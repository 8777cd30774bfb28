"""What authorities do without any barrier of the scenario."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class AuthorityParameters:
    """Background enforcement, present in every run and its twin."""

    raids: float = parameter(0.0013, "hazard of a raid on a marketplace of average size and of raid_onset * 2.4 days", unit="1/day", low=0, high=0.1, source="D96: raided 13 %; D97: hardly before 12 months", status="derived")
    raid_onset: float = parameter(340.0, "age at which a raid is a quarter as likely as in the end", unit="days", low=1, high=3000, source="D97", status="derived")
    raid_size: float = parameter(0.5, "power of a marketplace's trade in being chosen", unit="power", low=0, high=3)
    operator_arrest: float = parameter(0.5, "chance that a raid also takes the operator", unit="probability", low=0, high=1, source="D106: 3 arrests in 46 closures, 6 raids", status="derived")
    operator_returns: float = parameter(0.2, "chance that an operator who was not arrested opens again", unit="probability", low=0, high=1)
    raid_leads: float = parameter(0.015, "share of the vendors of a raided marketplace that become a lead", unit="share", low=0, high=1)
    lead_delay: float = parameter(270.0, "mean time from lead to arrest", unit="days", low=1, high=3000, source="B39", status="derived")
    raid_publicity: float = parameter(0.4, "how loudly a background raid is told", unit="share", low=0, high=1)

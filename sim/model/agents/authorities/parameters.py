"""What authorities do without any barrier of the scenario."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue import countries
from sim.model.catalogue.row import mapped
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
    vendors: float = parameter(5000.0, "vendors of the real ecosystem, by which numbers of teams and of vendors to arrest are brought to the size of a world; 0: each vendor of the world is one", unit="vendors", low=0, high=1_000_000, source="B44: assumed 2,500 to 10,000; B45: 1,780 to 2,823 on the largest marketplace", status="derived")
    powers: dict[str, float] = mapped(countries.ROWS, "powers")
    powers_gain: float = parameter(1.0, "how much more ordinary police arrest where all undercover work is allowed than where none is", unit="ratio", low=0, high=100, source="S87 (sign)")
    case_work: float = parameter(20.0, "work that a case against a vendor takes a team", unit="team-days", low=0.1, high=10_000, source="B12: 34 cases opened in a year by the Dutch post team; 18 a team here")
    case_days: float = parameter(90.0, "days that a case takes at the least, whoever works on it", unit="days", low=0, high=3000, source="B39: nine months' work for a wave of arrests; B41: 17 months")
    case_solved: float = parameter(0.6, "chance that a case that was worked off ends in an arrest, of a vendor of usual operational security", unit="probability", low=0, high=1)
    purchases: float = parameter(24.0, "cases a year that a team can open by undercover purchases where the law allows all", unit="1/year", low=0, high=10_000)
    parcel_link: float = parameter(0.0027, "chance that forensics tie a first seized parcel to its vendor once teams compare parcels; n of them together count as n * n", unit="probability", low=0, high=1, source="B13 for one parcel; S95 (sign) for several", status="derived")
    severity: float = parameter(1.0, "how severe punishment is, against the usual", unit="ratio", low=0.01, high=100, status="setting")
    severity_felt: float = parameter(0.05, "power by which severity is felt by others", unit="power", low=0, high=1, source="B131 (unverified): elasticity -0.05; B129", status="derived")
    speed: float = parameter(1.0, "how soon punishment follows, against the usual", unit="ratio", low=0.01, high=100, status="setting")
    speed_felt: float = parameter(0.01, "power by which speed is felt by others", unit="power", low=0, high=1, source="B132 (unverified): little or no effect", status="derived")
    raid_publicity: float = parameter(0.4, "how loudly a background raid is told", unit="share", low=0, high=1)

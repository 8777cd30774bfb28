"""What partners see, know, tell and forget."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue import partners, signals
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class PartnerParameters:
    """Partners, the signals before them, and the clock of the authorities.

    Ordinary arrests and finds hold what ordinary awareness and sharing lead to; only what is beyond them counts.
    """

    awareness: dict[str, float] = mapped(partners.ROWS, "awareness")
    right: dict[str, float] = mapped(partners.ROWS, "right")
    shares: dict[str, float] = mapped(partners.ROWS, "shares")
    competence: dict[str, float] = mapped(partners.ROWS, "competence")
    signals: dict[str, float] = mapped(signals.ROWS, "rate")
    online: float = parameter(0.25, "how often what is left online is seen, against what is left offline", unit="ratio", low=0, high=1, source="S46 (sign): online there are fewer signals than in other drug crime")
    sharing_days: float = parameter(90.0, "mean time from a sight to whom it concerns, without any barrier", unit="days", low=0.1, high=3000, source="S88 (sign)")
    lead_opens: float = parameter(0.3, "chance that what was shared is enough for a case, of a trader of usual operational security", unit="probability", low=0, high=1)
    skill: float = parameter(0.3, "share of missed recognitions of parcels that education of all who examine them makes good", unit="share", low=0, high=1, source="S65 (sign); as interventions.postal_inspection.training")
    awareness_half_life: float = parameter(365.0, "time until half of what was taught has left with staff or is forgotten", unit="days", low=1, high=10_000, source="S65 (sign)")
    outdated: float = parameter(1.0, "share of what was taught that a complete change of the offenders' ways takes away", unit="share", low=0, high=1, source="S65 (sign)")
    commitment_half_life: float = parameter(180.0, "time until half of what partners agreed to do is no longer done, unless somebody reminds them", unit="days", low=1, high=100_000, source="S77 (sign)")
    rests_on_commitment: float = parameter(0.0, "how far every barrier rests on the commitment of the partners it names; those that are joint work of partners do in full", unit="power", low=0, high=1, status="setting")
    learning: float = parameter(0.004, "share of what is not known of present ways of working that authorities learn a day, without any barrier", unit="1/day", low=0, high=1, source="S89 (sign); B41: 17 months from data to arrests")
    change_sites: float = parameter(1.0, "share of present ways that change if marketplaces with all of trade close or open", unit="share", low=0, high=1, source="S3, S36 (sign)")
    change_vendors: float = parameter(0.5, "share of present ways that change if all vendors are replaced or move", unit="share", low=0, high=1, source="S3 (sign)")
    change_concealment: float = parameter(1.0, "share of present ways that change if concealment goes from none to full, or all parcels go otherwise", unit="share", low=0, high=1, source="S36 (sign)")
    watch_days: int = parameter(0, "age of the figures that triggers and reviews see, beyond a day", unit="days", low=0, high=1000, status="setting", source="S121")
    watch_error: float = parameter(0.0, "standard deviation of the logarithm of their error, another each day", unit="share", low=0, high=2, status="setting", source="S121")
    review: int = parameter(0, "days between reviews of the plan; 0: never, all barriers are in force at their times", unit="days", low=0, high=10_000, status="setting", source="S79")
    review_rule: str = parameter("rotate", "rotate: each review puts the next barrier in force; win_stay: only if orders did not fall by review_fall", choices=("rotate", "win_stay"), status="setting")
    review_fall: float = parameter(0.05, "fall of orders since the last review at which the barrier in force is kept", unit="share", low=0, high=1, status="setting")

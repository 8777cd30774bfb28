"""Makes of marketplaces: who holds the money, what can be seized, whom it serves."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.row import figure, names


@dataclass(frozen=True)
class Make:
    """One make. ``custody``: whether somebody holds the escrow, who could leave with it or be robbed of it;
    ``national``: whether it serves buyers and vendors of one country only."""

    name: str
    meaning: str
    custody: bool
    national: bool
    share: float = figure("share of new marketplaces that are of this make while no seizure is feared (normalised); all are of the first in the default world", unit="share", low=0, high=1, source="S30, S152 (predicted, hardly seen)")
    seizable: float = figure("chance that an attempt to seize one succeeds, against an ordinary one", unit="probability", low=0, high=1, source="S30, S109 (sign): no central point, many servers", default=1.0)
    back_end: float = figure("what a seized back end tells of its users, against an ordinary one", unit="ratio", low=0, high=1, source="S30 (sign)", default=1.0)
    dispute: float = figure("chance that a dispute is decided rightly, against an ordinary one", unit="ratio", low=0, high=1, source="S152 (sign): no adjudication there", default=1.0)
    fee: float = figure("commission, against an ordinary one", unit="ratio", low=0, high=3, default=1.0)
    ease: float = figure("weight by its ease of use in the choice of buyers and of vendors, against an ordinary one", unit="ratio", low=0, high=3, source="D54 (sign): what is laborious is hardly used", default=1.0)
    build: float = figure("time to build one, against an ordinary one", unit="ratio", low=0.1, high=10, default=1.0)
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Make("central", "one site that holds the escrow and judges disputes", True, False, share=1.0),
    Make("decentralised", "many servers, money held by nobody, disputes hardly judged", False, False, share=0.0, seizable=0.1, back_end=0.0, dispute=0.2, fee=0.3, ease=0.5, build=2.0),
    Make("national", "one site for buyers and vendors of one country", True, True, share=0.0, sources={"share": "S96: one arose after an early seizure"}),
)  # fmt: skip

MAKES = names(ROWS)
CENTRAL, DECENTRALISED, NATIONAL = range(3)
OTHERS = MAKES[1:]
"""Those but the first."""

"""Acts: what can be done to marketplaces and vendors at once, as data. Authorities (or fate) carry them out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Selection = Literal["largest", "share", "oldest", "random", "named", "refuge"]
SELECTIONS: tuple[Selection, ...] = ("largest", "share", "oldest", "random", "named", "refuge")


@dataclass(frozen=True, slots=True)
class Targets:
    """Which open marketplaces: ``count`` of them by ``selection`` (share: the largest until ``share`` of revenue
    is covered; named: those in ``names``; refuge: the largest that is not yet in police hands)."""

    selection: Selection
    count: int = 1
    share: float = 0.0
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """Something done on one day; ``probability`` is the chance that it succeeds for each target."""

    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class Close(Act):
    """Close marketplaces. ``cause``: seizure, exit_scam, hack or voluntary. A seizure takes the escrow and yields
    the back end: each vendor with an account there becomes a lead with chance ``leads``, worked off after
    ``lead_delay`` days on average; ``publicity`` in [0, 1] is how loudly it is told."""

    targets: Targets = Targets("largest")
    cause: Literal["seizure", "exit_scam", "hack", "voluntary"] = "seizure"
    leads: float = 0.0
    lead_delay: float = 180.0
    publicity: float = 0.0


@dataclass(frozen=True, slots=True)
class TakeOver(Act):
    """Run marketplaces covertly for ``days``, collecting leads, then close them as a seizure."""

    targets: Targets = Targets("refuge")
    days: int = 27
    leads: float = 0.0
    lead_delay: float = 180.0
    publicity: float = 0.0


@dataclass(frozen=True, slots=True)
class Impair(Act):
    """Make marketplaces hard to reach for ``days``: a share ``severity`` of visits fails."""

    targets: Targets = Targets("largest")
    days: int = 14
    severity: float = 0.5


@dataclass(frozen=True, slots=True)
class Publicise(Act):
    """Tell everybody of police work: ``loudness`` in [0, 1]."""

    loudness: float = 0.5

"""Which marketplaces an act strikes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np

from sim.model.market import codes, decisions
from sim.model.market.closing import name_of

if TYPE_CHECKING:
    from sim.model.market.world import World

Selection = Literal["largest", "share", "oldest", "random", "named", "refuge"]
SELECTIONS: tuple[Selection, ...] = ("largest", "share", "oldest", "random", "named", "refuge")


class ClosedMarketplace(ValueError):
    """A barrier names a marketplace that is not open on the day; carries ``key``, ``value`` and ``allowed``."""

    def __init__(self, name: str, day: int, open_rows: list[int]) -> None:
        self.key, self.value = "names", name
        self.allowed = [name_of(r) for r in open_rows]
        super().__init__(f"names: {name} is not open on day {day}; open: {', '.join(self.allowed) or 'none'}")


@dataclass(frozen=True, slots=True)
class Targets:
    """Which open marketplaces: ``count`` of them by ``selection`` (share: the largest until ``share`` of revenue
    is covered; named: those in ``names``; refuge: the largest that is not yet in police hands)."""

    selection: Selection
    count: int = 1
    share: float = 0.0
    names: tuple[str, ...] = ()

    strikes: ClassVar[str] = "marketplaces"

    def stands_for(self, world: World) -> float:
        """Return how many real ones each stands for: itself."""
        return 1.0

    def choose(self, world: World, luck: int = 0) -> list[int]:
        """Return rows of the open marketplaces that are meant, in the order in which they are dealt with.

        ``luck``: offset of the draws, another for each barrier and kind of act: two barriers that choose at random on
        one day choose independently.
        """
        state = world.state
        rows = state.rows(codes.OPEN)
        trade = state.markets["orders"][rows]
        ranked = [int(r) for r in rows[np.argsort(-trade, kind="stable")]]
        if self.selection == "named":
            return self._named(world, ranked)
        if self.selection == "refuge":
            return [r for r in ranked if state.markets["covert_until"][r] < 0][: self.count]
        if self.selection == "share":
            chosen, covered = [], 0.0
            for row in ranked:
                if covered >= self.share * trade.sum():
                    break
                chosen.append(row)
                covered += float(state.markets["orders"][row])
            return chosen
        if self.selection == "oldest":
            ranked.sort(key=lambda r: int(state.markets["opened"][r]))
        elif self.selection == "random":
            ranked.sort(
                key=lambda r: world.draws.uniform(decisions.A_RANDOM, state.day, int(state.markets["who"][r]) + luck)
            )
        return ranked[: self.count]

    def _named(self, world: World, ranked: list[int]) -> list[int]:
        named = {name_of(r): r for r in ranked}
        missing = [n for n in self.names if n not in named]
        if len(missing) == len(self.names) and world.replicate == 0:
            raise ClosedMarketplace(missing[0], world.state.day, sorted(named.values()))
        for name in missing:  # it may have closed by itself in this replicate only
            world.state.write("missed", cause=name)
        return [named[n] for n in dict.fromkeys(self.names) if n in named]

    def describe(self) -> str:
        """Say which they are: the largest marketplace, 2 marketplaces at random."""
        several = f"{self.count} marketplaces" if self.count > 1 else "a marketplace"
        names = list(self.names) or ["the marketplaces named"]
        return {
            "largest": "the largest marketplace" if self.count == 1 else f"the {self.count} largest marketplaces",
            "oldest": "the oldest marketplace" if self.count == 1 else f"the {self.count} oldest marketplaces",
            "share": f"the marketplaces with the first {100 * self.share:.3g} % of revenue",
            "random": f"{several} at random",
            "named": names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}",
            "refuge": "the likely refuge",
        }[self.selection]

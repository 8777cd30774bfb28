"""Which vendors or buyers an act strikes, and which facilitators or channels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from numpy.typing import NDArray

from sim.model.engine.streams import uniforms
from sim.model.market import codes, decisions
from sim.model.market.codes import KINDS
from sim.model.market.geography import AXES, COUNTRIES, PRODUCTS
from sim.model.market.scale import per_real_vendor

if TYPE_CHECKING:
    from sim.model.market.world import World


@dataclass(frozen=True, slots=True)
class Crowd:
    """Those in business who live in ``countries``, trade ``products`` and are of ``kinds`` (empty: all), of them
    ``share``, and at most ``count`` (none: no limit), the largest first or at random.

    ``real``: the count is of the real ecosystem, and brought to the size of the world, by chance where that is no
    whole number."""

    selection: Literal["largest", "random"] = "random"
    share: float = 1.0
    count: int | None = None
    countries: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    real: bool = False

    strikes: ClassVar[str] = ""

    def choose(self, world: World, luck: int = 0) -> list[int]:
        """Return the rows of those who are meant, in the order in which they are dealt with."""
        rows, table, size = self._all(world)
        kept = np.ones(len(rows), dtype=bool)
        asked = (("home", COUNTRIES, self.countries), ("product", PRODUCTS, self.products), ("kind", KINDS, self.kinds))
        for column, labels, wanted in asked:
            if wanted:
                kept &= np.isin(table[column][rows], [labels.index(label) for label in wanted])
        rows = rows[kept]
        if self.selection == "largest":
            order = np.argsort(-table[size][rows], kind="stable")
        else:
            # vendors by order of birth: in a branch and its twin they may stand in other rows
            who = table["born"][rows] if "born" in (table.dtype.names or ()) else rows
            lots = uniforms(world.run_seed, decisions.A_WHO, world.state.day, who.astype(np.int64) + luck)
            order = np.argsort(lots, kind="stable")
        most = int(np.ceil(self.share * len(rows)))
        count = most if self.count is None else min(most, self._brought_to_size(world, luck))
        return [int(r) for r in rows[order][:count]]

    def stands_for(self, world: World) -> float:
        """Return how many real ones each stands for where they are counted."""
        return 1.0 / max(per_real_vendor(world), 1e-9) if self.real else 1.0

    def _brought_to_size(self, world: World, luck: int) -> int:
        assert self.count is not None
        expected = self.count / self.stands_for(world)
        return (
            int(expected + world.draws.uniform(decisions.A_COUNT, world.state.day, luck)) if self.real else self.count
        )

    def _all(self, world: World) -> tuple[NDArray[np.int64], np.ndarray, str]:
        """Return rows, table, and the column by which one is larger than another."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Vendors(Crowd):
    """Vendors who trade."""

    strikes: ClassVar[str] = "vendors"

    def _all(self, world: World) -> tuple[NDArray[np.int64], np.ndarray, str]:
        state = world.state
        return state.trading(), state.vendors, "sales"


@dataclass(frozen=True, slots=True)
class Buyers(Crowd):
    """Buyers who buy now and then."""

    strikes: ClassVar[str] = "buyers"

    def _all(self, world: World) -> tuple[NDArray[np.int64], np.ndarray, str]:
        buyers = world.state.buyers
        return np.flatnonzero(buyers["state"] == codes.ACTIVE), buyers, "rate"


@dataclass(frozen=True, slots=True)
class Members:
    """Facilitators or channels of delivery by their names in the catalogue; rows are their positions there."""

    names: tuple[str, ...]
    strikes: Literal["facilitators", "channels"]

    def stands_for(self, world: World) -> float:
        """Return how many real ones each stands for: itself."""
        return 1.0

    def choose(self, world: World, luck: int = 0) -> list[int]:
        """Return their rows."""
        labels = AXES[self.strikes.removesuffix("s")]
        return [labels.index(name) for name in self.names]

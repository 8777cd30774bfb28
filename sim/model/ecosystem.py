"""The ecosystem: the world of one run, and its day from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import mesa
from numpy.typing import NDArray

from sim.model import trade
from sim.model.agents.administrators import phase as administrators
from sim.model.agents.administrators.administrator import Administrator
from sim.model.agents.authorities import phase as authorities
from sim.model.agents.authorities.authority import Authority
from sim.model.agents.buyers import phase as buying
from sim.model.agents.buyers.population import Buyers
from sim.model.agents.couriers import phase as couriers
from sim.model.agents.couriers.courier import Courier
from sim.model.agents.facilitators.layers import Facilitators
from sim.model.agents.partners.partner import Partners
from sim.model.agents.vendors import phase as selling
from sim.model.agents.vendors.population import Vendors
from sim.model.books import phase as books
from sim.model.construction import Constants, furnish_world
from sim.model.engine.levers import Levers
from sim.model.engine.streams import Draws, replicate_seed
from sim.model.interventions.base import Intervention
from sim.model.market.geography import AXES, CHANNELS
from sim.model.market.levers import CATALOGUE
from sim.model.market.state import State
from sim.model.market.tables import LONGEST_RUN
from sim.model.market.workspace import Workspace
from sim.model.market.world import World
from sim.model.news import phase as news
from sim.model.parameters import EcosystemParameters
from sim.model.policy import phase as policy
from sim.model.records import phase as records
from sim.model.records.collector import RecordsCollector
from sim.model.records.records import Records
from sim.model.settlement import phase as settlement


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the day: what runs, and why it stands where it stands."""

    name: str
    why: str
    run: Callable[[World], None]


SCHEDULE = (
    Phase("policy", "barriers start, ramp and stop first, so that everybody meets today's rules", policy.run),
    Phase("authorities", "acts are carried out, and heard of, before anybody trades", authorities.run),
    Phase("administrators", "who closes or opens is settled before vendors list and buyers visit", administrators.run),
    Phase("vendors", "vendors move, price and list on the marketplaces that are left", selling.run),
    Phase("buyers", "buyers choose among what is on offer today, and pay into escrow", buying.run),
    Phase("couriers", "today's parcels meet today's examination", couriers.run),
    Phase("settlement", "what arrived is finalised, refunded, sent again, disputed and rated", settlement.run),
    Phase("books", "coin moves, and what agents look at tomorrow is smoothed, once all have acted", books.run),
    Phase("news", "what happened is told: heard with delay, it fades", news.run),
    Phase("records", "the day is written down last", records.run),
)

_IN_ONE_THREAD = (
    *SCHEDULE[:3],
    Phase("vendors", "vendors move, price and put on offer what they have", selling.sell),
    Phase("trade", "what comes between offers and records, see sim.model.trade", trade.run),
    SCHEDULE[-1],
)
"""The same day without going back to Python where it need not."""


class Ecosystem(mesa.Model):  # type: ignore[misc]
    """A drug cryptomarket ecosystem as a Mesa model: ``step()`` is one day.

    ``buyers``: prospective and actual buyers, everything else scales with it; ``days``: horizon of the records;
    ``threads`` changes the speed only. The same ``seed`` and ``replicate`` give the same run, bit for bit.
    """

    def __init__(
        self,
        parameters: EcosystemParameters | None = None,
        *,
        buyers: int = 10_000,
        days: int = 1095,
        interventions: Mapping[str, Intervention] | Sequence[Intervention] = (),
        seed: int = 1,
        replicate: int = 0,
        threads: int = 1,
        _branched: tuple[State, Records] | None = None,
    ) -> None:
        if not 1 <= days <= LONGEST_RUN:
            raise ValueError(f"days={days} is out of range: 1 to {LONGEST_RUN} days")
        if buyers < 1:
            raise ValueError(f"buyers={buyers} is out of range: at least 1")
        super().__init__(rng=seed)
        self.parameters = parameters if parameters is not None else EcosystemParameters()
        self.days, self.threads = days, threads
        self.seed_of_run, self.replicate = seed, replicate
        self.run_seed = replicate_seed(seed, replicate)
        self.draws = Draws(self.run_seed)
        self.interventions = _named(interventions)
        self.constants = Constants.of(self.parameters, buyers)
        self.levers = Levers(CATALOGUE, AXES)
        for lever, value in self.constants.lever_bases.items():
            self.levers.set_base(lever, value)
        if _branched is None:
            self.state = furnish_world(self.run_seed, self.parameters, self.constants)
            self.records = Records(days, self.state)
        else:
            self.state, self.records = _branched
        self.datacollector = RecordsCollector(self)
        self.work = Workspace(threads)
        self.acts: list[Any] = []
        self.buyers = Buyers(self)
        self.vendors = Vendors(self)
        self.authority = Authority(self)
        self.couriers = [Courier(self, c) for c in range(len(CHANNELS))]
        self.facilitators = Facilitators(self)
        self.partners = Partners(self)
        self._administrators: list[Administrator] = []
        for row in range(self.state.n_markets):
            self.appoint(row)

    # running

    @property
    def day(self) -> int:
        """The day that ``step`` runs next."""
        return self.state.day

    def step(self) -> None:
        """Run one day."""
        if self.state.day >= self.days:
            raise RuntimeError(f"the horizon of {self.days} days is reached; make the ecosystem with more days")
        for phase in SCHEDULE if self.threads > 1 else _IN_ONE_THREAD:
            phase.run(self)
        self.state.day += 1
        self.running = self.state.day < self.days  # Mesa's own tools step as long as this is so

    def run(self, until: int | None = None) -> Ecosystem:
        """Run to the start of day ``until`` (default: the horizon) and return the ecosystem."""
        end = self.days if until is None else min(until, self.days)
        while self.state.day < end:
            self.step()
        return self

    def branch(self, interventions: Mapping[str, Intervention] | Sequence[Intervention]) -> Ecosystem:
        """Return a copy of the present ecosystem that goes on under other barriers."""
        state = self.state.copy()
        kept = _named(interventions)  # a trigger that fired counts for the barrier it belongs to
        state.triggered = {n: d for n, d in state.triggered.items() if kept.get(n) == self.interventions.get(n)}
        return Ecosystem(
            self.parameters, buyers=len(state.buyers), days=self.days, interventions=interventions,
            seed=self.seed_of_run, replicate=self.replicate, threads=self.threads,
            _branched=(state, self.records.copy(state)),
        )  # fmt: skip

    def administrators(self) -> list[Administrator]:
        """Return all administrators so far, by row of their marketplace."""
        return self._administrators

    def appoint(self, row: int) -> None:
        """Register the administrator of the marketplace in ``row``, the next one."""
        self._administrators.append(Administrator(self, row))

    def orders_today(self) -> NDArray[Any]:
        """Return the orders placed on the day just run (dtype ORDER, a copy)."""
        return self.work.orders[: self.work.n_orders].copy()

    def close(self) -> None:
        """Release threads and what Mesa keeps of this model."""
        self.work.close()
        ids = getattr(mesa.Agent, "_ids", None)  # Mesa 3.3 keeps every model alive in this class-level table
        if isinstance(ids, dict):
            ids.pop(self, None)


def _named(interventions: Mapping[str, Intervention] | Sequence[Intervention]) -> dict[str, Intervention]:
    if isinstance(interventions, Mapping):
        return dict(interventions)
    named: dict[str, Intervention] = {}
    for barrier in interventions:
        name = type(barrier).__module__.rpartition(".")[2]
        while name in named:
            name += "_again"
        named[name] = barrier
    return named

"""The ecosystem: the world of one run, and its day from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from sim.agents.administrators.administrator import Administrator, furnish
from sim.agents.administrators.rules import consider
from sim.agents.authorities.authority import Authority
from sim.agents.buyers.ordering import count_due, order
from sim.agents.buyers.population import Buyers
from sim.agents.buyers.receiving import BLOCK, settle
from sim.agents.couriers.courier import Courier
from sim.agents.couriers.travel import dispatch, examine
from sim.agents.facilitators.facilitator import Facilitator
from sim.agents.vendors.population import Vendors
from sim.agents.vendors.rules import decide
from sim.construction import Constants, furnish_world
from sim.engine.kernels import aligned
from sim.engine.levers import Levers
from sim.engine.streams import Draws, replicate_seed
from sim.interventions import timeline
from sim.interventions.base import Intervention
from sim.market import codes, counters, decisions
from sim.market.acts import Act
from sim.market.bookkeeping import add_up, book_accounts, book_markets
from sim.market.geography import CHANNELS, COUNTRIES, FACILITATORS, PRODUCTS, REACHES
from sim.market.levers import CATALOGUE, DEMAND, DETECTION, INSPECTION, INSPECTION_CAPACITY, INVESTIGATION  # fmt: skip # noqa: E501
from sim.market.listings import attract_buyers, attract_vendors, list_offers
from sim.market.orders import HORIZON, refile
from sim.market.state import State, Workspace
from sim.market.tables import MARKET, OFFER, ORDER
from sim.parameters import EcosystemParameters
from sim.records.collector import RecordsCollector
from sim.records.records import Records

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the day: the method that runs it, and why it stands where it stands."""

    name: str
    why: str


SCHEDULE = (
    Phase("policy", "barriers start, ramp and stop first, so that everybody meets today's rules"),
    Phase("authorities", "acts are carried out and heard of before anybody trades"),
    Phase("administrators", "who closes or opens today is settled before vendors list and buyers visit"),
    Phase("vendors", "vendors list, price and move on the marketplaces that are left"),
    Phase("buyers", "buyers choose among what is on offer today"),
    Phase("couriers", "today's parcels meet today's examination"),
    Phase("settlement", "what arrived is finalised, refunded, sent again or disputed, and rated"),
    Phase("books", "coin moves and what agents look at tomorrow is smoothed, once all have acted"),
    Phase("news", "what happened is told; it is heard with delay and fades"),
    Phase("records", "the day is written down last"),
)


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
        _state: State | None = None,
        _records: Records | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.parameters = parameters if parameters is not None else EcosystemParameters()
        self.days, self.threads = days, threads
        self.seed_of_run, self.replicate = seed, replicate
        self.run_seed = replicate_seed(seed, replicate)
        self.draws = Draws(self.run_seed)
        self.interventions = _named(interventions)
        self.constants = Constants.of(self.parameters, buyers)
        self.levers = Levers(CATALOGUE, {"country": COUNTRIES, "channel": CHANNELS, "facilitator": FACILITATORS})
        for lever, value in self.constants.lever_bases.items():
            self.levers.set_base(lever, value)
        self.state = _state if _state is not None else furnish_world(self.run_seed, self.parameters, self.constants)
        self.records = _records if _records is not None else Records(days, self.state)
        self.datacollector = RecordsCollector(self)
        self._work = Workspace(threads)
        self._pool: ThreadPoolExecutor | None = None
        self.recognise = np.zeros((len(CHANNELS), len(COUNTRIES)))
        self._flow = np.zeros((len(CHANNELS), len(COUNTRIES)))
        vendors = self.parameters.vendors
        self._route = np.array([vendors.private_parcel] * 3 + [vendors.local_drop])
        self._bond = int(100 * self.parameters.administrators.bond)
        self._acts: list[tuple[Intervention, Act]] = []
        self._pull = np.zeros(0)
        self._orders = aligned(64, ORDER)
        self._n_orders = 0
        self._offers = aligned(64, OFFER)
        self._offer_weight = np.zeros(65)
        self._keys = np.zeros(64, dtype=np.int64)
        self.buyers = Buyers(self)
        self.vendors = Vendors(self)
        self.authority = Authority(self)
        self.couriers = [Courier(self, c) for c in range(len(CHANNELS))]
        self.facilitators = [Facilitator(self, f) for f in range(len(FACILITATORS))]
        self._operators = {r: Administrator(self, r) for r in range(self.state.n_markets)}
        self._phases = [getattr(self, f"_{phase.name}") for phase in SCHEDULE]
        self._room_for_markets(0)

    # running

    @property
    def day(self) -> int:
        """The day that ``step`` runs next."""
        return self.state.day

    def step(self) -> None:
        """Run one day."""
        if self.state.day >= self.days:
            raise RuntimeError(f"the horizon of {self.days} days is reached; make the ecosystem with more days")
        for phase in self._phases:
            phase()
        self.state.day += 1

    def run(self, until: int | None = None) -> Ecosystem:
        """Run to the start of day ``until`` (default: the horizon) and return the ecosystem."""
        end = self.days if until is None else min(until, self.days)
        while self.state.day < end:
            self.step()
        return self

    def branch(self, interventions: Mapping[str, Intervention] | Sequence[Intervention]) -> Ecosystem:
        """Return a copy of the present ecosystem that goes on under other barriers."""
        state = self.state.copy()
        return Ecosystem(
            self.parameters, buyers=len(state.buyers), days=self.days, interventions=interventions,
            seed=self.seed_of_run, replicate=self.replicate, threads=self.threads,
            _state=state, _records=self.records.copy(state),
        )  # fmt: skip

    def administrators(self) -> list[Administrator]:
        """Return all administrators so far, in order of opening."""
        return list(self._operators.values())

    def orders_today(self) -> NDArray[Any]:
        """Return the orders placed on the day just run (dtype ORDER, a copy)."""
        return self._orders[: self._n_orders].copy()

    def close(self) -> None:
        """Release threads and what Mesa keeps of this model."""
        if self._pool is not None:
            self._pool.shutdown()
            self._pool = None
        ids = getattr(mesa.Agent, "_ids", None)  # Mesa 3.3 keeps every model alive in this class-level table
        if isinstance(ids, dict):
            ids.pop(self, None)

    # the day

    def _policy(self) -> None:
        state = self.state
        state.cost = 0.0
        modifiers = []
        self._acts = []
        for name, barrier in self.interventions.items():
            now = timeline.today(barrier, state.day, self._began(name, barrier))
            if now is None:
                continue
            if now.first:
                state.cost += barrier.cost_fixed * barrier.intensity * (now.wave == 0)
            state.cost += barrier.cost_per_day * now.strength
            if now.strength > 0.0:
                modifiers.extend(barrier.modifiers(now))
            if now.strength > 0.0 or now.last:
                self._acts.extend((barrier, act) for act in barrier.acts(now))
        self.levers.apply(modifiers)

    def _began(self, name: str, barrier: Intervention) -> int | None:
        if barrier.trigger is None:
            return barrier.start
        state = self.state
        if name not in state.triggered and state.day >= barrier.start:
            if timeline.fires(barrier.trigger, state.observed):
                state.triggered[name] = state.day
        return state.triggered.get(name)

    def _authorities(self) -> None:
        self.authority.step()
        for barrier, act in self._acts:
            self.state.cost += barrier.cost_per_act * self.authority.carry_out(act)
        for facilitator in self.facilitators:
            facilitator.step()

    def _administrators(self) -> None:
        state, c = self.state, self.constants
        slots = state.rows(codes.OPEN)
        outcome = np.zeros(len(slots), dtype=np.int64)
        total = float(state.markets["orders"][slots].sum())
        closings = consider(
            self.run_seed, state.day, state.markets, slots, state.news, total, c.administrators, c.authorities,
            float(self.levers[INVESTIGATION]), self.facilitators[codes.HOSTING].supply, self.parameters.channels.rehost, outcome,
        )  # fmt: skip
        if closings:
            law = self.parameters.authorities
            for s in np.flatnonzero(outcome):
                row = int(slots[s])
                if outcome[s] == codes.SEIZURE:
                    self.authority.seize(row, law.raid_leads, law.lead_delay, law.raid_publicity)
                else:
                    self._operators[row].end(int(outcome[s]))
        if state.day % 30 == 0:
            for row in state.rows(codes.OPEN):
                self._operators[int(row)].reconsider()
        self._develop()

    def _develop(self) -> None:
        """Start building marketplaces where demand is unserved, and open those that are ready."""
        state, par = self.state, self.parameters.administrators
        rate = par.openings / 365.0
        if self.parameters.channels.open:
            rate *= 1.0 + par.opening_response * state.unserved
        rate *= self.facilitators[codes.HOSTING].supply
        if len(state.building) < par.developers and self.draws.uniform(decisions.M_OPEN, state.day) < rate:
            wait = self.draws.exponential(decisions.M_BUILD, state.day) * par.build_days
            state.building.append(state.day + 1 + int(wait))
        for _ in [d for d in state.building if d <= state.day]:
            row = state.n_markets
            self._room_for_markets(row)
            state.n_markets += 1
            furnish(state, row, self.draws, par, par.attraction_newcomer, state.day)
            self._operators[row] = Administrator(self, row)
            state.write("open", row)
        state.building = [d for d in state.building if d > state.day]

    def _vendors(self) -> None:
        state, c, work = self.state, self.constants, self._work
        self._slots = state.rows(codes.OPEN)
        n = len(self._slots)
        slot_of = np.full(len(state.markets), -1, dtype=np.int64)
        slot_of[self._slots] = np.arange(n)
        self._slot_of = slot_of
        if len(self._pull) != n + 1:
            self._pull, self._wide = np.zeros(n + 1), np.zeros(n + 1)
            self._destinations = np.zeros(2 * len(PRODUCTS) * (n + 1))
            self._offer_start = np.zeros(n * len(PRODUCTS) * len(REACHES) + 1, dtype=np.int64)
            self._sellers = np.zeros(n, dtype=np.int64)
        state.hhi, state.leader_share = attract_vendors(
            state.day, state.markets, self._slots, state.demand, c.buyers, c.vendors,
            self.parameters.administrators.attraction_newcomer, self._pull, self._wide,
        )  # fmt: skip
        entrants = self._entrants()
        state.reserve(entrants + 1, state.n_active + entrants + 8)
        if len(state.accounts) != work.accounts:
            work.fit(len(state.accounts), len(state.markets))
        seen = float(state.seen[:3].mean())
        first_new = state.n_accounts
        state.n_vendors, state.n_accounts, state.n_active, state.n_events = decide(
            self.run_seed, state.day, state.vendors, state.n_vendors, state.accounts, state.n_accounts,
            state.active, state.n_active, state.markets, self._slots, self._pull, self._wide, entrants, 1.0 - state.hhi,
            state.news, seen, float(c.seen_start[:3].mean()), float(self.levers[INVESTIGATION]),
            1.0 - self.facilitators[codes.PACKAGING].supply, c.vendors, c.institutions, c.channels,
            self._bond, c.vendor_home, c.product, c.vendor_kind, c.vendor_scope, c.kind_scale,
            work.counts[0], work.by_market, state.events, state.n_events,
        )  # fmt: skip
        added = state.n_accounts - first_new
        state.live[state.n_live : state.n_live + added] = np.arange(first_new, state.n_accounts, dtype=np.int32)
        state.n_live += added
        if len(self._offers) < state.n_live + 1:
            self._offers = aligned(2 * state.n_live + 64, OFFER)
            self._offer_weight = np.zeros(len(self._offers) + 1)
            self._keys = np.zeros(len(self._offers), dtype=np.int64)
        state.n_live, self.n_offers = list_offers(
            state.day, state.accounts, state.n_accounts, state.live, state.n_live, state.vendors, state.markets,
            slot_of, self._packaging(), c.buyers, c.institutions, self._offers, self._offer_start, self._offer_weight,
            self._keys, self._sellers,
        )  # fmt: skip
        attract_buyers(
            state.day, state.markets, self._slots, self._offer_start, self._sellers, state.demand, c.buyers,
            self.parameters.administrators.attraction_newcomer, self._destinations,
        )  # fmt: skip

    def _entrants(self) -> int:
        """Return how many vendors enter today: more when there are more wishes per vendor, fewer in alarm."""
        state, par = self.state, self.parameters.vendors
        rate = par.entry * self.constants.n_vendors
        if self.parameters.channels.replace:
            margin = state.demand / max(state.n_active, 1) / par.orders_usual
            rate *= min(margin**par.entry_margin, 5.0)
        rate *= float(np.exp(-0.5 * state.news[codes.ALARM]))
        return int(rate + self.draws.uniform(decisions.V_ENTER, state.day))

    def _packaging(self) -> float:
        """Return how much of a vendor's concealment works with the packaging that can be had."""
        return 1.0 - 0.6 * (1.0 - self.facilitators[codes.PACKAGING].supply)

    def _buyers(self) -> None:
        state, c, work = self.state, self.constants, self._work
        n_buyers = len(state.buyers)
        blocks = -(-n_buyers // BLOCK)
        per_block = np.zeros(blocks, dtype=np.int64)
        count_due(state.day, state.next_day, per_block, BLOCK)
        due = int(per_block.sum())
        if len(self._orders) < due:
            self._orders = aligned(int(1.5 * due) + 64, ORDER)
        bounds = self._split(per_block)
        self._shortage = 1.0 - self.facilitators[codes.EXCHANGE].supply

        def run(part: int) -> int:
            lo, hi, out = bounds[part]
            return order(
                self.run_seed, state.day, lo, hi, out, state.next_day, state.buyers, state.vendors, state.accounts,
                state.markets, self._slots, self._slot_of, self._destinations, self._offers, self._offer_start,
                self._offer_weight, self._route, state.seen, self.levers[DEMAND], self._shortage, state.news,
                c.buyers, c.institutions, c.street, c.channels, c.buyer_home, c.product, self._orders,
                *self._part(part),
            )  # fmt: skip

        ends = self._each(run, len(bounds))
        # close the gaps between the parts' segments
        n = ends[0]
        for (_, _, out), end in zip(bounds[1:], ends[1:], strict=True):
            self._orders[n : n + end - out] = self._orders[out:end].copy()
            n += end - out
        self._n_orders = n
        if work.threads > 1:
            self._gather()

    def _couriers(self) -> None:
        state, c, work = self.state, self.constants, self._work
        examine(
            self.levers[INSPECTION], self.levers[INSPECTION_CAPACITY], self.levers[DETECTION],
            state.usual, state.week, self.recognise,
        )  # fmt: skip
        state.book.reserve(self._n_orders)
        self._flow[:] = 0.0
        dispatch(
            self.run_seed, state.day, self._orders, self._n_orders, state.accounts, state.vendors, self.recognise,
            self._concealment(), c.couriers, c.vendors, self.parameters.institutions.grace,
            self.parameters.authorities.lead_delay, c.fastest, c.slowest, c.loss, c.postage,
            work.counts[0], work.by_account, self._flow, *state.book.columns,
        )  # fmt: skip
        state.week += (2.0 / 8.0) * (self._flow - state.week)
        state.usual += (2.0 / 366.0) * (self._flow - state.usual)

    def _concealment(self) -> float:
        return self.parameters.couriers.concealment * self._packaging()

    def _settlement(self) -> None:
        state, c, work = self.state, self.constants, self._work
        h = state.day % HORIZON
        if state.book.head[h] < 0:
            return
        book = state.book
        parts = self.threads if len(state.buyers) >= 8 * BLOCK else 1

        def run(part: int) -> None:
            settle(
                self.run_seed, state.day, part, parts, book.pool, book.chunk_next, book.head, book.tail, book.fill,
                state.buyers, state.next_day, state.vendors, state.accounts, state.markets, self.recognise,
                self._concealment(), state.seen, c.fastest, c.slowest, c.loss, c.postage, c.buyers, c.institutions,
                c.couriers, c.vendors, self.parameters.vendors.reship, *self._part(part),
            )  # fmt: skip

        self._each(run, parts)
        if work.threads > 1:
            self._gather()
        book.reserve(int(book.fill[h]) + HORIZON)
        refile(state.day, *book.columns)

    def _books(self) -> None:
        state, c, work = self.state, self.constants, self._work
        counts = work.counts[0]
        ins = self.parameters.institutions
        book_accounts(
            state.live, state.n_live, state.accounts, state.vendors, work.by_account, work.account_parts,
            ins.cash_out, counts,
        )  # fmt: skip
        running = state.rows(codes.OPEN, codes.WINDING)
        self._escrow = book_markets(
            state.day, state.markets, running, work.by_market, c.administrators, state.demand,
            float(len(state.buyers)), counts,
        )  # fmt: skip
        purse = state.purses
        purse["buyers"] -= int(counts[counters.PAID]) - int(counts[counters.BACK])
        purse["exchanges"] += int(counts[counters.EXCHANGE_IN])
        purse["suppliers"] += int(counts[counters.UPSTREAM_IN])
        purse["authorities"] += int(counts[counters.AUTHORITY_IN])
        online = int(counts[counters.ONLINE])
        state.demand += 0.07 * (online - state.demand)
        state.unserved += 0.07 * (int(counts[counters.TURNED]) / max(online, 1) - state.unserved)

    def _news(self) -> None:
        state, par, counts = self.state, self.parameters.news, self._work.counts[0]
        state.news[codes.ALARM] *= 0.5 ** (1.0 / par.alarm_half_life)
        state.news[codes.UPSET] *= 0.5 ** (1.0 / par.scam_half_life)
        if state.pending:
            for day, kind, amount in state.pending:
                if day <= state.day:
                    state.news[kind] += amount
            state.pending = [p for p in state.pending if p[0] > state.day]
        # what forums tell of seizures: a share by channel, moving with the parcels reported
        block = counts[counters.BY_CHANNEL :].reshape(len(CHANNELS), 4)
        weight = block[:, 2] / (block[:, 2] + par.seen_days * self.constants.parcels_usual)
        state.seen += weight * (block[:, 3] / np.maximum(block[:, 2], 1) - state.seen)
        if self.parameters.channels.reroute:
            self._reroute()

    def _reroute(self) -> None:
        """Shift parcels to private carriers and drops where the post is seen to be seized more than was usual."""
        state, c, par = self.state, self.constants, self.parameters.vendors
        worse = (state.seen[:3] - state.seen[codes.PARCEL]) - (c.seen_start[:3] - c.seen_start[codes.PARCEL])
        self._route[:3] = np.clip(par.private_parcel * np.exp(par.reroute_response * worse), 0.0, 0.7)
        drop = (state.seen[0] - state.seen[codes.DROP]) - (c.seen_start[0] - c.seen_start[codes.DROP])
        self._route[3] = min(par.local_drop * float(np.exp(par.reroute_response * drop)), 0.3)

    def _records(self) -> None:
        state, work = self.state, self._work
        counts = work.counts[0]
        lost = 0.0
        for event in reversed(state.journal):
            if event[0] != state.day:
                break
            if event[1] == "close" and event[4] != codes.CAUSES[codes.VOLUNTARY]:
                lost += event[5]
        state.moving += int(
            counts[counters.SENT] - counts[counters.N_DELIVERED] - counts[counters.N_SEIZED] - counts[counters.N_LOST]
        )
        state.customers += int(counts[counters.ARRIVED] - counts[counters.STOPPED])
        supply = [f.supply for f in self.facilitators]
        strict = float((state.markets["admission"][self._slots] == codes.INVITATION).mean()) if len(self._slots) else 0
        self.records.write(
            counts,
            (
                float(state.customers), float(len(self._slots)), state.leader_share, state.hhi, self._escrow / 100.0,
                lost, float(state.news[0]), float(state.news[1]), float(state.seen[:3].mean()), state.demand,
                state.unserved, *supply, state.cost, strict, float(state.moving),
            ),
            work.by_market,
            state.markets["sellers"] * (state.markets["state"] == codes.OPEN),
        )  # fmt: skip
        wishes = max(int(counts[counters.WISHES]), 1)
        state.observed = {
            "leader_share": state.leader_share, "hhi": state.hhi, "marketplaces": float(len(self._slots)),
            "orders": float(counts[counters.ORDERS]), "revenue": counts[counters.REVENUE] / 100.0,
            "seized_share": float(state.seen[:3].mean()), "street_share": counts[counters.STREET] / wishes,
            "active_vendors": float(state.n_active), "alarm": float(state.news[0]), "unserved": state.unserved,
        }  # fmt: skip
        counts[:] = 0
        work.by_market[:] = 0

    # room and threads

    def _room_for_markets(self, row: int) -> None:
        """Make room for the marketplace in ``row``, and fit the scratch arrays."""
        state = self.state
        if row >= len(state.markets):
            larger = aligned(2 * len(state.markets), MARKET)
            larger[: len(state.markets)] = state.markets
            state.markets = larger
        self._work.fit(len(state.accounts), len(state.markets))

    def _split(self, per_block: NDArray[np.int64]) -> list[tuple[int, int, int]]:
        """Return (first buyer, last buyer, first order) of each part of the buyers' phase."""
        blocks, n = len(per_block), len(self.state.buyers)
        parts = self.threads if blocks >= 8 else 1
        edges = [blocks * p // parts for p in range(parts + 1)]
        starts = [int(per_block[: edges[p]].sum()) for p in range(parts)]
        return [(edges[p] * BLOCK, min(edges[p + 1] * BLOCK, n), starts[p]) for p in range(parts)]

    def _part(self, part: int) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
        """Return the counters (day, marketplace, account) that a part adds to."""
        work = self._work
        if work.threads == 1:
            return work.counts[0], work.by_market, work.by_account
        return work.count_parts[part, 0], work.market_parts[part], work.account_parts[part]

    def _each(self, run: Callable[[int], Any], parts: int) -> list[Any]:
        """Run every part, in threads where there is more than one, and return what they returned."""
        if parts == 1:
            return [run(0)]
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self.threads)
        return list(self._pool.map(run, range(parts)))

    def _gather(self) -> None:
        """Add up what parts counted by day and marketplace; accounts are added when they are booked."""
        add_up(self._work.counts, self._work.count_parts)
        add_up(self._work.by_market, self._work.market_parts)


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

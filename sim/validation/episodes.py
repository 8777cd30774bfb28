"""What happened after real closures, replayed with one set of parameters: only the state of the world differs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.exit_scam import ExitScam
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from sim.model.market.closing import row_of
from sim.model.parameters import EcosystemParameters

START = 60
DAYS = START + 301


@dataclass
class Replay:
    """One replicate of an episode: the struck run and its twin, both at the horizon."""

    struck: Ecosystem
    twin: Ecosystem
    closed: list[int]
    accounts_before: NDArray[np.void]
    users_before: NDArray[np.int16]
    users_after: NDArray[np.int16]
    share_closed: float

    def revenue(self, first: int, last: int) -> float:
        """Return mean daily revenue of the struck run, days after the event, last excluded."""
        return float(self.struck.records.column("revenue")[START + first : START + last].mean())

    def before(self, days: int = 56) -> float:
        """Return mean daily revenue in the weeks before the event."""
        return self.revenue(-days, 0)


@dataclass(frozen=True)
class Target:
    """A measured outcome of an episode."""

    id: str
    label: str
    low: float
    high: float
    source: str
    measure: Callable[[Replay], float]


@dataclass(frozen=True)
class Episode:
    """A closure to replay: trade shares at the start, what the shock closes, who is up to take over, what was seen."""

    name: str
    label: str
    shares: tuple[float, ...]
    closes: float
    up: tuple[str, ...]
    shock: Intervention
    targets: tuple[Target, ...]


TOLERANCE = 0.12


def replay(
    episode: Episode, buyers: int, seed: int, replicate: int, parameters: EcosystemParameters | None = None
) -> Replay | None:
    """Run one replicate of an episode and its twin; None where the world drifted from the one described.

    The described world is one in which the shock closes so much of trade, the leader of day 0 unless it names others,
    and named rivals are up; a replicate in which it closes a share that differs by more than ``TOLERANCE``, or the
    leader or a rival has left by itself before, is no replay of it.
    """
    given = parameters if parameters is not None else EcosystemParameters()
    administrators = replace(given.administrators, initial_shares=list(episode.shares))
    world = Ecosystem(
        replace(given, administrators=administrators), buyers=buyers, days=DAYS, seed=seed, replicate=replicate
    ).run(START)
    struck = world.branch([replace(episode.shock, start=START)])
    orders_before = world.state.markets["orders"].copy()
    accounts = world.state.accounts[: world.state.n_accounts].copy()
    users = world.state.buyers["market"].copy()
    struck.step()
    closed = [e[2] for e in struck.state.journal if e[0] == START and e[1] == "close"]
    share = float(orders_before[closed].sum() / max(orders_before.sum(), 1e-9))
    rivals_up = all(struck.state.markets["state"][row_of(name)] == codes.OPEN for name in episode.up)
    # where the leader has just left by itself, its heir may have as large a share, but no ordinary weeks behind it
    leader_meant = getattr(episode.shock, "targets", "") == "named" or 0 in closed
    if abs(share - episode.closes) > TOLERANCE or not (rivals_up and leader_meant):
        for run in (struck, world):
            run.close()  # or Mesa would keep every world that was passed over
        return None
    struck.run(START + 28)
    users_after = struck.state.buyers["market"].copy()
    for run in (struck, world):
        run.run()
        run.close()
    return Replay(struck, world, closed, accounts, users, users_after, share)


def _index(first: int, last: int) -> Callable[[Replay], float]:
    return lambda r: r.revenue(first, last) / before if (before := r.before()) > 0.0 else float("nan")


def _market_revenue(r: Replay, first: int, last: int) -> NDArray[np.float64]:
    return r.struck.records.markets[START + first : START + last, :, 1].sum(axis=0).astype(float)


def _rival_share(rank: int, first: int, last: int) -> Callable[[Replay], float]:
    def measure(r: Replay) -> float:
        trade = np.sort(_market_revenue(r, first, last))[::-1]
        return float(trade[: rank + 1].sum() / max(trade.sum(), 1e-9))

    return measure


def _modal(r: Replay) -> float:
    """Share of the closed marketplaces' users who moved within four weeks and sit on the modal destination."""
    moved = np.isin(r.users_before, r.closed) & ~np.isin(r.users_after, r.closed) & (r.users_after >= 0)
    counts = np.bincount(r.users_after[moved])
    return float(counts.max() / max(counts.sum(), 1)) if len(counts) else float("nan")


def _onset(r: Replay) -> float:
    """Days until the destinations' trade stands a tenth above its level before."""
    others = [m for m in range(r.struck.records.markets.shape[1]) if m not in r.closed]
    trade = r.struck.records.markets[:, others, 0].sum(axis=1).astype(float)
    usual = trade[START - 28 : START].mean()
    above = np.flatnonzero(trade[START : START + 60] > 1.1 * usual)
    return float(above[0] + 1) if len(above) else float("nan")


def _stopped_vendors(r: Replay, small: bool | None = None) -> float:
    """Share of the vendors of the largest survivor who were gone for good five weeks later."""
    state = r.struck.state
    a = r.accounts_before
    trade = r.twin.records.markets[START - 28 : START, :, 0].sum(axis=0)
    alive = [m for m in np.argsort(-trade, kind="stable") if m not in r.closed]
    here = a[(a["market"] == alive[0]) & (a["closed"] < 0)]
    v = state.vendors[here["vendor"]]
    gone = (v["state"] >= codes.RETIRED) & (v["left"] <= START + 35)
    if small is not None:
        size = here["positive"] + here["carried"]  # what a visitor sees of a vendor's size
        gone = gone[size <= np.median(size)] if small else gone[size > np.median(size)]
    return float(gone.mean()) if len(gone) else float("nan")


def _price_change(r: Replay) -> float:
    price = r.struck.records.daily()["price_index"]
    return float(price[START + 28 : START + 56].mean() / price[START - 28 : START].mean() - 1.0)


EPISODES: Mapping[str, Episode] = {
    e.name: e
    for e in (
        Episode(
            "exit_scam", "Exit scam of a marketplace with 64 % of trade, two rivals up (as Empire, 2020)",
            (0.64, 0.19, 0.13, 0.02, 0.01, 0.01), 0.64, ("market-2", "market-3"), ExitScam(),
            (
                *(
                    Target("D8", f"revenue in week +{w}, against the eight weeks before", 0.85, 1.35, "Chainalysis export: 0.87-1.36", _index(7 * w, 7 * w + 7))
                    for w in (1, 2, 3, 4)
                ),
                Target("D9", "two rivals' share of trade in week +4", 0.65, 1.0, "Icarus 35 %, DarkMarket 33 % in week 1", _rival_share(1, 21, 28)),
                Target("D9", "leader's share in week +4", 0.5, 0.9, "DarkMarket 69-70 %", _rival_share(0, 21, 28)),
                Target("D2", "migrants on the modal destination", 0.5, 0.92, "ElBahrawy 2020: 66 %, thesis 71 +- 21 %", _modal),
                Target("D4", "days until destinations gain", 1.0, 6.0, "ElBahrawy thesis: day 2, saturates day 6", _onset),
            ),
        ),
        Episode(
            "monopoly", "Seizure of a marketplace with 93 % of trade (as Hydra, 2022)",
            (0.93, 0.04, 0.015, 0.008, 0.004, 0.003), 0.93, (), Takedown(),
            (
                Target("D17", "revenue in the first month, against before", 0.05, 0.30, "Chainalysis: 0.11", _index(0, 30)),
                Target("D17", "revenue in month 9", 0.0, 1.0, "B72: USD 3.1 bn in 2021, 1.5 bn in 2022", _index(240, 270)),
                Target("B72", "revenue over the first nine months", 0.30, 0.45, "derived: USD 2.6-3.1 bn in 2021, 1.5 bn in 2022, the days before at the pace of 2021; at the USD 4.2 m a day of D17 it would be 0.97", _index(0, 270)),
                Target("D18", "leader's share of trade in weeks 3 to 8", 0.5, 0.9, "OMG!OMG! over half", _rival_share(0, 14, 56)),
            ),
        ),
        Episode(
            "several", "Several marketplaces raided at once, over half of trade (as Onymous, 2014)",
            (0.30, 0.24, 0.13, 0.09, 0.06, 0.05, 0.04, 0.03, 0.02, 0.02, 0.01, 0.01), 0.60, ("market-1", "market-5"),
            Takedown(targets="named", names=["market-2", "market-3", "market-4", "market-6", "market-7", "market-8", "market-9", "market-10", "market-11"], publicity=1.0),
            (
                Target("D22", "vendors of the largest survivor who stopped within five weeks", 0.15, 0.35, "ADA 2019: 27 %", _stopped_vendors),
                Target("D22", "small ones stop more often: difference small - large", 0.0, 1.0, "leavers had 8 listings, stayers 20", lambda r: _stopped_vendors(r, True) - _stopped_vendors(r, False)),
                Target("D23", "change of prices after one to two months", -1.0, 0.0 + 0.01, "Decary-Hetu and Giommoni 2017: did not rise; 1 % for noise", _price_change),
                Target("D21", "revenue after a month, against before", 0.7, 1.3, "market size normal in about a month; range is judgement", _index(28, 56)),
            ),
        ),
    )
}  # fmt: skip

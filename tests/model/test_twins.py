"""Twins stay twins: what happens once is drawn once, whatever the day on which it comes."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.administrators import phase
from sim.model.agents.administrators.hosting import without_host
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from tests.model.market.worlds import CALM, changed, table

STILL = {
    **CALM, "vendors__arrests": 0.0, "buyers__order_rate": 0.0001, "ways__replace": False,
    "vendors__onboarding": 1.0, "vendors__onboarding_least": 1.0, "administrators__bond": 0.0,
}  # fmt: skip
"""Hardly an order, and nobody is refused for want of time to vet or of a bond: nothing that befalls a vendor feeds back
on others."""


def run(buyers: int, days: int, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**changes), buyers=buyers, days=days, seed=5).run()


def by(name: str, rows: np.ndarray) -> dict[int, np.ndarray]:
    return {int(row[name]): row for row in rows}


# keys by order of birth


def test_the_same_vendors_enter_however_fast_they_come() -> None:
    slow, fast = (run(2_000, 60, **STILL, vendors__entry=entry, vendors__stop=0.0) for entry in (0.02, 0.03))
    some, more = by("born", table(slow, "vendors")), by("born", table(fast, "vendors"))
    late = [b for b in some if some[b]["entered"] != more[b]["entered"]]
    assert len(some) < len(more) and set(some) < set(more) and len(late) > 50
    for b in late:
        for trait in ("home", "product", "scope", "scale", "honesty", "price_start", "stealth_start", "opsec"):
            assert some[b][trait] == more[b][trait], trait
    assert len({float(some[b]["scale"]) for b in late}) == len(late)
    for world in (slow, fast):
        world.close()


def hostless(world: Ecosystem, who: list[int]) -> list[bool]:
    """Return who has no host, where half of the places lost theirs and half of these found another."""
    for host in world.facilitators[codes.HOSTING].members:
        host.served, host.supply, host.ways[:, ::2] = False, 0.75, 0.5
    rows = {int(w): row for row, w in enumerate(table(world, "markets")["who"])}
    return without_host(world, np.array([rows[w] for w in who])).tolist()


def test_the_same_marketplaces_open_however_fast_they_come() -> None:
    many = {"administrators__developers": 100, "administrators__build_days": 5.0}
    slow, fast = (run(200, 200, **{**CALM, **many, "administrators__openings": n}) for n in (40.0, 60.0))
    some, more = by("who", table(slow, "markets")), by("who", table(fast, "markets"))
    late = [w for w in some if w in more and some[w]["opened"] != more[w]["opened"]]
    assert len(more) > len(some) and len(late) > 8
    for who in late:
        for trait in ("commission", "discount", "integrity", "security", "early_allowed"):
            assert some[who][trait] == more[who][trait], trait
    off = [hostless(world, late) for world in (slow, fast)]
    assert off[0] == off[1] and 0 < sum(off[0]) < len(late)
    for world in (slow, fast):
        world.close()


def test_the_next_customer_of_a_row_is_the_same_whenever_there() -> None:
    quick = {**CALM, "buyers__arrival": 0.02}
    slow, fast = (run(2_000, 60, **{**quick, "buyers__arrival": rate}) for rate in (0.02, 0.04))
    one, other = table(slow, "buyers"), table(fast, "buyers")
    same = (one["contact"] ^ other["contact"]) & codes.PERSON == 0
    again = same & (one["contact"] & codes.PERSON > codes.NEXT_PERSON)
    assert again.sum() > 50
    for trait in ("home", "product", "rate", "stop", "caution", "log_value"):
        assert (one[trait][again] == other[trait][again]).all(), trait
    for world in (slow, fast):
        world.close()


def test_interest_lasts_for_as_many_wishes_at_any_pace() -> None:
    """Interest ends with a wish, not with time: wishing more often, customers are gone sooner, after as many wishes."""
    fixed = {**CALM, "buyers__arrival": 0.05, "buyers__stop_disappointed": 0.0, "buyers__commitment": 0.0}
    wishes, last, came = np.zeros(2), np.zeros(2), np.zeros(2)
    for n, rate in enumerate((0.10, 0.15)):
        world = run(10_000, 250, **{**fixed, "buyers__order_rate": rate})
        wishes[n], last[n], came[n] = (world.records.column(c).sum() for c in ("wishes", "stopped", "arrived"))
        world.close()
    ends = last / wishes
    assert ends[0] == pytest.approx(ends[1], abs=3.0 * np.sqrt((ends / wishes).sum()))
    assert wishes[1] > 1.2 * wishes[0] and came[1] > 1.2 * came[0]


# one threshold for each rare event


def hacked(chance: float, days: int = 60) -> np.ndarray:
    """Return which of 400 marketplaces are closed after some days of a constant chance to be hacked."""
    par = {**CALM, "administrators__initial_shares": [1.0] * 400}
    par |= {"administrators__hack": chance, "administrators__hack_young": 1.0}
    world = Ecosystem(changed(**par), buyers=400, days=days)
    world.state.markets["security"] = 0.0
    world.levers.apply([])
    for _ in range(days):
        phase.run(world)
        world.state.day += 1
    gone = np.asarray(world.state.markets["cause"][:400] == codes.HACK)
    world.close()
    return gone


def test_a_threshold_keeps_the_chance_of_a_day_and_closes_the_same_ones() -> None:
    few, more = hacked(0.01), hacked(0.012)
    expected = 1.0 - 0.99**60
    assert few.mean() == pytest.approx(expected, abs=3.0 * np.sqrt(expected * (1 - expected) / 400))
    assert few.sum() < more.sum() and not (few & ~more).any()


def test_a_vendor_stops_at_the_hazard_that_is_set_and_the_same_ones_stop() -> None:
    found = {}
    for stop in (0.010, 0.012):
        world = run(20_000, 80, **STILL, vendors__stop=stop, vendors__entry=0.03, vendors__second_account=0.0,
                    vendors__retire=0.0, vendors__stop_young=1.0)  # fmt: skip
        entrants = table(world, "vendors")[world.constants.n_vendors :]
        found[stop] = entrants[entrants["entered"] < 20]
        world.close()
    rows = found[0.010]
    alive = (rows["left"] < 0) | (rows["left"] - rows["entered"] > 50)
    assert len(rows) > 300
    expected = 0.99**50
    assert alive.mean() == pytest.approx(expected, abs=3.0 * np.sqrt(expected * (1 - expected) / len(rows)))
    few, more = ({b for b, r in by("born", found[s]).items() if r["left"] >= 0} for s in (0.010, 0.012))
    assert few < more

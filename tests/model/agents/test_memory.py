"""What police did is felt and remembered: by vendors like the one arrested, by those hit, by those who prepare."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.acts.close import Close
from sim.model.acts.take_over import TakeOver
from sim.model.acts.targets import Targets
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from sim.model.market.likeness import SIZES
from sim.model.market.preparing import SEIZURE, prepared_for
from tests.model.market.worlds import CALM, changed, table


def make(buyers: int = 2_000, days: int = 120, **changes: object) -> Ecosystem:
    return Ecosystem(changed(**{**CALM, **changes}), buyers=buyers, days=days)


@pytest.mark.parametrize(("weight", "moves"), [(0.0, False), (3.0, True)])
def test_alarm_moves_buyers_only_where_it_weighs(weight: float, moves: bool) -> None:
    """B70, B76, B133: publicity hardly deters buyers; so by default it does not."""
    calm = make(buyers__alarm_weight=weight, buyers__publicity_draws=0.0).run(30)
    alarmed = calm.branch([])
    alarmed.state.news[codes.ALARM] = 2.0
    for world in (calm, alarmed):
        world.step()
        world.close()
    online = [world.records.column("online_wishes")[-1] for world in (alarmed, calm)]
    assert online[0] < 0.9 * online[1] if moves else online[0] == online[1]


def alike(world: Ecosystem) -> np.ndarray:
    """Those of product 0 who trade, as a mask over the rows of vendors."""
    vendors = table(world, "vendors")
    return (vendors["product"] == 0) & (vendors["state"] == codes.TRADING)


def test_arrests_drive_out_vendors_alike_and_fade_within_months() -> None:
    """B47, B48 (sign): after one major arrest the vendors left on the market halved; B136: 1 to 6 months."""
    quiet = {"vendors__arrests": 0.0, "couriers__vendor_case": 0.0, "vendors__kind_replaces": [0.0] * 3}
    twin = make(buyers=6_000, days=200, vendors__risk_peers=25.0, vendors__entry=0.0, **quiet).run(30)
    struck = twin.branch([])
    group = alike(struck)
    major = group & (table(struck, "vendors")["scale"] > SIZES[1])
    assert major.sum() > 3
    struck.state.vendors["arrest_on"][: len(major)][major] = struck.day
    rest = np.flatnonzero(group & ~major)
    others = np.flatnonzero((table(twin, "vendors")["product"] == 2) & (table(twin, "vendors")["scale"] < SIZES[0]))
    struck.step()
    felt = struck.state.peers.copy()
    assert felt[1, 0] > 0.0 and (felt[1, 1:] == 0.0).all()
    assert felt[2, 2] > 0.0 == felt[2, 0], "major ones were taken, small ones feel nothing for their size"
    struck.run(105), twin.run(105)
    assert struck.state.peers == pytest.approx(felt * 0.5 ** (74 / 75.0))

    def left(world: Ecosystem, rows: np.ndarray) -> float:
        return float((world.state.vendors["state"][rows] > codes.EXIT_SCAMMING).mean())

    assert left(struck, rest) > left(twin, rest) + 0.05
    assert left(struck, rest) - left(twin, rest) > left(struck, others) - left(twin, others)
    struck.close(), twin.close()


def test_what_is_felt_is_a_density() -> None:
    """A tenth of vendors arrested is felt alike in a world four times as large."""
    felt = []
    for buyers in (4_000, 16_000):
        world = make(buyers=buyers, days=12, vendors__kind_replaces=[0.0] * 3, vendors__scale_spread=0.3).run(10)
        world.state.peers[:] = 0.0
        world.state.vendors["arrest_on"][: world.state.n_vendors : 10] = world.day
        world.step()
        felt.append(float(world.state.peers[2, 1]))  # middling ones
        world.close()
    expected = 0.1 * world.parameters.vendors.risk_peers / 3
    assert felt == pytest.approx([expected] * 2, rel=0.35)


def test_distrust_outlasts_a_covert_takeover() -> None:
    """The same site is seized on the same day; where police had run it, its users trust less for long."""
    stem = make(buyers=4_000, days=120).run(30)
    arms = {}
    for covert in (True, False):
        world = stem.branch([])
        largest = Targets("largest")
        if covert:
            world.authority.carry_out(TakeOver(targets=largest, days=5))
        world.run(35)
        users = (world.state.buyers["market"] == largest.choose(world)[0]) & (
            world.state.buyers["state"] == codes.ACTIVE
        )
        if covert:
            world.step()
        else:
            world.authority.carry_out(Close(targets=largest))
            world.step()
        arms[covert] = world, users
    for until in (36, 95):
        trust, fear, risk = {}, {}, {}
        for covert, (world, users) in arms.items():
            world.run(until)
            now = world.state.buyers[users & (world.state.buyers["state"] == codes.ACTIVE)]
            trust[covert], fear[covert] = now["trust"].mean(), now["fear"].mean()
            risk[covert] = table(world, "vendors")["risk"].max()
        assert trust[True] < trust[False] - 0.01 and fear[True] > fear[False] and risk[True] > risk[False]
    for world, _ in arms.values():
        world.close()


def test_a_second_wave_meets_people_who_have_prepared() -> None:
    """B122, B123 (sign): the second wave had minimal effect, and sites came back within days."""
    shares = {}
    for ready in (0.0, 0.8):
        world = make(buyers=3_000, authorities__operator_arrest=0.0, authorities__operator_returns=0.1,
                     vendors__per_buyer=0.3).run(20)  # fmt: skip
        world.state.prepared[SEIZURE] = ready
        rows = Targets("largest", 6).choose(world)
        accounts = world.state.accounts[: world.state.n_accounts]
        there = int((np.isin(accounts["market"], rows) & (accounts["closed"] < 0)).sum())
        world.authority.carry_out(Close(targets=Targets("largest", 6), leads=0.5))
        led = sum(e[1] == "lead" for e in world.state.journal)
        back = world.state.returning
        shares[ready] = led / there, len(back), float(np.mean([d - world.day for d, *_ in back] or [60.0]))
        assert prepared_for(world.state, SEIZURE) > ready, "and each act teaches more"
        before = prepared_for(world.state, SEIZURE)
        world.step()
        half = world.parameters.news.prepared_half_life
        assert prepared_for(world.state, SEIZURE) == pytest.approx(before * 0.5 ** (1 / half))
        world.close()
    first, second = shares.values()
    assert second[0] < 0.5 * first[0] and second[1] > first[1] and second[2] < first[2]

"""A way to pay and to cash out is a state: who has one, who lost it with a supplier or a marketplace's desk."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.facilitators.desks import share_of_users
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.exit_scam import ExitScam
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.takedown import Takedown
from sim.model.market import codes
from sim.model.market.geography import COUNTRIES, FACILITATORS
from sim.model.market.paying import DESK_BITS, buyer_key
from tests.model.market.worlds import CALM, changed, pairs, ratio, table

START = 40
SURE = {"facilitators__awareness": [1.0] * len(FACILITATORS), "facilitators__concentration": [0.0] * len(FACILITATORS)}
NO_DESK = {"facilitators__desk_share": 1.0, "facilitators__desk_power": 100.0}
DESK = {"facilitators__desk_share": 0.8, "facilitators__desk_power": 20.0}
NO_WAY = {**SURE, **NO_DESK, "ways__pay_otherwise": False}


def licence(**options: object) -> Licensing:
    return Licensing(**{"start": START, "ramp": 0, "coverage": 1.0, "enforcement": 0.7, **options})  # type: ignore[arg-type]


def test_who_pays_hangs_on_the_person_alone() -> None:
    """Whatever else is noted of a customer, the draws behind a way to pay are the person's; the next has others."""
    bits = [codes.CONTACT, codes.RETRYING, codes.WISH_LATER, DESK_BITS, codes.PERSON]
    assert np.bitwise_or.reduce(bits) == sum(bits) == 0xFF  # none shares a bit
    persons = {
        int(buyer_key(1, 7, person * codes.NEXT_PERSON | other))
        for person in range(8)
        for other in range(codes.NEXT_PERSON)
    }
    assert len(persons) == 8


def test_the_same_buyers_lack_a_way_day_after_day() -> None:
    """While no other can be found, who ordered once goes on ordering, and who could not never does."""
    world = Ecosystem(
        changed(**{**CALM, **NO_WAY, "buyers__order_rate": 0.3, "buyers__online_taste": 8.0}), buyers=8_000, days=100,
        interventions=[licence(start=5)],
    ).run(10)  # fmt: skip
    early, late = (set(), set())
    was = world.state.buyers.copy()
    for found in (early, late):
        for _ in range(25):
            world.step()
            found.update(np.unique(world.orders_today()["buyer"]).tolist())
    now = world.state.buyers
    stayed = (was["state"] == codes.ACTIVE) & (now["state"] == codes.ACTIVE) & (was["rate"] > 0.2)
    stayed &= (was["contact"] ^ now["contact"]) & codes.PERSON == 0
    often = set(np.flatnonzero(stayed).tolist())  # some wishes in either half
    lack = often - early
    # seven in ten by the licence; were it tossed at each wish, one in six of those with five wishes
    assert 0.6 * len(often) < len(lack) < 0.85 * len(often) and len(often & early) > 100
    assert len(lack & late) < 0.05 * len(lack) and len(often & early & late) > 0.9 * len(often & early)
    world.close()


def test_nobody_pays_where_nobody_supplies() -> None:
    world = Ecosystem(changed(**{**CALM, **NO_WAY}), buyers=1_000, days=60, interventions=[
        licence(start=20, enforcement=1.0)]).run()  # fmt: skip
    assert world.records.column("orders")[20:].sum() == 0 == world.records.column("direct_orders")[20:].sum()
    assert world.records.column("orders")[:20].sum() > 100
    world.close()


def test_a_licence_in_one_country_stops_its_buyers_only() -> None:
    world = Ecosystem(changed(**{**CALM, **NO_WAY}), buyers=4_000, days=60, interventions=[
        licence(start=20, enforcement=1.0, countries=["US"])]).run(25)  # fmt: skip
    homes = np.zeros(len(COUNTRIES))
    for _ in range(20):
        world.step()
        homes += np.bincount(world.orders_today()["home"], minlength=len(COUNTRIES))
    us = COUNTRIES.index("US")
    assert homes[us] == 0 and (np.delete(homes, us) > 0).all()
    world.close()


def test_orders_return_as_buyers_find_others_and_later_where_the_search_is_longer() -> None:
    """Without the habit of the street, which those without a way take up and which outlasts their search."""
    quick, slow = (
        pairs([licence()], days=START + 160, replicates=4, facilitators__search_days=[days] * len(FACILITATORS),
              buyers__habit_loss=0.0, **SURE)
        for days in (15.0, 90.0)
    )  # fmt: skip
    assert ratio(slow, "orders", 0, 10) < ratio(quick, "orders", 0, 10) + 0.05 < 0.85
    assert ratio(quick, "orders", 80, 160) > 0.85 > 0.8 > ratio(slow, "orders", 20, 60)
    assert ratio(quick, "orders", 20, 60) > ratio(slow, "orders", 20, 60) + 0.1


# vendors


def test_vendors_who_cannot_cash_out_stop_and_those_who_can_ask_more() -> None:
    """Compared within the struck world: the same fall of trade, but some have a way to turn coin into money."""
    found = pairs([licence(enforcement=0.5)], days=START + 120, replicates=12, **NO_WAY)
    left = np.zeros((2, 2))
    for pair in found:
        v = table(pair.struck, "vendors")[: len(pair.vendors)]
        traded = (pair.vendors["state"] == codes.TRADING) & (pair.vendors["profit"] > 10.0)
        # a vendor who left keeps the state of the last day in business
        for stuck in (0, 1):
            rows = traded & (v["stuck"] == stuck)
            left[stuck] += [np.count_nonzero(v["state"][rows] >= codes.RETIRED), np.count_nonzero(rows)]
    assert (left[:, 1] > 40).all()
    # a fifth more of those who are stuck: they may still pay by other routes, or wait until they have found one
    assert left[1, 0] / left[1, 1] > 1.2 * left[0, 0] / left[0, 1]
    assert not any(table(pair.twin, "vendors")["stuck"].any() for pair in found)


def test_a_dearer_way_to_cash_out_is_passed_on() -> None:
    open_way = {**SURE, **NO_DESK, "facilitators__surcharge": [0.1] * len(FACILITATORS),
                "facilitators__search_days": [3.0] * len(FACILITATORS)}  # fmt: skip
    found = pairs([licence(enforcement=0.8)], days=START + 100, replicates=3, **open_way)
    prices = [
        sum(float(getattr(p, arm).records.daily()["price_index"][START + 60 :].mean()) for p in found)
        for arm in ("struck", "twin")
    ]
    assert 1.02 < prices[0] / prices[1] < 1.12


# a marketplace with nearly all trade

MONOPOLY = {"administrators__initial_shares": [0.95, 0.03, 0.02]}
ROOMY = {
    "vendors__onboarding": 1.0, "vendors__onboarding_least": 1.0, "administrators__slack": 10.0,
    "administrators__minimum_capacity": 1.0,
}  # fmt: skip
"""Small marketplaces take over all trade at once: what is missing is then the way to pay, not room."""
TWO_THIRDS = {"administrators__initial_shares": [0.64, 0.2, 0.16]}


def test_a_desk_is_for_marketplaces_with_nearly_all_trade() -> None:
    shares = [share_of_users(s, 0.8, 20.0) for s in (0.0, 0.3, 0.64, 0.8, 0.93, 1.0)]
    assert shares == sorted(shares) and shares[:2] == pytest.approx([0.0, 0.0], abs=1e-6)
    assert shares[2] < 0.02 and shares[3] == pytest.approx(0.5) and shares[4] > 0.9


@pytest.mark.parametrize("shock", [Takedown(start=START), ExitScam(start=START)], ids=["seizure", "exit scam"])
def test_users_of_a_near_monopoly_lose_their_way_to_pay_with_it(shock) -> None:
    lost = {}
    for name, world in (("near-monopoly", MONOPOLY), ("two thirds", TWO_THIRDS)):
        found = pairs([shock], days=START + 60, replicates=3, **DESK, **world)
        lost[name] = ratio(found, "orders", 20, 45)
        marked = [np.count_nonzero(p.struck.state.buyers["contact"] & DESK_BITS) for p in found]
        assert (min(marked) > 100) if name == "near-monopoly" else (max(marked) < 60)
        assert all((p.twin.state.buyers["contact"] & DESK_BITS == 0).all() for p in found)
    assert lost["near-monopoly"] < 0.5 and lost["two thirds"] > 0.7


def test_users_of_a_desk_do_not_feel_what_happens_to_exchanges() -> None:
    """In a near-monopoly a licence of exchanges hits those who do not pay by its desk."""
    both = [
        ratio(pairs([licence()], days=START + 30, replicates=3, **{**NO_WAY, **MONOPOLY, **desk}), "orders", 2, 20)
        for desk in (DESK, NO_DESK)
    ]
    assert both[0] > both[1] + 0.25


def test_who_lost_a_desk_searches_and_finds() -> None:
    found = pairs([Takedown(start=START)], days=START + 200, replicates=3, facilitators__desk_days=30.0, **MONOPOLY,
                  **ROOMY)  # fmt: skip
    first, later = (ratio(found, "orders", a, b) for a, b in ((10, 30), (150, 200)))
    assert first < 0.5 and later > first + 0.3
    closed = pairs([Takedown(start=START)], days=START + 200, replicates=2, facilitators__desk_days=30.0,
                   ways__pay_otherwise=False, **MONOPOLY, **ROOMY)  # fmt: skip
    assert ratio(closed, "orders", 150, 200) < 0.5 < later

"""What a dose does follows from where it comes from, and from nothing else; what is hidden in it can be found."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from sim.model.catalogue.products import ROWS as PRODUCT_ROWS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Modifier
from sim.model.market.geography import COUNTRIES, PRODUCTS, SUBSTANCES
from sim.model.market.health.batches import renew_batches
from sim.model.market.health.harm import Doses, banned_wishes, batches, beside_the_trade, harm_of_doses
from sim.model.market.health.looking_up import look_up_users
from sim.model.market.levers import BANNED, CHECKED, WARNED, WARNING_PACE
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import CALM, changed

ALIKE: dict[str, Any] = {
    "health__harm_weight": dict.fromkeys(PRODUCTS, 1.0), "health__substance_harm": dict.fromkeys(SUBSTANCES, 1.0),
    "health__lawful": dict.fromkeys(SUBSTANCES, 0.0), "health__batch_rate": 0.0, "health__street_unlabelled": 1.0,
    "health__purity_power": 0.0, "street__social_scam": 0.0,
}  # fmt: skip
"""Every dose does as much as any other."""
NL, US = COUNTRIES.index("NL"), COUNTRIES.index("US")


def world(**changes: Any) -> Ecosystem:
    return Ecosystem(changed(**changes), buyers=100, days=5)


def test_where_every_dose_does_the_same_harm_is_their_number() -> None:
    run = Ecosystem(changed(**{**CALM, **ALIKE}), buyers=1_500, days=60, seed=2).run()
    column = run.records.column
    assert column("harm_online").tolist() == column("parcels_delivered").tolist()
    assert column("harm_street").tolist() == column("street_orders").tolist()
    assert column("harm").sum() == column("parcels_delivered").sum() + column("street_orders").sum() > 1_000
    run.close()


def test_heavier_products_weigh_more_and_fentanils_among_opioids() -> None:
    weight = dict(zip(PRODUCTS, Doses.of(EcosystemParameters()).weight, strict=True))
    assert weight["psychedelics"] < weight["ecstasy"] < weight["cannabis"] * 1.5 < weight["opioids"]
    many = {"fentanils": 0.5}
    more = Doses.of(changed(health__substance_share=many)).weight[PRODUCTS.index("opioids")]
    assert more == pytest.approx(0.5 * 6.0 + 0.5 * 50.0) and more > weight["opioids"]


def test_the_street_differs_by_what_is_hidden_and_by_strength() -> None:
    same = Doses.of(changed(health__street_unlabelled=1.0, health__purity_power=0.0))
    assert same.street == pytest.approx(np.ones(len(PRODUCTS)))
    assert (Doses.of(changed(health__street_unlabelled=3.0, health__purity_power=0.0)).street > 1.0).all()
    weaker = Doses.of(changed(health__street_unlabelled=1.0, health__purity_power=1.0)).street < 1.0
    assert weaker.tolist() == [row.purity_offset > 0.0 for row in PRODUCT_ROWS] and weaker.any()


def test_nothing_is_hidden_in_what_is_pure_and_always_as_strong() -> None:
    none = dict.fromkeys(PRODUCTS, 0.0)
    assert (Doses.of(changed(health__potency_spread=none, health__adulterated=none)).hidden == 0.0).all()
    hidden = Doses.of(EcosystemParameters()).hidden
    assert (hidden > 0.0).all() and (hidden < 1.0).all()


def test_a_check_finds_what_is_hidden_online_and_where_it_is_offered() -> None:
    one = world(health__batch_rate=0.0)
    before, street, _ = harm_of_doses(one)
    one.levers.apply([Modifier(CHECKED, 1.0, {"country": ("NL",)})])
    after, still, _ = harm_of_doses(one)
    known = Doses.of(one.parameters)
    assert after[NL] == pytest.approx(known.weight * (1.0 - known.hidden)) and (after[US] == before[US]).all()
    assert (street == still).all()
    one.close()


def test_a_warning_comes_late_reaches_some_and_is_heeded_by_some() -> None:
    one = world(health__heed=0.5, health__batch_share=0.1, health__batch_harm=11.0)
    opioids = PRODUCTS.index("opioids")
    one.state.batches = [(opioids, 0, 100)]
    assert batches(one)[NL, opioids] == pytest.approx(1.0) and np.count_nonzero(batches(one)) == len(COUNTRIES)
    one.levers.apply([Modifier(WARNED, 0.6, {"country": ("NL",)}), Modifier(WARNING_PACE, 1.0 / 4.0)])
    left = []
    for day in range(7):
        one.state.day = day
        left.append(batches(one)[NL, opioids])
        assert batches(one)[US, opioids] == pytest.approx(1.0)
    assert left == pytest.approx([1.0] * 4 + [0.7] * 3)
    one.close()


def test_a_ban_sends_some_into_the_trade_and_the_rest_away() -> None:
    one = world()
    known, par = Doses.of(one.parameters), one.parameters.health
    assert (banned_wishes(one) == 1.0).all()
    look_up_users(one, 1.0)
    beside = one.work.beside
    assert beside == beside_the_trade(one)
    one.levers.apply([Modifier(BANNED, 1.0, {"substance": ("new_benzodiazepines",), "country": ("NL",)})])
    factor = banned_wishes(one)
    benzos = PRODUCTS.index("benzodiazepines")
    more = (par.turn_to_trade + par.turn_to_other) * known.lost[SUBSTANCES.index("new_benzodiazepines")]
    assert factor[NL, benzos] == pytest.approx(1.0 + more) and more > 0.0
    factor[NL, benzos] = 1.0
    assert (factor == 1.0).all()
    assert harm_of_doses(one)[0][NL, benzos] > harm_of_doses(one)[0][US, benzos]  # new ones do more harm than classical
    look_up_users(one, 1.0)
    assert 0.0 < one.work.beside == beside_the_trade(one) < beside
    one.levers.apply([])
    look_up_users(one, 1.0)
    assert one.work.beside == beside
    one.close()


def test_a_batch_is_sold_so_many_days_on_the_mean() -> None:
    lasts = {}
    for batch_days in (10.0, 40.0):
        one, seen = world(health__batch_rate=20.0, health__batch_days=batch_days), set()
        for one.state.day in range(200):
            renew_batches(one)
            seen |= set(one.state.batches)
        lasts[batch_days] = {(product, first): last - first for product, first, last in seen}
        one.close()
    short, long = lasts[10.0], lasts[40.0]
    assert set(short) == set(long) and len(short) > 30
    assert 0.7 < sum(long.values()) / len(long) / 40.0 < 1.3
    assert all(4 * days <= long[batch] < 4 * (days + 1) for batch, days in short.items())


def test_batches_come_by_themselves_whatever_the_barriers() -> None:
    often = changed(**{**CALM, "health__batch_rate": 20.0})
    one, other = (Ecosystem(often, buyers=n, days=80, seed=4) for n in (200, 900))
    seen = set()
    for _ in range(80):
        one.step(), other.step()
        assert one.state.batches == other.state.batches
        seen |= {product for product, first, last in one.state.batches if first <= one.state.day - 1 <= last}
    assert len(seen) == len(PRODUCTS)
    one.close(), other.close()

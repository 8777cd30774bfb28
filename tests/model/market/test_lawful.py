"""What barriers cost people who have nothing to do with the trade: it is counted, it ends, and nothing hangs on it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import Intervention
from sim.model.interventions.registry import catalogue
from tests.model.market.worlds import changed

BUSY = changed(buyers__order_rate=0.05, vendors__per_buyer=0.05)
LAWFUL = ("lawful_opened", "lawful_refused", "accounts_watched")
START, END = 10, 60


def columns(barrier: Intervention | None, names: tuple[str, ...] = LAWFUL, parameters=BUSY) -> dict[str, np.ndarray]:
    world = Ecosystem(parameters, buyers=800, days=80, seed=5, interventions=[barrier] if barrier else []).run()
    found = {name: world.records.column(name) for name in names}
    world.close()
    return found


def barrier(name: str, **settings) -> Intervention:
    return catalogue()[name](**{"start": START, "duration": END - START, "ramp": 0, **settings})


@pytest.fixture(scope="module")
def without() -> dict[str, np.ndarray]:
    return columns(None, (*LAWFUL, "parcels_seized"))


def test_without_barriers_only_parcels_are_opened(without):
    assert without["lawful_opened"] == pytest.approx(0.11 * without["parcels_seized"])
    assert without["lawful_opened"].sum() > 0.0
    assert not without["lawful_refused"].any() and not without["accounts_watched"].any()


def test_a_wider_net_opens_more_for_each_find_and_training_fewer():
    both = ("lawful_opened", "parcels_seized")
    wide = columns(barrier("postal_inspection", share=0.6, domestic_powers=0.8, training=0.0), both)
    trained = columns(barrier("postal_inspection", share=0.0, training=0.9), both)
    during = slice(START + 25, END)
    per_find = [of["lawful_opened"][during].sum() / of["parcels_seized"][during].sum() for of in (wide, trained)]
    assert per_find[0] > 0.11 > per_find[1]


def test_suppliers_who_stop_turn_lawful_customers_away_while_it_lasts(without):
    packaging = {"facilitator": "packaging", "enforcement": 1.0}
    some = columns(barrier("licensing", coverage=0.5, **packaging))["lawful_refused"]
    all_of_them = columns(barrier("licensing", coverage=1.0, **packaging))["lawful_refused"]
    assert (some[START + 1 : END] > 0.0).all() and not some[:START].any() and not some[END + 1 :].any()
    assert all_of_them[START:END].sum() > some[START:END].sum()


def test_nobody_is_refused_where_suppliers_are_never_mistaken():
    careful = replace(BUSY, facilitators=replace(BUSY.facilitators, mistaken=0.0))
    found = columns(barrier("licensing", coverage=1.0, enforcement=1.0), LAWFUL, careful)
    assert not found["lawful_refused"].any()


def test_accounts_are_watched_only_while_police_read_along():
    read = barrier("takeover_messenger", facilitator="messenger", days=20, duration=None)
    reading = columns(read)["accounts_watched"]
    assert (reading[START : START + 20] > 0.0).all()
    assert not reading[:START].any() and not reading[START + 20 :].any()
    covert = columns(barrier("takedown", takeover=True, takeover_days=15, duration=None))["accounts_watched"]
    assert covert[START : START + 14].all() and not covert[START + 16 :].any()


def test_zero_intensity_costs_nobody_anything(without):
    for name in ("licensing", "postal_inspection", "takeover_messenger"):
        found = columns(barrier(name, intensity=0.0, duration=None))
        for column in LAWFUL:
            np.testing.assert_array_equal(found[column], without[column])

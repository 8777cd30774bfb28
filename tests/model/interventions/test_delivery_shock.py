"""A failure of delivery: more parcels lost, those from abroad most, trade within borders gains, and it ends."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.interventions.delivery_shock import DeliveryShock
from sim.model.market import counters
from sim.model.market.geography import CHANNELS
from tests.model.market.worlds import Pair, pairs, ratio

START, DAYS = 40, 160
POSTS = [CHANNELS.index(name) for name in ("domestic_post", "intra_eu_post", "extra_eu_post")]


def parcels(pair: Pair, channel: int, first: int, last: int) -> tuple[float, float]:
    """Parcels handed in for a channel, with the shock and without."""
    days, place = slice(START + first, START + last), counters.BY_CHANNEL + 4 * channel + 2
    return tuple(float(w.records.counts[days, place].sum()) for w in (pair.struck, pair.twin))  # type: ignore[return-value]


@pytest.fixture(scope="module")
def failures() -> list[Pair]:
    """Parcels from abroad fail for two months."""
    return pairs([DeliveryShock(start=START, duration=60, lost=0.4)], days=DAYS, replicates=5)


def test_parcels_are_lost_and_trade_falls(failures: list[Pair]) -> None:
    assert ratio(failures, "parcels_lost", 0, 60) > 3.0
    assert ratio(failures, "orders", 20, 60) < 0.99


def test_the_loss_is_of_the_share_that_is_said() -> None:
    """At first, before anybody has answered: of each hundred that were not lost before, forty more are lost now."""
    hit = pairs([DeliveryShock(start=START, lost=0.4, channels=list(CHANNELS))], days=60, replicates=3)
    lost, sent = (np.array([p.sums(name, 0, 20) for p in hit]).sum(axis=0) for name in ("parcels_lost", "parcels_sent"))
    seized = np.array([p.sums("parcels_seized", 0, 20) for p in hit]).sum(axis=0)
    share = lost / (sent - seized)
    assert share[0] == pytest.approx(1.0 - 0.6 * (1.0 - share[1]), abs=0.03)


def test_what_is_late_is_on_its_way_for_longer() -> None:
    late = pairs([DeliveryShock(start=START, lost=0.0, delay=15.0)], days=80, replicates=2)
    assert ratio(late, "parcels_moving", 20, 40) > 1.2
    assert ratio(late, "parcels_lost", 0, 40) == pytest.approx(1.0, abs=0.15)


def test_it_ends(failures: list[Pair]) -> None:
    assert ratio(failures, "parcels_lost", 80, 120) == pytest.approx(1.0, abs=0.15)


def test_a_channel_is_hit_once() -> None:
    with pytest.raises(ValueError, match="domestic_post"):
        DeliveryShock(channels=["domestic_post"], domestic=0.1).check(1000)

"""Which offer a buyer takes: against the weights that the description gives, by counting."""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.buyers.choosing import choose
from sim.model.engine.drawing import locate
from sim.model.market.geography import COUNTRIES, EU, REACHES


def listed(seed: int, fewest: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offers of one marketplace and product: bounds by reach, running sums of weight, and the reach of each offer."""
    rng = np.random.default_rng(seed)
    sizes = rng.integers(fewest, 4, len(REACHES)) * rng.integers(0, 2, len(REACHES))
    start = np.concatenate([[0], np.cumsum(sizes)])
    weight = np.concatenate([[0.0], np.cumsum(rng.exponential(size=start[-1]))])
    return start, weight, np.repeat(np.arange(len(REACHES)), sizes)


def expected(weight: np.ndarray, reach: np.ndarray, home: str, near: float, far: float) -> np.ndarray:
    """The chance of each offer: its weight, less what a border takes away; none where it does not ship to."""
    chance = np.diff(weight)
    for row, (where, origin) in enumerate(REACHES[r] for r in reach):
        if not (where in ("world", home) or (where == "EU" and home in EU)):
            chance[row] = 0.0
        elif origin != home:
            chance[row] *= near if origin in EU and home in EU else far
    return chance / max(chance.sum(), 1e-300)


@pytest.mark.parametrize("home", [0, 3, len(EU) - 1, len(EU), len(COUNTRIES) - 1])
@pytest.mark.parametrize(("seed", "fewest"), [(1, 1), (2, 0), (3, 0)])
def test_offers_are_drawn_by_their_weight(home: int, seed: int, fewest: int) -> None:
    start, weight, reach = listed(seed, fewest)
    near, far = 0.5, 0.2
    cells = len(reach) / max(weight[-1], 1e-300)
    guide = np.zeros(len(reach) + 2, dtype=np.int32)
    for cell in range(len(guide)):
        guide[cell] = min(np.searchsorted((weight[1:] * cells).astype(int), cell), len(reach) - 1)
    draws = 20_000
    counted = np.zeros(len(reach))
    for u in (np.arange(draws) + 0.5) / draws:  # evenly, so that shares are those of the weights to a draw or two
        lo, hi, target = choose(start, weight[start], 0, home, u, near, far)
        counted[locate(weight, guide, cells, lo, hi, target)] += 1
    chance = expected(weight, reach, COUNTRIES[home], near, far)
    assert counted / draws == pytest.approx(chance, abs=8 / draws)


def test_a_draw_stays_within_its_part_however_little_is_left_of_it() -> None:
    """Also where what is left beyond a border is less than the rounding of what is not: offers are looked up by it."""
    bounds = np.arange(len(REACHES) + 1)  # one offer in each group
    rng = np.random.default_rng(4)
    for _ in range(1_000):
        sums = np.cumsum([0.0, *10.0 ** rng.uniform(-8, 8, len(REACHES))])
        left = 10.0 ** rng.uniform(-26, 0)
        for u in (*rng.random(4), 1.0 - 2.0**-53, 1.0 - 2.0**-52):
            lo, hi, target = choose(bounds, sums, 0, int(rng.integers(len(COUNTRIES))), u, left, left)
            assert lo < hi and sums[lo] <= target <= sums[hi]


def test_nothing_on_offer() -> None:
    """An empty part, whatever is drawn, also where there are offers that do not ship there."""
    bounds = np.zeros(len(REACHES) + 1, dtype=np.int64)
    for u in (0.0, 0.5, 1.0 - 2.0**-53):
        lo, hi, _ = choose(bounds, np.zeros(len(bounds)), 0, 4, u, 0.5, 0.2)
        assert hi <= lo
    bounds[1:] = 1  # one offer, within the first country only
    lo, hi, _ = choose(bounds, bounds.astype(float), 0, 4, 0.7, 0.5, 0.2)
    assert hi <= lo

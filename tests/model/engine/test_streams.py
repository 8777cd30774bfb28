"""Draws by counter: known answers, the same numbers everywhere, no structure in any ordering."""

from __future__ import annotations

import math
from itertools import pairwise

import numba
import numpy as np
import pytest

from sim.model.engine import streams
from sim.model.engine.streams import Draws, keys, random_bits_by_row, replicate_seed, uniforms

MASK = 2**64 - 1
FEEDBACK, STREET = 107, 110  # decisions
G_ROW, G_DAY = 0x9E3779B97F4A7C15, 0xD1B54A32D192ED03


def splitmix_finaliser(x: int) -> int:
    x &= MASK
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9 & MASK
    x = (x ^ (x >> 27)) * 0x94D049BB133111EB & MASK
    return x ^ (x >> 31)


def reference(seed: int, decision: int, day: int, row: int) -> int:
    """The draw as the documentation states it, in unbounded integers."""
    who = splitmix_finaliser(splitmix_finaliser(seed + row * G_ROW) + day * G_DAY)
    return splitmix_finaliser(who + (decision + 1) * G_ROW)


PLACES = [(0, 0, 0, 0), (1, 100, 365, 9_999), (2**64 - 1, 601, 100_000, 40_000_000), (2**63, 7, 1, 2**40)]


@pytest.mark.parametrize(("place", "answer"), list(zip(PLACES, [
    0xE220A8397B1DCDAF, 0x0453850B4A342B80, 0xA90C504865F1A9AA, 0x7748FC44561022A9,
], strict=True)))  # fmt: skip
def test_known_answers(place: tuple[int, int, int, int], answer: int) -> None:
    seed, decision, day, row = place
    assert reference(*place) == answer
    assert int(streams.random_bits(np.uint64(streams.key(np.uint64(seed), day, row)), decision)) == answer
    assert int(random_bits_by_row(seed, decision, day, [row])[0]) == answer
    assert Draws(seed).random_bits(decision, day, row) == answer


def test_first_answer_is_that_of_the_published_generator() -> None:
    assert splitmix_finaliser(G_ROW) == 0xE220A8397B1DCDAF  # first output of splitmix64 seeded with 0


@numba.njit
def _compiled(seed, day, row):  # type: ignore[no-untyped-def]
    who = streams.key(seed, day, row)
    return streams.uniform(who, STREET), -math.log(1.0 - streams.uniform(who, STREET + 1))


def test_compiled_array_and_plain_draws_agree() -> None:
    for seed, day, row in [(1, 0, 0), (2**64 - 3, 999, 123_456)]:
        one, two = _compiled(np.uint64(seed), day, row)
        plain = Draws(seed)
        assert one == plain.uniform(STREET, day, row) == uniforms(seed, STREET, day, [row])[0]
        assert two == plain.exponential(STREET + 1, day, row)


ORDERINGS = ["row", "decision", "day", "seed", "replicate"]


def sequence(ordering: str, start: int, n: int = 1 << 16) -> np.ndarray:
    """``n`` words in the order in which one of the counters runs, the others fixed."""
    run = range(start, start + n)
    if ordering == "row":
        return random_bits_by_row(11, FEEDBACK, 40, np.arange(start, start + n))
    if ordering == "decision":
        who = keys(11, 40, [start])[0]
        return streams._mix_array(who + (np.arange(n, dtype=np.uint64) + np.uint64(1)) * np.uint64(G_ROW))
    if ordering == "day":
        first = keys_before_day(11, start)
        who = streams._mix_array(first + np.arange(n, dtype=np.uint64) * np.uint64(G_DAY))
        return streams._mix_array(who + np.uint64((FEEDBACK + 1) * G_ROW & MASK))
    seeds = run if ordering == "seed" else [replicate_seed(11, r) for r in run]
    who = streams._mix_array(np.array([s & MASK for s in seeds], dtype=np.uint64))
    who = streams._mix_array(who + np.uint64(40 * G_DAY & MASK))
    return streams._mix_array(who + np.uint64((FEEDBACK + 1) * G_ROW & MASK))


def keys_before_day(seed: int, row: int) -> np.uint64:
    return np.uint64(splitmix_finaliser(seed + row * G_ROW))


@pytest.mark.parametrize("ordering", ORDERINGS)
@pytest.mark.parametrize("start", [0, 5_000_000])
def test_words_look_random_in_every_ordering(ordering: str, start: int) -> None:
    drawn = sequence(ordering, start)
    n = len(drawn)
    assert len(np.unique(drawn)) == n
    for shift in (0, 24, 56):  # low, middle and high byte: 255 degrees of freedom, 5 standard deviations
        counts = np.bincount(((drawn >> np.uint64(shift)) & np.uint64(255)).astype(np.int64), minlength=256)
        assert abs(((counts - n / 256) ** 2 / (n / 256)).sum() - 255) < 5 * math.sqrt(2 * 255)
    bits = np.unpackbits(drawn.view(np.uint8).reshape(n, 8), axis=1)
    assert np.abs(bits.mean(axis=0) - 0.5).max() < 5 * 0.5 / math.sqrt(n)
    flips = np.unpackbits((drawn[1:] ^ drawn[:-1]).view(np.uint8).reshape(n - 1, 8), axis=1)
    assert np.abs(flips.mean(axis=0) - 0.5).max() < 5 * 0.5 / math.sqrt(n)
    value = (drawn >> np.uint64(11)) * 2.0**-53
    assert abs(value.mean() - 0.5) < 5 * math.sqrt(1 / 12 / n)
    for lag in (1, 2, 7, 64):
        assert abs(np.corrcoef(value[lag:], value[:-lag])[0, 1]) < 5 / math.sqrt(n)
    pairs = np.histogram2d(value[1::2], value[::2], bins=16)[0].ravel()
    assert abs(((pairs - n / 512) ** 2 / (n / 512)).sum() - 255) < 5 * math.sqrt(2 * 255)


def test_the_orderings_tested_are_those_of_the_draws() -> None:
    for ordering, place in {
        "row": (11, FEEDBACK, 40, 7), "decision": (11, 7, 40, 0), "day": (11, FEEDBACK, 7, 0),
        "seed": (7, FEEDBACK, 40, 0), "replicate": (replicate_seed(11, 7), FEEDBACK, 40, 0),
    }.items():  # fmt: skip
        assert int(sequence(ordering, 0, 8)[7]) == reference(*place), ordering


def test_neighbours_share_no_numbers() -> None:
    """Days, decisions, seeds and replicates next to each other draw from disjoint sets."""
    rows = np.arange(2_000)
    runs = [1, 2, replicate_seed(1, 0), replicate_seed(1, 1), replicate_seed(2, 0)]
    drawn = [random_bits_by_row(s, d, t, rows) for s in runs for d in (100, 101, 102) for t in (0, 1, 2, 28)]
    assert len(np.unique(np.concatenate(drawn))) == len(rows) * len(drawn)
    correlation = np.corrcoef([(w >> np.uint64(11)) * 2.0**-53 for w in drawn])
    assert np.abs(correlation - np.eye(len(drawn))).max() < 5.5 / math.sqrt(len(rows))


def test_replicates_differ_and_seeds_do_not_shift_into_one_another() -> None:
    seeds = [replicate_seed(s, r) for s in range(100) for r in range(100)]
    assert len(set(seeds)) == len(seeds)
    assert min(seeds) >= 0 and 2**62 < max(seeds) < 2**63
    assert replicate_seed(1, 1) != replicate_seed(2, 0)
    assert min(abs(a - b) for a, b in pairwise(sorted(seeds))) > 1_000


@numba.njit
def _sample(kind, n, parameter):  # type: ignore[no-untyped-def]
    out = np.empty(n)
    for row in range(n):
        who = streams.key(np.uint64(3), 5, row)
        if kind == 0:
            out[row] = streams.normal(who, 9)
        else:
            out[row] = streams.geometric(who, 9, parameter)
    return out


def within(values: np.ndarray, mean: float, variance: float) -> bool:
    """Mean within 5 standard errors, variance within 5 %."""
    return bool(
        abs(values.mean() - mean) < 5 * math.sqrt(variance / len(values)) and abs(values.var() / variance - 1) < 0.05
    )


def test_moments_of_the_distributions() -> None:
    n = 100_000
    assert within(_sample(0, n, 0.0), 0, 1)
    plain = Draws(3)
    assert within(np.array([plain.exponential(9, 5, row) for row in range(n)]), 1, 1)
    for p in (0.05, 0.5):
        waits = _sample(1, n, p)
        assert waits.min() == 1 and within(waits, 1 / p, (1 - p) / p**2)


def test_limits_of_the_distributions() -> None:
    who = np.uint64(streams.key(np.uint64(1), 1, 1))
    assert streams.geometric(who, 1, 1.0) == 1
    assert streams.geometric(who, 1, 0.0) == streams.geometric(who, 1, float("nan")) == streams.NEVER
    for bits in (0, MASK):
        assert 0.0 <= streams.unit(np.uint64(bits)) < 1.0
        assert 0.0 < streams.open_unit(np.uint64(bits)) < 1.0
        assert math.isfinite(streams.normal_quantile(streams.open_unit(np.uint64(bits))))


def test_normal_quantile_is_accurate() -> None:
    stats = pytest.importorskip("scipy.stats")
    at = np.concatenate([10.0 ** np.arange(-15, -1), np.linspace(0.01, 0.99, 99), 1 - 10.0 ** np.arange(-9, -1)])
    ours = np.array([streams.normal_quantile(p) for p in at])
    exact = stats.norm.ppf(at)
    away = exact != 0
    assert np.abs(ours[away] / exact[away] - 1).max() < 1.2e-9

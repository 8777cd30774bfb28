"""What is not known told apart from chance, where replicates take their parameters from an ensemble.

Method. Each member of the ensemble is run in several replicates (:data:`REPEATS`), which differ by chance alone: their
variance about the member's own mean, pooled over members, is chance (the mean square within, MSW). The variance of the
members' means is chance as well as parameters, so that what is left of it, (MSB - MSW) / repeats, is what is not known:
the variance components of a one-way analysis of variance with random effects, unequal groups allowed (Searle, Casella
and McCulloch 1992, chapter 3). Nothing else is assumed than that chance is about as large under every member.

- chance: the interval of the mean had these members been the truth. More replicates narrow it.
- not known: where the effect lies under the parameters that no fact rules out, 95 % of them (Student's t with
  Satterthwaite's degrees of freedom, as the variance is a difference of two; with few members, where these are next to
  none, the variance of the members' means with chance in it, if that is narrower). More replicates do not narrow it,
  only more facts do. It has no width where members lie no further apart than chance throws them.
- together: where the true effect lies, both variances added.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from sim.effects.bootstrap import CONFIDENCE, t_quantile
from sim.effects.outcomes import OF_ALL, OUTCOMES
from sim.effects.repeats import REPEATS
from sim.effects.replicates import by_replicate

TOLD = (
    "averted_first_year", "averted_first_year_share", "averted_first_year_revenue", "averted_orders",
    "harm_averted_share", "organised_profit_averted",
)  # fmt: skip
COLUMNS = (
    "outcome", "label", "unit", "n", "members", "estimate", "chance_low", "chance_high", "unknown_low", "unknown_high",
    "low", "high", "share_unknown",
)  # fmt: skip


class Parts(NamedTuple):
    """An estimate with the half-widths of its interval: of chance, of what is not known, of both; NaN where untold.

    ``share``: of the variance of a single replicate, what is not known.
    """

    estimate: float
    chance: float
    unknown: float
    both: float
    share: float
    replicates: int
    members: int


def parts(values: ArrayLike, members: ArrayLike, confidence: float = CONFIDENCE) -> Parts:
    """Tell chance and what is not known apart; ``values``, ``members``: shape (replicates,), NaN is left out.

    Bounds are NaN with fewer than two members, or where no member has two replicates.
    """
    x, of = np.asarray(values, np.float64), np.asarray(members)
    x, of = x[np.isfinite(x)], of[np.isfinite(x)]
    _, group, size = np.unique(of, return_inverse=True, return_counts=True)
    n, k = len(x), len(size)
    estimate = float(x.mean()) if n else math.nan
    if k < 2 or n <= k:
        return Parts(estimate, math.nan, math.nan, math.nan, math.nan, n, k)
    mean = np.bincount(group, x) / size
    chance = float(((x - mean[group]) ** 2).sum()) / (n - k)
    between = float((size * (mean - estimate) ** 2).sum()) / (k - 1)
    repeats = (n - float((size**2).sum()) / n) / (k - 1)
    unknown = max(0.0, (between - chance) / repeats)
    of_mean = unknown * float((size**2).sum()) / n**2 + chance / n

    def half(variance: float, of_between: float) -> float:
        """Half-width of a variance that is so many times MSB less MSW / repeats."""
        spread = (of_between * between) ** 2 / (k - 1) + (chance / repeats) ** 2 / (n - k)
        freedom = max(variance**2 / spread, 1.0) if spread > 0.0 else k - 1.0
        plain = t_quantile(confidence, k - 1) * math.sqrt(of_between * between)
        return min(t_quantile(confidence, freedom) * math.sqrt(variance), plain)

    not_known = half(unknown, 1 / repeats)
    own = t_quantile(confidence, n - k) * math.sqrt(chance / n)
    both = max(half(unknown + of_mean, 1 / repeats + 1 / n), not_known, own)
    share = unknown / (unknown + chance) if unknown + chance > 0.0 else 0.0
    return Parts(estimate, own, not_known, both, share, n, k)


def uncertainty(effects: pd.DataFrame, repeats: int = REPEATS, count: int = 0) -> pd.DataFrame:
    """Tell both parts of the headlines of one scenario; replicate r has member r // repeats (of ``count``, if given).

    ``effects``: as made by :func:`sim.effects.replicate_effects`. Columns: see :data:`COLUMNS`.
    """
    wide = by_replicate(effects)
    taken = wide.index.to_numpy(np.int64) // repeats
    taken = taken % count if count else taken
    rows = []
    for name in TOLD:
        values = _values(name, wide)
        if values is None:
            continue
        p, outcome = parts(values, taken), OUTCOMES[name]
        most = 1.0 if name in OF_ALL else math.inf
        unknown = p.unknown if p.share > 0.0 else math.nan  # not told from chance, which is not to say that it is none
        halves = (p.chance, unknown, p.both)
        bounds = [min(bound, most) for half in halves for bound in (p.estimate - half, p.estimate + half)]
        rows.append((name, outcome.label, outcome.unit, p.replicates, p.members, p.estimate, *bounds, p.share))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _values(name: str, wide: pd.DataFrame) -> NDArray[np.float64] | None:
    """Give an outcome of each replicate; of a ratio of sums, what each adds to it (its linearisation)."""
    outcome = OUTCOMES[name]
    if outcome.summary != "ratio":
        return wide[name].to_numpy(np.float64) if name in wide else None
    if not set(outcome.parts) <= set(wide):
        return None
    top, bottom = (wide[part].to_numpy(np.float64) for part in outcome.parts)
    known = np.isfinite(top) & np.isfinite(bottom)
    total = float(bottom[known].sum())
    if total == 0.0:
        return None
    ratio = float(top[known].sum()) / total
    return outcome.scale * (ratio + (top - ratio * bottom) / (total / int(known.sum())))

"""Where users of closed marketplaces go, how soon, and who does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.model.market import codes

if TYPE_CHECKING:
    from sim.validation.replay import Replay


def modal(r: Replay) -> float:
    """Measure the share of the closed marketplaces' users who moved within four weeks that sit on one destination."""
    before = r.buyers_before["market"]
    moved = np.isin(before, r.closed) & ~np.isin(r.users_after, r.closed) & (r.users_after >= 0)
    counts = np.bincount(r.users_after[moved])
    return float(counts.max() / max(counts.sum(), 1)) if len(counts) else float("nan")


def quiet_lost(r: Replay) -> float:
    """Measure how much likelier the less active half of users is not to have moved on within four weeks."""
    users = np.isin(r.buyers_before["market"], r.closed) & (r.buyers_before["state"] == codes.ACTIVE)
    if not users.any():
        return float("nan")
    lost = (np.isin(r.users_after, r.closed) | (r.users_after < 0))[users]
    rate = r.buyers_before["rate"][users]
    quiet = rate <= np.median(rate)
    return float(lost[quiet].mean() - lost[~quiet].mean())


def _gain(r: Replay) -> NDArray[np.float64]:
    """Return by how much the destinations' orders stand over the four weeks before, by day, shape (60,)."""
    others = [m for m in range(r.struck.records.markets.shape[1]) if m not in r.closed]
    trade = r.struck.records.of_markets("orders")[:, others].sum(axis=1).astype(float)
    usual = trade[r.start - 28 : r.start].mean()
    return trade[r.start : r.start + 60] / max(usual, 1e-9) - 1.0


def onset(r: Replay) -> float:
    """Measure days, that of the closure the first, until the destinations' trade stands a tenth above before."""
    above = np.flatnonzero(_gain(r) > 0.1)
    return float(above[0] + 1) if len(above) else float("nan")


def saturation(r: Replay) -> float:
    """Measure days, that of the closure the first, until nine tenths of the later gain (weeks 3 and 4) are there."""
    gain = _gain(r)
    later = gain[14:28].mean()
    reached = np.flatnonzero(gain >= 0.9 * later)
    return float(reached[0] + 1) if later > 0.1 and len(reached) else float("nan")

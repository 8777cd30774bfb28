"""Why it lasted as long as it did, whom it burdened, and what to do: only what is told from chance is said."""

from __future__ import annotations

import math

from sim.effects import OUTCOMES
from sim.views import words
from sim.views.finding import Finding

AROUND = ("displaced_direct", "displaced_street", "stealth_change", "domestic_change")
"""Ways around a barrier that a run counts, each taken where there is more of it than in the twin."""
BURDENS = ("cases_buyers_extra", "escrow_lost_extra", "disputes_extra", "arrests_extra", "price_change")


def beyond_chance(finding: Finding, outcome: str) -> bool:
    """Say whether the 95 % interval of a figure leaves out none."""
    row = finding.row(outcome)
    low, high = float(row.get("low", math.nan)), float(row.get("high", math.nan))
    return low > 0.0 or high < 0.0


def why(finding: Finding, who: str = "it") -> list[str]:
    """Say which ways around it were taken beyond chance; nothing of a single run, or where nothing was to be got round.

    A figure whose interval has zero in it is not counted as none: it is not told.
    """
    if finding.replicates < 2 or not (finding.has_effect or finding.averts):
        return []
    more = [name for name in AROUND if float(finding.row(name).get("low", math.nan)) > 0.0]
    seen = [f"{OUTCOMES[name].label}, {finding.with_interval(name)}" for name in more]
    if not seen:
        return [f"Which way trade got round {who} cannot be told."]
    return [f"How trade got round {who}: {'; '.join(seen)}."]


def burdens(finding: Finding, who: str = "it") -> list[str]:
    """Say what it brought besides, beyond chance."""
    if finding.replicates < 2:
        return []
    seen = [
        f"{OUTCOMES[name].label}, {finding.with_interval(name)}" for name in BURDENS if beyond_chance(finding, name)
    ]
    return [f"What {who} brought besides: {'; '.join(seen)}."] if seen else []


def advice(finding: Finding) -> list[str]:
    """Say what to do, as far as the figures carry it; nothing of a single run."""
    if finding.replicates < 2:
        return []
    if not (finding.has_effect or finding.averts):
        return ["What to do: these runs give no ground to take it."]
    if not finding.averts:
        return ["What to do: do not count on fewer orders over the year; take it only if the fall at first is the aim."]
    if finding.stays:
        return [f"What to do: take it where {finding.text('stays')} less trade in later years is worth its cost."]
    half = finding.value("half_life")
    if finding.passes and math.isfinite(half):
        when = f"within {words.days(half)} of the worst"
        return [
            f"What to do: it passes, so repeat it {when}, or join it with another barrier; compare tells what is best."
        ]
    return ["What to do: take it for the orders it averts in the year, not for a fall that shows."]

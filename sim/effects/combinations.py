"""What a combination of barriers adds, and how long each scenario's effect lasts from run to run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.effects.intervals import mean_of_sets
from sim.effects.outcomes import OUTCOMES
from sim.effects.replicates import by_replicate
from sim.effects.survival import kaplan_meier


def synergy(
    effects: pd.DataFrame,
    combinations: Mapping[str, Sequence[str]],
    outcomes: Sequence[str] = ("averted_first_year",),
    repeats: int = 1,
) -> pd.DataFrame:
    """Tell whether combinations do more or less than their parts added up, paired by replicate.

    ``combinations``: scenario of the combination to the scenarios of its parts; ``outcomes``: ones that add up;
    ``repeats``: see :func:`sim.effects.summarise`. Return
    combination, parts, outcome, unit, n, combined, sum_of_parts, synergy, low, high, verdict ('more', 'less' or
    'not told apart'). Raise ValueError for a scenario that is not there.
    """
    known = set(effects["scenario"])
    by_scenario = effects.groupby("scenario", sort=False)
    tables = {str(key): by_replicate(table.drop(columns="scenario")) for key, table in by_scenario}
    rows = []
    for name in outcomes:
        wide = pd.DataFrame({key: table[name] for key, table in tables.items() if name in table})
        for combination, parts in combinations.items():
            missing = [scenario for scenario in (combination, *parts) if scenario not in known]
            if missing:
                raise ValueError(f"unknown scenario {missing[0]!r}; known are {', '.join(sorted(known))}")
            together = wide[[combination, *parts]].dropna()
            added = together[list(parts)].sum(axis=1)
            extra = mean_of_sets(together[combination] - added, repeats)
            verdict = "more" if extra.low > 0.0 else "less" if extra.high < 0.0 else "not told apart"
            rows.append(
                {
                    "combination": combination, "parts": " + ".join(parts), "outcome": name,
                    "unit": OUTCOMES[name].unit, "n": len(together), "combined": float(together[combination].mean()),
                    "sum_of_parts": float(added.mean()), "synergy": extra.estimate, "low": extra.low,
                    "high": extra.high, "verdict": verdict,
                }
            )  # fmt: skip
    return pd.DataFrame(rows)


def lasting(effects: pd.DataFrame, outcome: str = "recovery") -> pd.DataFrame:
    """Return the Kaplan-Meier curve of a duration for every scenario: scenario, days, share, low, high.

    ``share`` is that of the replicates in which the effect lasts longer; each curve begins at day 0 with 1.
    """
    parts = []
    for scenario, table in effects[effects["outcome"] == outcome].groupby("scenario", sort=False):
        curve = kaplan_meier(table["value"], table["censored"])
        steps = {"days": curve.times, "share": curve.survival, "low": curve.low, "high": curve.high}
        begin = pd.DataFrame({"days": [0.0], "share": [1.0], "low": [1.0], "high": [1.0]})
        parts.append(pd.concat([begin, pd.DataFrame(steps)], ignore_index=True).assign(scenario=scenario))
    if not parts:
        return pd.DataFrame(columns=["scenario", "days", "share", "low", "high"])
    return pd.concat(parts, ignore_index=True)[["scenario", "days", "share", "low", "high"]]

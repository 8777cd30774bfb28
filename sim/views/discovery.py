"""Where a criterion is reached: the picture, the finding, the table in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from sim.views import style, words
from sim.views.charts import codes_of, key, short

CHANCE = 0.05
"""Chance of a box as rich by luck at which it is not told."""
HEADS = {
    "points": "points in the box", "coverage": "of those that reach it", "density": "of the box that reaches it",
    "base_rate": "of all that reaches it", "p_value": "probability by luck",
}  # fmt: skip


def plot_box(
    axes: Axes, outcomes: pd.DataFrame, boxes: pd.DataFrame, criterion: str, threshold: float, label: str
) -> Axes:
    """Draw the design points over the two parameters that the best box limits, and the box."""
    best = boxes[boxes["box"] == 1]
    names = list(best["parameter"])[:2]
    points = outcomes.groupby("point").agg({criterion: "mean", **dict.fromkeys(names, "first")})
    success = points[criterion] >= threshold
    across = [codes_of(points[name]) for name in names]
    if len(across) == 1:  # the outcome itself as the second direction
        across.append((points[criterion].to_numpy(float), None))
    for chosen, colour, text in ((~success, style.REST, "below"), (success, style.BARRIER, "reached")):
        kept = chosen.to_numpy()
        axes.plot(across[0][0][kept], across[1][0][kept], "o", color=colour, markersize=6, label=text)
    limits = [
        bounds_of(best[best["parameter"] == name].iloc[0], values) for name, values in zip(names, across, strict=False)
    ]
    if len(limits) == 1:
        limits.append((float(across[1][0].min()), float(across[1][0].max())))
    (left, right), (bottom, top) = limits
    axes.add_patch(
        Rectangle((left, bottom), right - left, top - bottom, fill=False, color=style.WARNING, linewidth=2.2)
    )
    for axis, values in ((axes.xaxis, across[0]), (axes.yaxis, across[1])):
        if values[1] is not None:
            axis.set_ticks(range(len(values[1])), labels=[str(value) for value in values[1]])
    axes.set_xlabel(short(names[0]))
    axes.set_ylabel(short(names[1]) if len(names) > 1 else label)
    key(axes)
    facts = best.iloc[0]
    detail = (
        f"Of the points in this box {words.percent(facts['density'])} reach it ({words.percent(facts['base_rate'])} of "
        f"all); it holds {words.percent(facts['coverage'])} of those that do. {label}, at least {threshold:g}."
    )
    style.headline(axes, discovery_advice(boxes)[0].rstrip("."), detail)
    return axes


def rule_of(row: dict[str, Any]) -> str:
    """Say in words what a box asks of one parameter."""
    name = short(str(row["parameter"]))
    if isinstance(row["values"], str) and row["values"]:
        return f"{name} is {row['values'].replace(', ', ' or ')}"
    low, high = row["low"], row["high"]
    if math.isnan(low):
        return f"{name} is below {words.number(high)}"
    return f"{name} is above {words.number(low)}" + ("" if math.isnan(high) else f" and below {words.number(high)}")


def bounds_of(row: pd.Series, values: tuple[Any, Any]) -> tuple[float, float]:
    numbers, labels = values
    if labels is not None:
        kept = [i for i, name in enumerate(labels) if str(name) in str(row["values"]).split(", ")]
        return min(kept, default=0) - 0.4, max(kept, default=0) + 0.4
    low, high = row["low"], row["high"]
    return (
        float(numbers.min()) if math.isnan(low) else float(low),
        float(numbers.max()) if math.isnan(high) else float(high),
    )


def discovery_advice(boxes: pd.DataFrame) -> list[str]:
    """Say where the criterion is reached, how surely, and where else; ``boxes``: the best first.

    A box that luck makes as rich is not told as a finding.
    """
    texts = []
    for number, rows in boxes.groupby("box", sort=True):
        facts = rows.iloc[0]
        rule = words.listing([rule_of(row) for row in rows.to_dict("records")])
        odds = (
            f"{words.percent(facts['density'])} of the points there, against {words.percent(facts['base_rate'])} of all"
        )
        lucky = not float(facts["p_value"]) < CHANCE
        if lucky and number != boxes["box"].min():
            continue
        if lucky:
            texts.append("Where it is reached cannot be told from luck.")
            break
        texts.append(f"It is {'also ' if texts else ''}reached where {rule}: {odds}.")
    return texts or ["No region can be told in which it is reached more often than elsewhere."]


def discovery_table(boxes: pd.DataFrame) -> pd.DataFrame:
    """Write the table in words, one row a box."""
    rows = []
    for number, own in boxes.groupby("box", sort=True):
        facts = own.iloc[0]
        rule = words.listing([rule_of(row) for row in own.to_dict("records")])
        shares = {HEADS[name]: words.percent(float(facts[name])) for name in HEADS if name != "points"}
        rows.append({"box": number, "where": rule, HEADS["points"]: int(facts["points"]), **shares})
    return pd.DataFrame(rows)

"""A calibration in words: what it found, what facts say, and what they leave open."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.views import style
from sim.views.charts import chart, named_rows, short


def text(
    facts: pd.DataFrame, identified: pd.DataFrame, sensitivity: pd.DataFrame, spared: int, counts: tuple[int, int, int]
) -> str:
    """Write the findings; ``counts``: sets that were run, those of them that passed, and sets of the ensemble."""
    lines = [f"{counts[0]} sets of parameters were run; of {counts[1]} of them no more facts are out than of the best.",
             f"{counts[2]} sets are kept, between these, that no fact rules out"
             + (f", but for {spared} facts each: no set satisfies all facts together." if spared else ".")]  # fmt: skip
    fitted, held = facts[~facts["held_out"]], facts[facts["held_out"]]
    lines += [_met("Facts that were fitted", fitted)]
    if len(held):
        lines += [_met(f"Facts held out ({', '.join(dict.fromkeys(held['part']))})", held)]
    lines += ["", "Parameters, with what emulators leave of their whole range (90 % of the sets):"]
    width = max(map(len, identified["parameter"]))
    for row in identified.sort_values("width", kind="stable").to_dict("records"):
        left = f"{row['low']:.4g} to {row['high']:.4g} of {row['range_low']:.4g} to {row['range_high']:.4g}"
        lines.append(f"  {row['parameter']:{width}}  {left}: {row['told']}, by {_by(sensitivity, row['parameter'])}")
    far = facts[facts["out_of_reach"]]
    if len(far):
        lines += ["", "Out of reach of every set between those that passed, so that another mechanism is needed:"]
        for row in far.to_dict("records"):
            lacks = f" Missing: {row['mechanism']}." if row["mechanism"] else ""
            seen = f"{row['chosen']:.4g}, observed {row['low']:g} to {row['high']:g}"
            lines.append(f"  {row['id']} ({row['part']}), {row['fact']}: {seen}.{lacks}")
    return "\n".join(lines)


def _met(what: str, table: pd.DataFrame) -> str:
    keys = table["part"] + table["rivals"].where(table["rivals"] != "", table["fact"])
    now, best = (int(table[column].groupby(keys).any().sum()) for column in ("present_met", "chosen_met"))
    return f"{what}: {best} of {keys.nunique()} are met by the chosen set, {now} by the parameters as they stand."


def _by(sensitivity: pd.DataFrame, parameter: str) -> str:
    """Name the facts that a parameter moves most."""
    own = sensitivity[sensitivity["parameter"] == parameter].nlargest(2, "share")
    told = [f"{fact} ({share:.0%})" for fact, share in zip(own["fact"], own["share"], strict=True)]
    return "; ".join(told) or "no fact"


def draw_ranges(identified: pd.DataFrame) -> Figure:
    """Draw what is left of the range of each parameter, the best known at the top; ``identified``: with widths."""
    rows = identified.sort_values("width", ascending=False, kind="stable")
    span = (rows["range_high"] - rows["range_low"]).where(lambda width: width > 0.0, 1.0)
    low, middle, high = ((rows[name] - rows["range_low"]) / span for name in ("low", "median", "high"))
    with style.look():
        figure, axes = chart(1.9 + 0.32 * len(rows))
        place = np.arange(len(rows), dtype=float)
        axes.hlines(place, 0.0, 1.0, color=style.FAINT, linewidth=5)
        axes.hlines(place, low, high, color=style.BARRIER, linewidth=5)
        axes.plot(middle, place, "o", color=style.INK, markersize=4)
        named_rows(axes, place, [short(str(name)) for name in rows["parameter"]])
        axes.set_xticks([0.0, 1.0], ["lowest allowed", "highest allowed"])
        known = int((rows["told"] == "identified").sum())
        told = f"{known} of {len(rows)} parameters are identified by the facts"
        style.headline(axes, told, "Blue: 90 % of the sets that no fact rules out; dot: their median.")
    return figure

"""Facts as a picture: where the model lies against the range that was observed."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from sim.views import style, words
from sim.views.charts import SIZE

SEEN = (-1.0, 2.0)
"""What is drawn, in widths of the observed range; what lies further is drawn at the edge, as an arrow."""
MOST_ROWS = 60


def draw_facts(table: pd.DataFrame) -> Figure:
    """Draw each fact that was measured, the misses first; ``table``: as made by :func:`sim.views.validation.verdicts`.

    The observed range is from 0 to 1; dots are means over the replicates, lines their 95 % intervals.
    """
    known = table.dropna(subset=["model"]).sort_values("met", kind="stable")
    if not len(known):
        raise style.NotDrawn("no fact was measured")
    rows = known.head(MOST_ROWS)
    with style.look():
        figure, axes = style.chart(SIZE[0], 1.8 + 0.22 * len(rows))
        width = (rows["observed_high"] - rows["observed_low"]).to_numpy(float)
        width = np.where(width > 0.0, width, np.maximum(rows["observed_low"].abs().to_numpy(float), 1e-9))
        low, model, high = (
            (rows[name].to_numpy(float) - rows["observed_low"].to_numpy(float)) / width
            for name in ("low", "model", "high")
        )
        place = np.arange(len(rows))[::-1]
        axes.axvspan(0.0, 1.0, color=style.FAINT, alpha=0.6, linewidth=0)
        for met, colour in ((True, style.BARRIER), (False, style.WARNING)):
            own = rows["met"].to_numpy(bool) == met
            axes.hlines(place[own], np.clip(low[own], *SEEN), np.clip(high[own], *SEEN), color=colour, linewidth=1.2)
            for sign, mark in ((model < SEEN[0], "<"), (model > SEEN[1], ">"), (np.abs(model - 0.5) <= 1.5, "o")):
                axes.plot(np.clip(model, *SEEN)[own & sign], place[own & sign], mark, color=colour, markersize=5)
        axes.set_yticks(place, [f"{row.id} {row.fact}"[:60] for row in rows.itertuples()], fontsize=8)
        axes.set_ylim(-1, len(rows))
        axes.set_xlim(SEEN[0] - 0.1, SEEN[1] + 0.1)
        axes.set_xticks([0.0, 1.0], ["lowest observed", "highest observed"])
        reached, missed = int(known["met"].sum()), int((~known["met"]).sum())
        cut = f" The first {MOST_ROWS}, misses first." if len(known) > MOST_ROWS else ""
        style.headline(axes, f"{reached} of {reached + missed} figures lie in the observed range",
                       f"{words.upper_first('grey: the range that was observed; arrows: further away.')}{cut}")  # fmt: skip # noqa: E501
    return figure

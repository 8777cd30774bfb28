"""Ways: each way of re-organisation closed in both twins, and what share of the recovery it carried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sim.settings.errors import TYPED, Contradiction
from sim.studies.question.analysis import Analysis
from sim.studies.question.ways import ALL

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure


class Ways(Analysis):
    """Where trade went: worlds with a way closed against the world as it is."""

    title = "orders of the first year that are missing more with a way around closed in both worlds"
    tables = {"ways": "what share of the recovery each way of re-organisation carried"}  # noqa: RUF012

    def applies(self, options: Any) -> bool:
        return bool(options.ways)

    def check(self, options: Any, axes: Sequence[Any]) -> None:
        if axes:
            raise Contradiction("ways=true closes ways in one world, and here the world varies", key="ways",
                                origin=TYPED)  # fmt: skip

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.studies.analyses.shared.recovery import way_shares

        return {"ways": way_shares(study.effects, plan.options.repeats)}

    def draw(self, study: Any) -> dict[str, Figure]:
        from sim.views.charts import rows_chart
        from sim.views.ways import plot_ways

        return rows_chart(study, "ways", plot_ways)

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        return way_table(table)


def way_table(ways: pd.DataFrame) -> pd.DataFrame:
    """Show ways as rows and scenarios as columns: what more is missing without it, and its share of recovery."""
    import pandas as pd

    from sim.views import words

    strongest = ways.groupby("way")["difference"].max().sort_values(ascending=False).index
    strongest = [*(name for name in strongest if name != ALL), *(name for name in strongest if name == ALL)]
    names = ["all of them" if name == ALL else words.spoken(str(name)) for name in strongest]
    table = {"with this way closed": names}
    for scenario, rows in ways.groupby("scenario", sort=False):
        keyed = rows.set_index("way")
        table[words.spoken(str(scenario))] = [_cell(keyed.loc[n]) if n in keyed.index else "-" for n in strongest]
    return pd.DataFrame(table)


def _cell(row: pd.Series) -> str:
    from sim.views import words

    if row["difference"] == row["low"] == row["high"] == 0.0:
        return "no change"
    text = words.quantity(row["difference"], "points") + f" ({words.interval(row['low'], row['high'], 'points')})"
    told = math.isfinite(row["share"]) and row.name != ALL
    return text + (f", {words.percent(row['share'])} of the recovery" if told else "")

"""Tables of a study as it is read: outcomes by run, the design."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from sim.effects.start import without_idle

KEYS = ["scenario", "world", "point"]


def of_scenario(effects: pd.DataFrame, scenario: str, world: str = "", point: int = 0) -> pd.DataFrame:
    """Pick the outcomes of one configuration."""
    rows = effects[(effects["scenario"] == scenario) & (effects["world"] == world) & (effects["point"] == point)]
    return rows[["replicate", "outcome", "value", "unit", "censored"]].reset_index(drop=True)


def main_effects(effects: pd.DataFrame) -> pd.DataFrame:
    """Pick the outcomes of every scenario of the first point in the world as it is, where a barrier began."""
    main = without_idle(effects[(effects["world"] == "") & (effects["point"] == 0)])
    return main[["scenario", "replicate", "outcome", "value", "unit", "censored"]]


def wide(effects: pd.DataFrame, values: pd.DataFrame | None = None) -> pd.DataFrame:
    """Lay outcomes out as one row per run: run_id, case, names, the values of the design, a column per outcome.

    A design value whose name is that of an outcome too is called ``design.<name>``.
    """
    if not len(effects):
        return pd.DataFrame(columns=["run_id", "case", *KEYS, "replicate"])
    names = list(dict.fromkeys(effects["outcome"]))
    keys = ["run_id", "case", *KEYS, "replicate"]
    table = effects.pivot(index=keys, columns="outcome", values="value")[names]
    cut = effects[effects["outcome"].isin(effects.loc[effects["censored"], "outcome"].unique())]
    if len(cut):
        flags = cut.pivot(index=keys, columns="outcome", values="censored").add_suffix("_censored")
        table = table.join(flags)
    table = table.reset_index().sort_values(["case", "replicate"], ignore_index=True)
    table.columns.name = None
    if values is not None and len(values.columns) > 1:
        values = values.rename(columns={name: f"design.{name}" for name in values.columns[1:] if name in table})
        table = values.merge(table, on="point", how="right").sort_values(["case", "replicate"], ignore_index=True)
        first = ["run_id", "case", *KEYS, "replicate"]
        table = table[[*first, *(name for name in table if name not in first)]]
    return table


def design_table(points: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """Lay the design points out, one row each."""
    table = pd.DataFrame([{"point": number, **values} for number, values in enumerate(points)])
    for name in table.columns[1:]:  # a list of barriers is one cell
        if table[name].map(lambda value: isinstance(value, list)).any():
            table[name] = table[name].map(lambda value: "+".join(map(str, value)) if isinstance(value, list) else value)
    return table

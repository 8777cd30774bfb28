"""What share of the recovery each way of re-organisation carried, by scenario."""

from __future__ import annotations

import pandas as pd

from sim.effects import ways
from sim.effects.league import common
from sim.effects.replicates import by_replicate
from sim.effects.start import without_idle
from sim.studies.question.ways import ALL, WITHOUT


def way_shares(effects: pd.DataFrame, repeats: int = 1) -> pd.DataFrame:
    """Tell what share of the recovery each way of re-organisation carried, by scenario.

    Shares and their conditions are those of :func:`sim.effects.ways.way_shares`; ``repeats``: see
    :func:`sim.effects.summarise`.
    """
    parts = []
    for scenario in dict.fromkeys(effects["scenario"]):
        own = effects[(effects["scenario"] == scenario) & (effects["point"] == 0)]
        own = own[own["world"].map(lambda world: world == "" or world.startswith(WITHOUT)).astype(bool)]
        own = own.drop(columns="scenario").rename(columns={"world": "scenario"})
        worlds = list(dict.fromkeys(without_idle(own)["scenario"]))  # in some a trigger may never fire
        replicates = common(own[own["scenario"].isin(worlds)], worlds)
        if len(worlds) < 2 or "" not in worlds or not len(replicates):
            continue
        wide_of = {
            world.removeprefix(WITHOUT): by_replicate(own[own["scenario"] == world]).loc[replicates] for world in worlds
        }
        parts.append(ways.way_shares(wide_of, ALL, repeats).assign(scenario=scenario))
    columns = ["scenario", *ways.SHARE_COLUMNS]
    return pd.concat(parts, ignore_index=True)[columns] if parts else pd.DataFrame(columns=columns)

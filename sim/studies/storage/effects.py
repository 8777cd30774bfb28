"""Outcomes of cases as an archive holds them, at the size of the real market."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.effects.outcomes import OUTCOMES, at_size
from sim.effects.start import BEGAN
from sim.studies.measurement.worker import SIMULATED
from sim.studies.question.case import Case
from sim.studies.storage.archive import Archive

if TYPE_CHECKING:
    import pandas as pd


def effects_of(archive: Archive, cases: Sequence[Case], replicates: Sequence[int] | None = None) -> pd.DataFrame:
    """Read the outcomes of cases from an archive, in the order of cases, replicates and outcomes."""
    import pandas as pd

    rows = archive.outcomes()
    known = sorted(set(rows["replicate"])) if replicates is None else list(replicates)
    index = [
        (case.run_id(r, archive.model), i, case.scenario, case.world, case.point)
        for i, case in enumerate(cases)
        for r in known
    ]
    runs = pd.DataFrame(index, columns=["run_id", "case", "scenario", "world", "point"])
    rows = rows.assign(order=rows.groupby("run_id").cumcount())
    joined = runs.merge(rows, on="run_id", how="inner").sort_values(["case", "replicate", "order"], ignore_index=True)
    names = ["run_id", "case", "scenario", "world", "point", "replicate", "outcome", "value", "unit", "censored"]
    return _real_size(joined[names], cases)


def _real_size(rows: pd.DataFrame, cases: Sequence[Case]) -> pd.DataFrame:
    """Bring what is counted to the size of the real market, as :func:`sim.effects.replicate_effects` does."""
    simulated = rows[rows["outcome"] == SIMULATED].groupby("case")["value"].mean()
    annual = {i: getattr(case.settings.ecosystem, "annual_revenue", None) for i, case in enumerate(cases)}
    factors = {i: annual[i] / revenue for i, revenue in simulated.items() if annual[i] and revenue > 0.0}
    factor = rows["case"].map(factors).fillna(1.0)
    scale = rows["outcome"] == SIMULATED
    rows = at_size(rows, factor)
    rows = rows.assign(
        value=rows["value"].where(~scale, factor),
        unit=rows["unit"].where(~scale, OUTCOMES["scale"].unit), outcome=rows["outcome"].where(~scale, "scale"),
    )  # fmt: skip
    idle = rows["run_id"].isin(rows.loc[(rows["outcome"] == BEGAN) & rows["value"].isna(), "run_id"])
    return rows[~scale | (rows["case"].isin(list(factors)) & ~idle)].reset_index(drop=True)

"""Read the figures that docs/scope.md names from what worlds.py keeps.

| figure | what it is |
| --- | --- |
| `averted_first_year_share` | an outcome of a run, as its summary has it |
| `sum:orders`, `mean:trust`, `end:trail` | a daily column after the start: its sum, its mean, its last 28 days |
| `channel/locker/orders`, `signal/talk/leads` | what a group counts after the start |
| `share:channel/locker/orders` | the same as a share of all groups of the kind; a+b for two |
| `letters per parcels_seized` | one sum over another |
| `event:close/seizure` | events of the journal after the start, a year of world |
| `cell:by_stage/run` | a row of a table of a comparison |
| `fact:S107` | a fact of docs/validation.md |
"""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from scope import worlds

from sim.effects import OUTCOMES, bootstrap
from sim.effects.bootstrap import Sample
from sim.model import columns
from sim.model.market import counters
from sim.views import words

VALIDATION = Path(__file__).parents[1] / "validation.md"
UNITS = {column.name: column.unit for column in columns.TABLE}
HOW = ("sum", "mean", "end")


class Figure(NamedTuple):
    """What a figure came to. ``before``: in the twin, or with the other command; NaN where there is none."""

    before: float
    after: float
    estimate: float
    low: float
    high: float
    n: int
    unit: str
    note: str = ""


def is_fact(figure: str) -> bool:
    """Tell whether a figure is read from the page of validation, and needs no run."""
    return figure.startswith("fact:")


def problem(figure: str) -> str:
    """Say what of a figure's name is not there; nothing where all is."""
    if is_fact(figure) or figure.startswith(("cell:", "event:")):
        return ""
    for part in figure.split(" per "):
        how, _, name = part.rpartition(":")
        if "/" in name:
            kind, groups, count = name.split("/")
            blocks = [block for block in counters.BLOCKS if block.kind == kind]
            known = blocks and set(groups.split("+")) <= set(blocks[0].labels)
            if not known or count not in {f.name for f in blocks[0].figures}:
                return f"no group {name}"
        elif name not in UNITS and (how or name not in OUTCOMES):
            return f"no outcome or column {name}"
    return ""


def read(command: str, against: str, figure: str) -> Figure:
    """Read a figure of a command that was measured, against its twin or ``against`` another command."""
    if is_fact(figure):
        return _fact(figure.partition(":")[2])
    if figure.startswith("cell:"):
        return _cell(command, figure.partition(":")[2])
    if figure in OUTCOMES:
        return _outcome(command, against, figure)
    return _difference(command, against, figure)


def _outcome(command: str, against: str, name: str) -> Figure:
    row, before = _row(command, name), math.nan
    if against:
        before = float(_row(against, name)["estimate"])
    return Figure(before, float(row["estimate"]) if against else math.nan, float(row["estimate"]), float(row["low"]),
                  float(row["high"]), int(row["n"]), str(row["unit"]), str(row["note"] or ""))  # fmt: skip


def _row(command: str, name: str) -> Any:
    summary = worlds.read(command, "summary")
    return summary[summary["outcome"] == name].iloc[0]


def _difference(command: str, against: str, figure: str) -> Figure:
    tables = _arms(worlds.read(command, "figures"))
    treated = tables[-1]
    other = _arms(worlds.read(against, "figures"))[-1] if against else tables[0] if len(tables) > 1 else None
    unit = _unit(figure)
    weight = bootstrap.weights(len(treated))
    after, drawn = _statistic(treated, figure, weight)
    if other is None:
        low, high = Sample(after, drawn, len(treated)).interval()[1:]
        return Figure(math.nan, after, after, low, high, len(treated), unit)
    before, drawn_before = _statistic(other.reindex(treated.index), figure, weight)
    sample = Sample(after - before, drawn - drawn_before, len(treated))
    return Figure(before, after, *sample.interval(), len(treated), unit)


def _arms(table: pd.DataFrame) -> list[pd.DataFrame]:
    """Spread to one row a replicate and one column a name: the baseline, then the barrier where there is one."""
    wide = table.pivot(index=["arm", "replicate"], columns="name", values="value").fillna(0.0)
    return [wide.loc[arm] for arm in (worlds.BASELINE, worlds.BARRIER) if arm in wide.index.get_level_values(0)]


def _statistic(arm: pd.DataFrame, figure: str, weight: Any) -> tuple[float, Any]:
    top, _, bottom = figure.partition(" per ")
    above, below = _values(arm, top), _values(arm, bottom) if bottom else _whole(arm, top)
    with np.errstate(invalid="ignore", divide="ignore"):
        return float(above.sum() / below.sum()), (weight @ above) / (weight @ below)


def _values(arm: pd.DataFrame, name: str) -> Any:
    """Return a figure by replicate, shape (replicates,); 0 where nothing of it happened."""
    name = name.removeprefix("share:")
    if "/" in name and not name.startswith("event:"):
        kind, groups, count = name.split("/")
        names = [f"{kind}/{group}/{count}" for group in groups.split("+")]
    else:
        names = [name if ":" in name else f"sum:{name}"]
    return sum(arm[n].to_numpy(np.float64) if n in arm else np.zeros(len(arm)) for n in names)


def _whole(arm: pd.DataFrame, name: str) -> Any:
    """Return what a share is of, by replicate; ones for what is a mean."""
    if not name.startswith("share:"):
        return np.ones(len(arm))
    kind, _, count = name.removeprefix("share:").split("/")
    return arm[[n for n in arm if re.fullmatch(rf"{kind}/[^/]+/{count}", n)]].sum(axis=1).to_numpy(np.float64)


def _unit(figure: str) -> str:
    if " per " in figure or figure.startswith("share:"):
        return "share"
    if figure.startswith("event:"):
        return "events"
    return "" if "/" in figure else UNITS[figure.rpartition(":")[2]]


def _cell(command: str, where: str) -> Figure:
    """Read the first row of a table that has all that is looked for in its cells; the best one where ranked."""
    name, *wanted = where.split("/")
    table = worlds.read(command, name)
    if name == "portfolios":
        table = table[table["within_budget"]].sort_values("effect", ascending=False)
    for one in wanted:
        table = table[(table.astype(str) == one).any(axis=1)]
    if not len(table):
        raise ValueError(f"{where} is no row of {command}")
    row = table.iloc[0]
    value = next(row[key] for key in ("estimate", "synergy", "effect") if key in row)
    said = [str(row[key]) for key in ("scenario", "portfolio", "verdict") if key in row and str(row[key]) not in wanted]
    if "per_1000_eur" in row:
        said.append(f"{words.number(row['per_1000_eur'])} orders for EUR 1,000")
    return Figure(math.nan, math.nan, float(value), float(row["low"]), float(row["high"]), int(row.get("n", 0)),
                  str(row.get("unit", "")), ", ".join(said))  # fmt: skip


def _fact(label: str) -> Figure:
    """Read a fact of the page of validation: the model's mean with its interval, and what was observed."""
    rows = re.findall(rf"^\| {label} \|(.+)\|$", VALIDATION.read_text(encoding="utf-8"), flags=re.MULTILINE)
    cells = [cell.strip() for cell in rows[0].split("|")]
    value, low, high = (float(x.replace(",", "")) for x in re.findall(r"-?[\d.,]+\d", cells[1])[:3])
    return Figure(math.nan, value, value, low, high, int(cells[4]), "", f"{cells[0]}; observed {cells[2]}")

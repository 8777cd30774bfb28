"""What each conclusion of a study hangs on: the same study where nothing that is not known stands still.

Members are the sets of the ensemble that no fact rules out, and in each of them every assumed response that a
calibration does not fit (see :mod:`sim.model.assumed`) is drawn between half and twice its value. A conclusion that
still holds is *robust*. One that does not is *fragile* or, where what it hangs on is an assumed response, *assumed*;
the parameter is named where one alone moves the effect beyond chance. What is the same in every set, and only has too
few of them for an interval, is told as that.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from sim.effects.uncertainty import REPEATS
from sim.model.assumed import ASSUMED
from sim.model.engine.parameters import Parameter, parameters_of
from sim.model.parameters import EcosystemParameters
from sim.studies.storage.study import Study
from sim.validation.ensemble import packaged
from sim.views import words

HEADLINE = "averted_first_year"
FACTOR, SEED = 2.0, 20_130
SURE = 0.9
"""Probability of being best from which a scenario is said to be."""
SHUFFLES = 1999
CHANCE = 0.05
"""Chance of naming a parameter that moves nothing, over all that are looked at."""


def write_members(file: Path) -> None:
    """Write the sets of the ensemble with every other assumed response drawn around its value, one set a row."""
    from scipy.stats.qmc import LatinHypercube

    sets = pd.DataFrame(packaged() or [{}])
    known = {p.name: p for p in parameters_of(EcosystemParameters)}
    names = [name for name in ASSUMED if name not in sets and _value(known[name]) > 0.0]
    drawn = LatinHypercube(len(names), rng=np.random.default_rng(SEED)).random(len(sets))
    for column, name in enumerate(names):
        for entry, value in _entries(known[name]).items():
            low, high = known[name].low, known[name].high
            sets[entry] = np.clip(value * FACTOR ** (2.0 * drawn[:, column] - 1.0), low, high)
    file.parent.mkdir(parents=True, exist_ok=True)
    sets.to_csv(file, index_label="member")


def _entries(parameter: Parameter) -> dict[str, float]:
    """Name the figures of a parameter, one or one for each entry of its list; they move together."""
    if isinstance(parameter.value, list):
        return {f"{parameter.name}.{i}": float(value) for i, value in enumerate(parameter.value)}
    return {parameter.name: float(parameter.value)}


def _value(parameter: Parameter) -> float:
    return max(_entries(parameter).values())


def lines(plain: Study, varied: Study, members: pd.DataFrame) -> list[str]:
    """Tell in Markdown what becomes of each conclusion on orders averted in the first year."""
    rows = [
        "| scenario | orders averted, first year | where what is not known varies | conclusion | mark |",
        "| --- | --- | --- | --- | --- |",
    ]
    for scenario in plain.results:
        stands, moves = _interval(plain, scenario), _varied(varied, scenario)
        if stands is None or moves is None:
            continue
        said = _sign(stands)
        conclusion = {1: "fewer orders", -1: "more orders", 0: "none told"}[said]
        mark = _mark(said, moves, _by_member(varied, scenario, len(members)), members)
        shown = [words.interval(low, high, "orders") for low, high in (stands, moves)]
        rows.append(f"| {words.spoken(scenario)} | {shown[0]} | {shown[1]} | {conclusion} | {mark} |")
    return [_scope(varied), "", *rows, *_best(plain, varied)]


def _mark(sign: int, moves: tuple[float, float], effect: pd.Series, members: pd.DataFrame) -> str:
    """Tell what becomes of a conclusion of this sign; where nothing was told there is nothing to hold."""
    if not sign:
        return "-"
    if _sign(moves) == sign:
        return "robust"
    if name := hangs(effect, members):
        return f"{'assumed' if name in ASSUMED else 'fragile'} (`{name}`)"
    other = int((np.sign(effect) != sign).sum())
    return (
        f"fragile (other in {other} of {len(effect)} sets)" if other else f"the same in all {len(effect)} sets, too few"
    )


def hangs(effect: pd.Series, members: pd.DataFrame) -> str:
    """Name the parameter that an effect hangs on, none where chance picks one as close as often as in one case of 20.

    ``effect``: mean by member, ``members``: their parameters, with the same index. The closest of all rank correlations
    is held against the closest of as many after the effect is dealt out to the members anew.
    """
    varied = members.loc[effect.index]
    names = [name for name in varied if _first(name) and varied[name].nunique() > 1]
    if not names or effect.nunique() < 2:
        return ""
    ranks = _centred(varied[names].rank().to_numpy(np.float64))
    own = _centred(effect.rank().to_numpy(np.float64)[:, None])
    draw = np.random.default_rng(SEED)
    dealt = np.concatenate([own, *(draw.permutation(own) for _ in range(SHUFFLES))], axis=1)
    closest = np.abs(ranks.T @ dealt)
    most = closest.max(axis=0)
    if not (most >= most[0] - 1e-9).mean() < CHANCE:
        return ""
    return names[int(closest[:, 0].argmax())].removesuffix(".0")


def _centred(ranks: np.ndarray) -> np.ndarray:
    """Return columns of length one about none, so that products are correlations."""
    apart = ranks - ranks.mean(axis=0)
    return apart / np.sqrt((apart**2).sum(axis=0))


def _first(name: str) -> bool:
    """Return whether a column is a figure of its own, or the first of a list that moves together."""
    last = name.rpartition(".")[2]
    return not last.isdigit() or last == "0"


def _scope(varied: Study) -> str:
    of = varied.replicates // REPEATS
    return (
        f"*What it hangs on: {varied.replicates} replicates over {of} sets of parameters that no fact rules out, "
        "assumed responses at half to twice their values; intervals are of chance and of what is not known together.*"
    )


def _interval(study: Study, scenario: str) -> tuple[float, float] | None:
    table = study.results[scenario].summary
    row = table[table["outcome"] == HEADLINE]
    return (float(row["low"].iloc[0]), float(row["high"].iloc[0])) if len(row) else None


def _varied(study: Study, scenario: str) -> tuple[float, float] | None:
    table = study.tables["uncertainty"]
    row = table[(table["scenario"] == scenario) & (table["outcome"] == HEADLINE)]
    return (float(row["low"].iloc[0]), float(row["high"].iloc[0])) if len(row) else None


def _sign(bounds: tuple[float, float]) -> int:
    return 1 if bounds[0] > 0.0 else -1 if bounds[1] < 0.0 else 0


def _by_member(study: Study, scenario: str, count: int) -> pd.Series:
    effects = study.results[scenario].effects
    own = effects[effects["outcome"] == HEADLINE].set_index("replicate")["value"]
    return own.groupby((own.index // REPEATS) % count).mean()


def _best(plain: Study, varied: Study) -> list[str]:
    """Say whether the scenario that averts most is still the one."""
    first, second = _leader(plain), _leader(varied)
    if first is None or second is None or first["probability_best"] < SURE:
        return []
    if first["scenario"] not in set(varied.tables["uncertainty"]["scenario"]):
        return ["", f"Most is averted by {words.called(str(first['scenario']))}; it was not run where parameters vary."]
    held = first["scenario"] == second["scenario"] and second["probability_best"] >= SURE
    now = f"{words.called(str(second['scenario']))} with {words.percent(second['probability_best'])}"
    return [
        "",
        f"Most is averted by {words.called(str(first['scenario']))}: {'robust' if held else 'fragile'} ({now}).",
    ]


def _leader(study: Study) -> Mapping[str, Any] | None:
    if study.league is None:
        return None
    rows = study.league[study.league["outcome"] == HEADLINE]
    return rows.loc[rows["probability_best"].idxmax()].to_dict() if len(rows) else None

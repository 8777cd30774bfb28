"""What a calibration found: the chosen set, the ensemble, what facts say of parameters, what stays unidentified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from sim.validation.calibration.axes import Axis, overrides
from sim.validation.calibration.emulator import Emulator
from sim.validation.calibration.implausibility import CUT, Matching, implausibility
from sim.validation.calibration.waves import spread
from sim.validation.checks import Check

Floats = NDArray[np.float64]

IDENTIFIED, PARTLY = 0.5, 0.85
"""Widths of what is left, against the range: below the first a parameter is identified, above the second it is not."""
_GRID, _BASE = 9, 128


@dataclass(frozen=True)
class Evaluated:
    """A point that was run: its place in the unit cube, and its figures by replicate."""

    number: int
    wave: int
    units: Floats
    figures: Mapping[str, list[float]]

    def mean(self, name: str) -> float:
        """Give the mean of a figure; NaN where no replicate shows it."""
        values = self.figures.get(name) or []
        return float(np.mean(values)) if values else float("nan")


def missed(point: Evaluated, checks: Mapping[str, Check]) -> list[str]:
    """Name the facts that a point misses; sources that disagree are one, met where one of them is."""
    groups: dict[str, list[bool]] = {}
    for name, check in checks.items():
        key = f"{check.part}: {check.rivals}" if check.rivals else name
        groups.setdefault(key, []).append(check.low <= point.mean(name) <= check.high)
    return [key for key, met in groups.items() if not any(met)]


def ranked(points: Sequence[Evaluated], matching: Matching) -> list[Evaluated]:
    """Order the points that were run: those first that miss fewest facts, and those by least."""

    def badness(point: Evaluated) -> tuple[int, float, int]:
        far = 0.0
        for name, check in matching.checks.items():
            if name in matching.emulators and np.isfinite(point.mean(name)):
                chance = np.array([max(matching.emulators[name].chance, 1e-30)])
                far += min(float(implausibility(check, np.array([point.mean(name)]), chance)[0]), 10.0)
        return len(missed(point, matching.checks)), far, point.number

    return sorted(points, key=badness)


def ruled_out(point: Evaluated, matching: Matching) -> int:
    """Count the facts that rule out a point by its own run: beyond the cut by the chance of its replicates alone."""
    worst: dict[str, float] = {}
    for group, names in matching.groups().items():
        shown = [name for name in names if np.isfinite(point.mean(name))]
        for name in shown:
            chance = np.array([matching.emulators[name].chance])
            far = float(implausibility(matching.checks[name], np.array([point.mean(name)]), chance)[0])
            worst[group] = min(far, worst.get(group, np.inf))
    return sum(far > CUT for far in worst.values())


def passed(points: Sequence[Evaluated], matching: Matching) -> list[Evaluated]:
    """Give the points that no more facts rule out, by their own run, than the one that misses fewest."""
    most = ruled_out(ranked(points, matching)[0], matching)
    return [point for point in points if ruled_out(point, matching) <= most]


def chosen(points: Sequence[Evaluated], matching: Matching) -> Evaluated:
    """Choose the first of them."""
    return ranked(points, matching)[0]


def ensemble(over: Sequence[Axis], members: Floats) -> pd.DataFrame:
    """Give the sets as a table, one row a member, one column a parameter."""
    return pd.DataFrame([overrides(over, member) for member in members]).rename_axis("member").reset_index()


def identification(over: Sequence[Axis], members: Floats) -> pd.DataFrame:
    """Say what of each range is left: 90 % of the members, its width against the range, and that in a word."""
    rows = []
    for i, axis in enumerate(over):
        low, middle, high = np.quantile(members[:, i], [0.05, 0.5, 0.95])
        width = float(high - low) / 0.9
        told = "identified" if width < IDENTIFIED else "partly" if width < PARTLY else "unidentified"
        values = (axis.value(float(u)) for u in (low, middle, high))
        rows.append((axis.name, axis.low, axis.high, *values, min(width, 1.0), told))
    columns = ["parameter", "range_low", "range_high", "low", "median", "high", "width", "told"]
    return pd.DataFrame(rows, columns=columns)


def sensitivity(over: Sequence[Axis], matching: Matching, seed: int = 1) -> pd.DataFrame:
    """Say what each fact says about which parameter, one row per fact and parameter that moves it.

    ``share``: of the emulated variance that the parameter explains alone; ``rules_out``: share of the range of all
    parameters that the fact rules out by itself; ``explained``: how well the emulator tells points left out.
    """
    base = spread(_BASE, len(over), seed)
    everywhere = spread(2048, len(over), seed + 1)
    rows = []
    for name, emulator in matching.emulators.items():
        mean, variance = emulator.predict(everywhere)
        out = float((implausibility(matching.checks[name], mean, variance + emulator.chance) > CUT).mean())
        total = float(mean.var())
        for column in emulator.active.astype(int):
            share = _alone(emulator, base, column) / total if total > 0.0 else 0.0
            rows.append((name, over[column].name, min(share, 1.0), out, emulator.explained))
    table = pd.DataFrame(rows, columns=["fact", "parameter", "share", "rules_out", "explained"])
    return table.sort_values(["fact", "share"], ascending=[True, False], kind="stable", ignore_index=True)


def _alone(emulator: Emulator, base: Floats, column: int) -> float:
    """Return the variance of the emulator's mean over one parameter, averaged over the others."""
    means = []
    for place in (np.arange(_GRID) + 0.5) / _GRID:
        points = base.copy()
        points[:, column] = place
        means.append(float(emulator.predict(points)[0].mean()))
    return float(np.var(means))


def facts(matching: Matching, best: Evaluated, now: Evaluated, held: Sequence[str]) -> pd.DataFrame:
    """Hold the chosen set and the present one against every fact; ``held``: parts that were left out of the fit."""
    rows = []
    beyond = {name for group, own in matching.groups().items() if group in matching.beyond for name in own}
    for name, check in matching.checks.items():
        values = (now.mean(name), best.mean(name))
        met = [check.low <= value <= check.high for value in values]
        rows.append((check.part, check.id, check.label, check.low, check.high, *values, *met, name in beyond,
                     check.part in held, check.repeats, check.rivals, check.mechanism))  # fmt: skip
    return pd.DataFrame(
        rows,
        columns=["part", "id", "fact", "low", "high", "present", "chosen", "present_met", "chosen_met", "out_of_reach",
                 "held_out", "repeats", "rivals", "mechanism"],
    )  # fmt: skip

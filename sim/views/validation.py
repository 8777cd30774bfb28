"""The comparison with the evidence, for people: verdicts, the printed table, the page of the documentation."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from sim.effects.intervals import mean_interval
from sim.validation.checks import Check
from sim.validation.episodes import described
from sim.validation.library import targets, unchecked
from sim.validation.measure import PARTS, checks, title

COLUMNS = (
    "part", "id", "fact", "unit", "n", "model", "low", "high", "observed_low", "observed_high", "met", "verdict",
    "source", "range", "repeats", "rivals", "mechanism",
)  # fmt: skip


def verdicts(measured: pd.DataFrame) -> pd.DataFrame:
    """Compare the mean over replicates with the observed range, one row per figure.

    ``measured``: columns part, label, replicate, value. Return the columns of ``COLUMNS``: ``model`` with its 95 %
    interval ``low`` to ``high`` (NaN where replicates are too few), ``met`` whether the mean lies in the range.
    """
    values = {key: table["value"] for key, table in measured.groupby(["part", "label"], sort=False)}
    rows = []
    for part in PARTS:
        for check in checks(part):
            known = values.get((part, check.label), pd.Series(dtype=float)).dropna()
            mean, low, high = mean_interval(known)
            met = check.low <= mean <= check.high
            rows.append(
                (part, check.id, check.label, check.unit, len(known), mean, low, high, check.low, check.high, met,
                 _verdict(check, mean), check.source, check.range, check.repeats, check.rivals, check.mechanism)
            )  # fmt: skip
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _verdict(check: Check, mean: float) -> str:
    if math.isnan(mean):
        return "not measured"
    if check.low <= mean <= check.high:
        return "within"
    return f"misses by {figure(_miss(mean, check.low, check.high))}"


def _miss(mean: float, low: float, high: float) -> float:
    return low - mean if mean < low else mean - high


def figure(value: float) -> str:
    """Write a figure with three significant digits, never in powers of ten."""
    if not math.isfinite(value):
        return "-"
    if value == 0.0 or abs(value) >= 100.0:
        return f"{value:,.0f}"
    digits = max(2 - math.floor(math.log10(abs(value))), 0)
    return f"{value:.{min(digits, 4)}f}"


def _interval(row: Mapping[str, object]) -> str:
    mean, low, high = (float(str(row[name])) for name in ("model", "low", "high"))
    return figure(mean) if math.isnan(low) else f"{figure(mean)} ({figure(low)} to {figure(high)})"


def _range(row: Mapping[str, object]) -> str:
    return f"{float(str(row['observed_low'])):g} to {float(str(row['observed_high'])):g}"


def _cells(row: Mapping[str, object]) -> tuple[str, ...]:
    unit = f" [{row['unit']}]" if row["unit"] not in ("", "share") else ""
    fact, verdict, source, made = (str(row[name]) for name in ("fact", "verdict", "source", "range"))
    if made != "stated":
        source = f"{source} ({made})"
    if row["repeats"]:
        source = f"{source}; repeats {row['repeats']}"
    if row["rivals"]:
        source = f"{source}; sources disagree"
    return str(row["id"]), f"{fact}{unit}", _interval(row), _range(row), verdict, source


HEADS = ("id", "fact", "model, mean with 95 % interval", "observed", "verdict", "source")


def text(table: pd.DataFrame, tried: Mapping[str, int], passed_over: Mapping[str, int]) -> str:
    """Write the whole comparison as an aligned table with what follows from it."""
    records = table.to_dict("records")
    cells = [_cells(row) for row in records]
    widths = [max(len(line[c]) for line in [HEADS, *cells]) for c in range(len(HEADS) - 1)]
    lines = ["  ".join([*(h.ljust(w) for h, w in zip(HEADS, widths, strict=False)), HEADS[-1]])]
    for part in PARTS:
        lines += ["", title(part)]
        lines += [
            "  ".join([*(c.ljust(w) for c, w in zip(line, widths, strict=False)), line[-1]])
            for line, row in zip(cells, records, strict=True)
            if row["part"] == part
        ]
    lines += ["", *_count(table)]
    lines += [f"  {sentence}" for sentence in misses(table)]
    lines += [f"Not checked: {len(not_checked())} observations, listed with the reason in docs/validation.md."]
    lines += passed(tried, passed_over)
    return "\n".join(line.rstrip() for line in lines)


def counted(table: pd.DataFrame) -> pd.DataFrame:
    """Give what counts, one row each with ``part`` and ``met``: checks on whose figure sources disagree count once.

    Such a figure is met where one of its sources is.
    """
    key = table["rivals"].where(table["rivals"] != "", table["fact"])
    return table.groupby([table["part"], key], sort=False)["met"].any().reset_index()


def _count(table: pd.DataFrame) -> Iterator[str]:
    rows = counted(table)
    yield (
        f"{int(rows['met'].sum())} of {len(rows)} facts are met: "
        + ", ".join(
            f"{int(own['met'].sum())} of {len(own)} {_short(part)}"
            for part in PARTS
            if len(own := rows[rows["part"] == part])
        )
        + "."
    )
    said = int((table["repeats"] != "").sum()), int((table["rivals"] != "").sum())
    yield (
        f"Of {len(table)} checks, {said[0]} repeat an input, and {said[1]} are of figures on which sources disagree: "
        "such a figure counts once, and is met where one source is."
    )


def _short(part: str) -> str:
    return {"steady_state": "of the steady state"}.get(part, f"of the episode '{part.replace('_', ' ')}'")


def misses(table: pd.DataFrame) -> list[str]:
    """Say each miss in a sentence."""
    said = []
    whole = set(table.loc[table["met"], "rivals"]) - {""}
    for row in table[~table["met"]].to_dict("records"):
        if row["rivals"] in whole:
            continue  # another source of the same figure is met
        where = "" if row["part"] == PARTS[0] else f" ({row['part'].replace('_', ' ')})"
        what = f"{row['id']}{where}, {row['fact']}:"
        if math.isnan(row["model"]):
            said.append(f"{what} not measured, as no replicate shows it.")
            continue
        side = "low" if row["model"] < row["observed_low"] else "high"
        by = figure(_miss(row["model"], row["observed_low"], row["observed_high"]))
        reaches = row["low"] <= row["observed_high"] and row["high"] >= row["observed_low"]
        doubt = "; its interval reaches the range, so chance may explain it" if reaches else ""
        lacks = f" Missing: {row['mechanism']}." if row["mechanism"] else ""
        said.append(f"{what} the model has {_interval(row)}, observed {_range(row)}; too {side} by {by}{doubt}.{lacks}")
    return said


def not_checked() -> list[str]:
    """Say which observations no run is measured for, and why."""
    known = targets()
    said = [
        f"{name}, {known[name]['what']}: {row['reason']}."
        + (f" Missing: {row['mechanism']}." if row["mechanism"] else "")
        for name, row in unchecked().items()
    ]
    for episode in described().values():
        if episode.missing:
            ids = ", ".join(dict.fromkeys(i for check in episode.checks for i in check.ids))
            said.append(f"{ids}, {episode.label}: cannot be played yet. Missing: {episode.missing}.")
    return said


def passed(tried: Mapping[str, int], passed_over: Mapping[str, int]) -> list[str]:
    """Say how many replicates were no replay of their episode."""
    return [
        f"{_short(part).removeprefix('of ').capitalize()}: {passed_over[part]} of {tried[part]} replicates were passed "
        "over, since the world had drifted from the one described before the closure."
        for part in PARTS
        if passed_over.get(part)
    ]


def page(table: pd.DataFrame, tried: Mapping[str, int], passed_over: Mapping[str, int], made: Sequence[str]) -> str:
    """Write the comparison as the page of the documentation; ``made``: lines on how it was made."""
    lines = [
        "# Validation",
        "",
        "Does the model show what was observed in real markets? Made by `python -m sim validate --docs`; do not edit.",
        "",
        *made,
        "",
        "A fact is met where the mean over replicates lies in the observed range. The range is the uncertainty that",
        "the source states, or what the brackets of the source column name. Identifiers are those of",
        "[sources.md](sources.md).",
        "",
        "The parameters were chosen with these facts in view, those of the steady state and of the closures alike.",
        "Meeting them shows that one set of parameters can do all of it, quick recovery and slow; it is no prediction,",
        "and nothing is held out. A fact met by a wide range, or by a range that is judgement, says little.",
        "",
        *_count(table),
    ]
    lines += ["", "## What is missed", "", *(f"- {sentence}" for sentence in misses(table) or ["Nothing."])]
    lines += ["", "## What is not checked", "", *(f"- {sentence}" for sentence in not_checked())]
    for part in PARTS:
        rows = table[table["part"] == part].to_dict("records")
        lines += ["", f"## {title(part)}", ""]
        if passed_over.get(part):
            lines += [*passed({part: tried[part]}, {part: passed_over[part]}), ""]
        lines += ["| " + " | ".join((*HEADS[:-1], "n", HEADS[-1])) + " |", "|" + " --- |" * (len(HEADS) + 1)]
        for row in rows:
            cells = _cells(row)
            verdict = cells[4] if row["met"] else f"**{cells[4]}**"
            shown = (*cells[:4], verdict, str(row["n"]), cells[5])
            lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in shown) + " |")
    return "\n".join(lines) + "\n"


def summary(table: pd.DataFrame) -> str:
    """Write the few lines that a README carries."""
    found = len(misses(table))
    more = [f"{found} checks miss what was observed; each is named on that page."] if found else []
    return "\n".join([*_count(table), *more]) + "\n"

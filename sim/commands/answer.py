"""What a study prints: its tables, short enough to be read in a terminal."""

from __future__ import annotations

import io
import math
import textwrap
from typing import TYPE_CHECKING

from rich.box import ASCII, SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from sim.effects.start import BEGAN
from sim.studies.pages.report import advice_of, answer_of
from sim.views import words
from sim.views.charts import short
from sim.views.finding import Finding
from sim.views.sentences import idle_sentence, start_sentences, unpaired

if TYPE_CHECKING:
    import pandas as pd

    from sim.studies.storage.study import Study

WIDTH = 118
MOST_VARIED = 5
"""Parameters of a design that a table in the terminal has room for; the report and the tables have all."""


def answer(study: Study) -> str:
    """Give the answer of a study as text."""
    own = study.analyses[0].text(study)
    if own is not None:
        return own
    parts = [str(study), str(study.provenance.get("replicates", {}).get("why", ""))]
    told = [(part, name) for part in study.analyses for name in part.shown if name in study.tables]
    if study.league is not None:
        said = study.analyses[0].answer(study) or _begun(study)
        parts += [league_text(study.league), *(textwrap.fill(text, WIDTH) for text in said)]
    elif len(study.tables["summary"]) and not any(part is study.analyses[0] for part, _ in told):
        criterion = str(study.record["options"]["criterion"])
        parts.append(summary_text(study.tables["summary"], criterion, study.design))
    if study.league is None:
        parts.append(idle_sentence(study.effects))
    if study.pairing is not None:
        parts.append(unpaired(study.pairing))
    for part, name in told:
        table = study.tables[name]
        if len(table):
            parts.append(frame_text(part.title or name, part.in_words(study, table)))
    said = answer_of(study) if study.league is None else advice_of(study)
    parts += [textwrap.fill(text, WIDTH) for text in said]
    parts += [textwrap.fill(f"Warning: {caution.text}", WIDTH) for caution in study.analyses[0].careful(study)]
    return "\n\n".join(part for part in parts if part)


def _begun(study: Study) -> list[str]:
    """Say when scenarios with a trigger began."""
    from sim.studies.storage.tables import of_scenario

    summary, lines = study.tables["summary"], []
    for name in dict.fromkeys(study.effects.loc[study.effects["outcome"] == BEGAN, "scenario"]):
        chosen = (summary["scenario"] == name) & (summary["world"] == "") & (summary["point"] == 0)
        own = Finding(summary[chosen], of_scenario(study.effects, str(name)))
        lines += start_sentences(words.upper_first(words.called(str(name))), own)
    return lines


def league_text(league: pd.DataFrame) -> str:
    """Show for each criterion the scenarios, best first, with interval, chance of being best, and rank."""
    table = _table("")
    for name, side in (("criterion", "left"), ("scenario", "left"), ("estimate", "right"), ("95 % interval", "right"),
                       ("best", "right"), ("rank", "right"), ("paired", "right")):  # fmt: skip
        table.add_column(name, justify=side, no_wrap=name != "criterion")  # type: ignore[arg-type]
    untold = []
    for _, rows in league.groupby("outcome", sort=False):
        if rows["estimate"].isna().all():  # a chance of being best at what is told of none would deny the answer
            untold.append(str(rows["label"].iloc[0]))
            continue
        for place, row in enumerate(rows.to_dict("records"), 1):
            unit = row["unit"] if row["unit"] in ("share", "days", "EUR") else ""
            estimate, low, high = row["estimate"], row["low"], row["high"]
            if row["outcome"] == "rebound":  # an effect below zero is trade above the twin, and is labelled so
                estimate, low, high = -estimate, -high, -low
            table.add_row(
                row["label"] if place == 1 else "", words.spoken(row["scenario"]), words.quantity(estimate, unit),
                words.interval(low, high, unit), *_standing(row), end_section=place == len(rows),
            )  # fmt: skip
    note = (
        "best: probability of being the best of these; rank: within 95 %; paired: times the interval of the difference "
        "to\nthe best would be wider, had the same runs not been paired."
    )
    nothing = f"Told of none of them: {'; '.join(untold)}." if untold else ""
    return "\n".join(part for part in (_text(table) + note, textwrap.fill(nothing, WIDTH)) if part)


def _standing(row: dict[str, float]) -> tuple[str, str, str]:
    """Give chance of being best, ranks, and the gain of pairing; nothing where there is no estimate to stand by."""
    if math.isnan(row["estimate"]):
        return "-", "-", "-"
    paired = f"{row['narrowing']:.1f}" if math.isfinite(row["narrowing"]) else "-"
    best = "-" if math.isnan(row["probability_best"]) else words.percent(row["probability_best"])
    return best, _ranks(row), paired


def _ranks(row: dict[str, float]) -> str:
    low, high = row["rank_low"], row["rank_high"]
    if math.isnan(low):
        return "-"
    return f"{low:.0f}" if low == high else f"{low:.0f}-{high:.0f}"


def summary_text(summary: pd.DataFrame, criterion: str, design: pd.DataFrame, most: int = 20) -> str:
    """Show one outcome of every configuration, with the values of its design point in place of the point's number."""
    varied = [str(name) for name in design.columns if name != "point"][:MOST_VARIED]
    values = design.set_index("point")
    outcome = criterion if criterion in set(summary["outcome"]) else summary["outcome"].iloc[0]
    rows = summary[summary["outcome"] == outcome]
    label = rows["label"].iloc[0]
    table = _table(f"{label}" + (f" (first {most} of {len(rows):,})" if len(rows) > most else ""))
    for name in (*map(short, varied), "scenario", "n", "estimate", "95 % interval"):
        table.add_column(name, justify="left" if name == "scenario" else "right")
    for row in rows.head(most).to_dict("records"):
        unit = row["unit"] if row["unit"] in ("share", "days", "EUR") else ""
        point = [words.setting(values.loc[row["point"], name]) for name in varied]
        table.add_row(*point, f"{row['scenario']} {row['world']}".strip(), str(row["n"]),
                      words.quantity(row["estimate"], unit), words.interval(row["low"], row["high"], unit))  # fmt: skip
    return _text(table)


def frame_text(title: str, frame: pd.DataFrame, most: int = 25) -> str:
    """Show any small frame."""
    table = _table(title)
    for name in frame.columns:
        table.add_column(str(name))
    for row in frame.head(most).itertuples(index=False):
        table.add_row(*(words.number(cell) if isinstance(cell, float) else _shown(cell) for cell in row))
    return _text(table)


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _table(title: str) -> Table:
    plain = not Console().is_terminal
    return Table(title=title or None, title_justify="left", box=ASCII if plain else SIMPLE_HEAD, pad_edge=False)


def _text(table: Table) -> str:
    target = io.StringIO()
    Console(file=target, width=WIDTH, highlight=False).print(table)
    return target.getvalue()

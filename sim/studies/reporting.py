"""The report of a study: of a comparison the one for who decides, of a sweep its pictures, tables and provenance."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import pandas as pd

from sim.settings.values import several
from sim.studies.plans import ALL
from sim.studies.study import Study
from sim.views import words
from sim.views.cautions import of_replicates
from sim.views.page import Html, bullets, caution_block, element, frame, page, paragraphs, picture, section, table
from sim.views.sentences import never_began
from sim.views.ways import ways_notes

MOST_ROWS = 60
MOST_NAMED = 4
"""Parameters of a design point that a sentence names."""
TITLES = {
    "responses": "How the outcome follows the parameters",
    "sensitivity": "What matters",
    "boxes": "Where it is reached",
    "robustness": "Over all states of the world",
    "portfolios": "Portfolios",
}
READING = {
    "sensitivity": "Morris: mean absolute effect of a parameter over its range. Sobol: share of the variance that a "
    "parameter explains alone (first) and with all that it does together with others (total). Chance between "
    "replicates is told apart from the parameters.",
    "boxes": "Coverage: share of all points that reach the criterion and lie in the box. Density: share of the points "
    "in the box that reach it. Base rate: that of all points.",
    "robustness": "Regret: what a choice loses in a state of the world against the best choice there. Satisficing: "
    "share of the states in which it reaches the threshold.",
    "portfolios": "Found by a search and run again in replicates that the search had not seen; only these are told.",
}
UNKNOWN = (
    "Intervals cover chance between replicates, and the points that were tried; not what lies outside the ranges.",
    "Ranges are those of the parameter records unless the settings below say otherwise.",
    "A parameter that does not matter here may matter elsewhere in the ranges of the others, or for other outcomes.",
)


def study_html(study: Study) -> str:
    """Write the report as one HTML page."""
    if study.record["analysis"] == "compare" and len(study.design) == 1:
        from sim.views.report import html

        return html(Compared(study))
    from sim.views.studies import draw_study, study_advice, table_in_words

    options = study.record["options"]
    summary = study.tables["summary"]
    labels = summary.loc[summary["outcome"] == options["criterion"], "label"]
    criterion = labels.iloc[0] if len(labels) else options["criterion"].replace("_", " ")
    title = study.title or f"{words.upper_first(study.record['analysis'])}: {criterion}"
    figures = draw_study(study)
    answer = study_advice(study) or list(_span(study))
    blocks: list[object] = [
        element("h1", title),
        element("p", _where(study), class_="where"),
        element("p", study.question) if study.question else "",
        element("div", paragraphs(answer), class_="answer") if answer else "",
        caution_block(of_replicates(study.replicates)),
    ]
    for name in ("portfolios", "robustness", "boxes", "sensitivity", "responses"):
        content: list[object] = [picture(figures[name], name)] if name in figures else []
        if name in study.tables:
            content += [element("p", READING[name], class_="note"), frame(table_in_words(study, name).head(MOST_ROWS))]
        if content:
            blocks.append(section(TITLES[name], *content))
    blocks += [section("Outcomes", *_outcomes(study)), section("What the model does not know", bullets(UNKNOWN))]
    return page(title, *(block for block in blocks if block), *_provenance(study))


class Compared:
    """A comparison as the report wants it: a title of its own, and the closed channels as a table that can be read."""

    def __init__(self, study: Study) -> None:
        self.results, self.question, self.command = study.results, study.question, study.command
        self.league, self.synergy, self.combinations = study.league, study.synergy, study.combinations
        self.provenance = study.provenance
        self.ways_notes = [] if study.channels is None else ways_notes(study.channels)
        self.channels = None if study.channels is None else channel_table(study.channels)
        alone = [words.spoken(name) for name in self.results if name not in self.combinations]
        together = ", alone and together" if self.combinations else ""
        self.title = study.title or f"How long do they last? {words.upper_first(words.listing(alone))}{together}"


def channel_table(channels: pd.DataFrame) -> pd.DataFrame:
    """Show channels as rows and scenarios as columns: what more is missing without it, and its share of recovery."""
    strongest = channels.groupby("channel")["difference"].max().sort_values(ascending=False).index
    strongest = [*(name for name in strongest if name != ALL), *(name for name in strongest if name == ALL)]
    names = ["all of them" if name == ALL else words.spoken(str(name)) for name in strongest]
    table = {"with this way closed": names}
    for scenario, rows in channels.groupby("scenario", sort=False):
        keyed = rows.set_index("channel")
        table[words.spoken(str(scenario))] = [_channel(keyed.loc[n]) if n in keyed.index else "-" for n in strongest]
    return pd.DataFrame(table)


def _channel(row: pd.Series) -> str:
    if row["difference"] == row["low"] == row["high"] == 0.0:
        return "no change"
    text = words.quantity(row["difference"], "points") + f" ({words.interval(row['low'], row['high'], 'points')})"
    told = math.isfinite(row["share"]) and row.name != ALL
    return text + (f", {words.percent(row['share'])} of the recovery" if told else "")


def _where(study: Study) -> str:
    settings = study.cases[0].settings
    varied = "" if len(study.design) < 2 else f"{len(study.design)} design points, "
    return (
        f"Ecosystem {settings.ecosystem.name}, {words.number(settings.buyers)} simulated buyers, "
        f"{words.days(settings.days)}, {varied}{several(study.replicates, 'replicate')}, seed {study.record['seed']}."
    )


def _outcomes(study: Study) -> list[object]:
    summary, names = study.tables["summary"], [name for name in study.design if name != "point"]
    rows = _criterion(study)
    label, unit = rows["label"].iloc[0], rows["unit"].iloc[0]
    several = summary["scenario"].nunique() > 1
    head = [*(["scenario"] if several else []), "point", *map(_short, names), "replicates", label, "95 % interval"]
    cells = [
        [*([words.spoken(row["scenario"])] if several else []), row["point"], *(_value(row[name]) for name in names),
         row["n"], words.quantity(row["estimate"], unit), words.interval(row["low"], row["high"], unit)]
        for row in rows.head(MOST_ROWS).to_dict("records")
    ]  # fmt: skip
    cut = f" The first {MOST_ROWS} of {len(rows):,} rows; all are in summary.csv." if len(rows) > MOST_ROWS else ""
    note = f"{words.upper_first(label)}, by design point.{cut}"
    never = never_began(study.effects)
    parts: list[object] = [element("p", never)] if never else []
    return [*parts, element("p", note, class_="note before"), table(head, cells)]


def _criterion(study: Study) -> pd.DataFrame:
    """Give the rows of the summary about the criterion, or about the first outcome there is, with their design."""
    summary, criterion = study.tables["summary"], study.record["options"]["criterion"]
    outcome = criterion if criterion in set(summary["outcome"]) else summary["outcome"].iloc[0]
    rows = summary[(summary["outcome"] == outcome) & (summary["world"] == "")]
    return rows.merge(study.design, on="point", suffixes=("", " of the design"))


def _span(study: Study) -> Iterator[str]:
    """Say between which design points the criterion lies."""
    names = [name for name in study.design if name != "point"]
    several = study.effects["scenario"].nunique() > 1
    for scenario, rows in _criterion(study).dropna(subset="estimate").groupby("scenario", sort=False):
        if len(rows) < 2 or not names:
            continue
        unit, of = rows["unit"].iloc[0], f", {words.spoken(str(scenario))}" if several else ""
        ends = [rows.loc[rows["estimate"].idxmin()], rows.loc[rows["estimate"].idxmax()]]
        said = [
            f"{words.quantity(row['estimate'], unit)} ({words.interval(row['low'], row['high'], unit)}) where "
            + words.listing([f"{_short(name)} is {_value(row[name])}" for name in names[:MOST_NAMED]])
            for row in ends
        ]
        apart = "" if ends[0]["high"] < ends[1]["low"] else " Their intervals overlap."
        yield f"{words.upper_first(rows['label'].iloc[0])}{of}: from {said[0]} to {said[1]}.{apart}"


def _short(name: str) -> str:
    from sim.views.charts import short

    return short(name)


def _value(value: Any) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _provenance(study: Study) -> list[Html]:
    from sim.studies.composed import flat_barriers

    axes = [(axis["name"], _range(axis)) for axis in study.record["axes"]]
    base = list(flat_barriers(study.cases[0].settings).items())
    made = [(name, value) for name, value in _flat(study.provenance)]
    blocks: list[object] = [
        table(["what varies", "over"], axes) if axes else "",
        element(
            "details", element("summary", "Settings of the first configuration"), table(["setting", "value"], base)
        ),
        element("details", element("summary", "What made this"), table(["", ""], made)),
    ]
    parts = [section("Settings and provenance", *(block for block in blocks if block))]
    if study.command:
        parts.append(section("Repeat it", element("pre", study.command)))
    return parts


def _range(axis: dict[str, Any]) -> str:
    if axis["values"]:
        return ", ".join(map(str, axis["values"]))
    return f"{axis['low']:g} to {axis['high']:g}"


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    if isinstance(value, dict):
        return [row for key, entry in value.items() for row in _flat(entry, f"{name}.{key}" if name else str(key))]
    return [(name, str(value))]

"""The report of a study: of a comparison the one for who decides, of a sweep its pictures, tables and provenance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from sim.settings.values import several
from sim.studies.question.analysis import Analysis
from sim.studies.storage.study import Study
from sim.views import barrier_model, over_points, words
from sim.views.page import Html, bullets, caution_block, element, frame, page, paragraphs, picture, section, table
from sim.views.sentences import idle_sentence

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MOST_ROWS = 60
MOST_NAMED = 4
"""Parameters of a design point that a sentence names."""
MOST_SCENARIOS = 4
"""Scenarios of a sweep of which the answer tells how long they last."""
COVERED = "Intervals cover chance between replicates, and the points that were tried; not what lies outside the ranges."
OF_SETS = (
    "Intervals cover chance, the sets of the ensemble, and the points that were tried; not what lies outside of them."
)
UNKNOWN = (
    "Ranges are those of the parameter records unless the settings below say otherwise.",
    "A parameter that does not matter here may matter elsewhere in the ranges of the others, or for other outcomes.",
)


def study_html(study: Study, figures: Mapping[str, Figure]) -> str:
    """Write the report as one HTML page; ``figures``: its pictures, by name."""
    own = study.analyses[0].page(study, figures)
    if own is not None:
        return own
    options = study.record["options"]
    summary = study.tables["summary"]
    labels = summary.loc[summary["outcome"] == options["criterion"], "label"]
    criterion = labels.iloc[0] if len(labels) else options["criterion"].replace("_", " ")
    title = study.title or f"{words.upper_first(study.record['analysis'])}: {criterion}"
    answer = answer_of(study)
    blocks: list[object] = [
        element("h1", title),
        element("p", _where(study), class_="where"),
        element("p", study.question) if study.question else "",
        element("div", paragraphs(answer), class_="answer") if answer else "",
        caution_block(study.analyses[0].careful(study)),
    ]
    found = _portfolios(study, figures) if study.portfolios is not None else _points(study, figures)
    blocks.append(found)
    rest = {name: figure for name, figure in figures.items() if not (found and name == "portfolios")}
    for part in study.analyses:
        blocks += [_section(study, part, name, rest) for name in part.shown]
    if len(summary):
        blocks.append(section("Outcomes", *_outcomes(study)))
    blocks.append(barrier_model.block(study.tables.get("barrier_model")))
    blocks.append(
        section("What the model does not know", bullets([OF_SETS if study.repeats > 1 else COVERED, *UNKNOWN]))
    )
    return page(title, *(block for block in blocks if block), *_provenance(study))


def _replicates(study: Study) -> int:
    return study.analyses[0].replicates(study)


def answer_of(study: Study) -> list[str]:
    """Give the answer of a study in sentences, what its report begins with: how long, why, at what cost, what to do.

    An analysis that has no answer of its own gives advice; the rest is told of the scenarios it chooses, or of all.
    """
    own = study.analyses[0].answer(study)
    if own or not len(study.tables["summary"]):
        return own or advice_of(study)
    summary = study.tables["summary"]
    chosen = study.analyses[0].chooses(study) or list(dict.fromkeys(summary["scenario"]))[:MOST_SCENARIOS]
    before = []
    for name in chosen:
        rows = summary[(summary["scenario"] == name) & (summary["world"] == "")]
        long = over_points.how_long(rows, "" if len(chosen) == 1 else words.called(str(name)))
        before += long + (over_points.way_around(rows) + over_points.cost_and_burden(rows) if len(chosen) == 1 else [])
    return [*before, *(advice_of(study) or _span(study)), *over_points.how_sure(_replicates(study), len(study.design))]


def advice_of(study: Study) -> list[str]:
    return [text for part in study.analyses for text in part.advice(study)]


def _points(study: Study, figures: Mapping[str, Figure]) -> Html:
    """Show every design point in a chart; on paper how the outcome follows the parameters."""
    from sim.views.design_chart import points_chart

    still = picture(figures["responses"], "responses") if "responses" in figures else Html("")
    names = [name for name in study.design if name != "point"]
    rows = _criterion(study) if len(study.tables["summary"]) and names else pd.DataFrame()
    if not len(rows) or not rows["estimate"].notna().any():
        return section("How the outcome follows the parameters", still) if still else Html("")
    shown = points_chart(rows, names, str(rows["label"].iloc[0]), str(rows["unit"].iloc[0]), still)
    return section("How the outcome follows the parameters", shown)


def _portfolios(study: Study, figures: Mapping[str, Figure]) -> Html:
    from sim.views.charts import criterion_of
    from sim.views.design_chart import portfolios_chart

    table = study.tables["portfolios"]
    if not table["effect"].notna().any():
        return Html("")
    still = picture(figures["portfolios"], "portfolios") if "portfolios" in figures else Html("")
    return section("Cost and effect", portfolios_chart(table, *criterion_of(study), still))


def _section(study: Study, part: Analysis, name: str, figures: Mapping[str, Figure]) -> object:
    content: list[object] = [picture(figures[name], name)] if name in figures else []
    if name in study.tables:
        reading = [element("p", part.reading, class_="note")] if part.reading else []
        content += [*reading, frame(part.in_words(study, study.tables[name]).head(MOST_ROWS))]
    return section(words.upper_first(part.title or name), *content) if content else ""


def _where(study: Study) -> str:
    settings = study.cases[0].settings
    varied = "" if len(study.design) < 2 else f"{len(study.design)} design points, "
    return (
        f"Ecosystem {settings.ecosystem.name}, {words.number(settings.buyers)} simulated buyers, "
        f"{words.days(settings.days)}, {varied}{several(_replicates(study), 'replicate')}, seed {study.record['seed']}."
    )


def _outcomes(study: Study) -> list[object]:
    summary, names = study.tables["summary"], [name for name in study.design if name != "point"]
    rows = _criterion(study)
    label, unit = rows["label"].iloc[0], rows["unit"].iloc[0]
    several = summary["scenario"].nunique() > 1
    head = [
        *(["scenario"] if several else []),
        *map(_short, names or ["point"]),
        "replicates",
        label,
        "95 % interval",
    ]
    cells = [
        [*([words.spoken(row["scenario"])] if several else []),
         *(words.setting(row[name]) for name in names or ["point"]), row["n"],
         words.quantity(row["estimate"], unit), words.interval(row["low"], row["high"], unit)]
        for row in rows.head(MOST_ROWS).to_dict("records")
    ]  # fmt: skip
    cut = f" The first {MOST_ROWS} of {len(rows):,} rows; all are in summary.csv." if len(rows) > MOST_ROWS else ""
    note = f"{words.upper_first(label)}, by design point.{cut}"
    never = idle_sentence(study.effects)
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
        ordered = rows.sort_values("estimate", kind="stable")  # of equal ones the first and the last are two points
        ends = [ordered.iloc[0], ordered.iloc[-1]]
        said = [
            f"{words.quantity(row['estimate'], unit)} ({words.interval(row['low'], row['high'], unit)}) where "
            + words.listing([f"{_short(name)} is {words.setting(row[name])}" for name in names[:MOST_NAMED]])
            for row in ends
        ]
        apart = "" if ends[0]["high"] < ends[1]["low"] else " Their intervals overlap."
        yield f"{words.upper_first(rows['label'].iloc[0])}{of}: from {said[0]} to {said[1]}.{apart}"


def _short(name: str) -> str:
    from sim.views.charts import short

    return short(name)


def _provenance(study: Study) -> list[Html]:
    from sim.studies.question.composer import flat_barriers
    from sim.views.settings_section import flat

    axes = [(axis["name"], _range(axis)) for axis in study.record["axes"]]
    base = flat(flat_barriers(study.cases[0].settings))
    made = flat(study.provenance)
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

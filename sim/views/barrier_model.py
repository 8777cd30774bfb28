"""The barrier model in a report: the matrix with what is touched, and the league by stage, partner and level."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from sim.model.catalogue.barrier_model import BLOCKS, STAGES
from sim.views import words
from sim.views.page import Html, element, section, table

TITLE = "The barrier model: who can act, where"
NOTE = (
    "In bold: what is touched here, in brackets by what. Anonymous networks and coin have no barrier: lawful use "
    "forbids closing them."
)
SUPPLY = "{} of customers have a supplier in the last four weeks, {} without the barriers"
BY = {
    "by_stage": "By stage",
    "by_partner": "By partner: who is best placed to act",
    "by_level": "By level, nature and law",
}
BY_NOTE = (
    "Best first within a place; a scenario counts whole in each place it has. Best: probability of being the best of "
    "those in the same place."
)
CHANGED = 0.005
"""Share of customers from which a difference in supply is told."""


def matrix(model: pd.DataFrame) -> Html:
    """Draw the matrix: stages as columns would not fit a page, so each stage is a row of five cells."""
    rows = []
    for stage in STAGES:
        here = model[model["stage"] == stage]
        rows.append([words.upper_first(stage), *(_cell(name, here[here["block"] == name]) for name in BLOCKS)])
    return element("div", table(["stage", *BLOCKS], rows), class_="stacked")


def _cell(block: str, entries: pd.DataFrame) -> Html:
    """Fill a cell; on a narrow screen, where cells stand below each other, it has its head with it."""
    items = [_entry(entry) for entry in entries.to_dict("records")]
    label = element("span", block, class_="label")
    return Html(label + element("ul", *items, class_="matrix")) if items else Html(f"{label}-")


def _entry(entry: Mapping[str, object]) -> Html:
    name = words.spoken(str(entry["name"]))
    by = str(entry["touched_by"]) if isinstance(entry["touched_by"], str) else ""  # a CSV has NaN where nothing stands
    kind = entry["category"] if entry["block"] in ("facilitators", "opportunities", "signals") else ""
    parts: list[object] = [element("strong", name) if by else name]
    if isinstance(kind, str) and kind:
        parts.append(element("small", f" {kind}"))
    if by and entry["block"] != "barriers":
        parts.append(f" ({', '.join(words.spoken(one) for one in by.split('; '))})")
    share, without = float(entry["supply"]), float(entry["supply_without"])  # type: ignore[arg-type]
    if not math.isnan(share) and abs(share - without) >= CHANGED:
        parts.append(f"; {SUPPLY.format(words.percent(share), words.percent(without))}")
    return element("li", *parts, title=str(entry["meaning"]))


def block(model: pd.DataFrame | None, by: Mapping[str, pd.DataFrame] | None = None) -> Html:
    """Make the section of a report; empty where there is no matrix."""
    if model is None or not len(model):
        return Html("")
    parts: list[object] = [matrix(model), element("p", NOTE, class_="note")]
    for name, told in (by or {}).items():
        if name in BY and len(told):
            named = in_words(told)
            parts += [element("h3", BY[name]), table(list(named.columns), named.to_numpy(object).tolist())]
    if len(parts) > 2:
        parts.append(element("p", BY_NOTE, class_="note"))
    return section(TITLE, *parts)


def in_words(told: pd.DataFrame) -> pd.DataFrame:
    """Write a table by place in words: figures with their unit."""
    head = str(told.columns[0])
    unit = str(told["unit"].iloc[0]) if "unit" in told and len(told) else "share"
    rows = told.to_dict("records")
    return pd.DataFrame(
        {
            head: [str(row[head]) for row in rows],
            "scenario": [words.spoken(str(row["scenario"])) for row in rows],
            "effect": [words.quantity(row["estimate"], unit) for row in rows],
            "95 % interval": [words.interval(row["low"], row["high"], unit) for row in rows],
            "best": ["-" if math.isnan(p := row["probability_best"]) else words.percent(p) for row in rows],
            "cost, first year": [words.euros(row["cost_first_year"]) for row in rows],
            "orders averted per EUR 1,000": [words.number(row["per_1000_eur"]) for row in rows],
        }
    )


def best_placed(told: pd.DataFrame) -> list[str]:
    """Say which partner, or stage, has the strongest barrier, where one can be told from the others."""
    head = str(told.columns[0])
    first = told[told["rank"] == 1].sort_values("estimate", ascending=False)
    sure = first[first["low"] > 0.0]
    if not len(sure):
        return [f"No {head} has a barrier that does more than nothing, as far as can be told."]
    top = sure.iloc[0]
    rivals = [str(row[head]) for _, row in sure.iloc[1:].iterrows() if row["high"] >= top["low"]]
    who = words.listing([str(top[head]), *rivals])
    what = words.called(str(top["scenario"]))
    many = "the strongest barriers stand with" if rivals else "the strongest barrier stands with"
    return [f"By {head}, {many} {who}; with {top[head]} it is {what}."]

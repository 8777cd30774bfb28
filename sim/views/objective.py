"""Whether an objective is reached, in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.views import words
from sim.views.page import Html, element, frame, section

MOST = 8
"""Scenarios of which each is told in a sentence."""
BEYOND = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}
VERDICTS = {
    "reached": "is reached",
    "not reached": "is not reached",
    "open": "is open, as the interval does not tell",
}
TITLE = "Is the objective reached?"
NOTE = "Open: the 95 % interval does not tell. Worlds: replicates that reach it by themselves."


def sentences(table: pd.DataFrame) -> list[str]:
    """Say of each scenario whether it reaches the objective, in how many worlds and for how much; then the cheapest."""
    rows = table.to_dict("records")
    told = [_what(rows[0])]
    if len(rows) <= MOST:
        told += [_one(row, several=len(rows) > 1) for row in rows]
    else:
        counts = table["verdict"].value_counts()
        told.append("; ".join(f"{verdict}: {count} of {len(rows)}" for verdict, count in counts.items()) + ".")
    reached = [row for row in rows if row["verdict"] == "reached" and math.isfinite(row["cost"])]
    if len(rows) > 1 and reached:
        cheapest = min(reached, key=lambda row: row["cost"])
        told.append(f"The cheapest that reaches it is {_name(cheapest)}, for {words.euros(cheapest['cost'])}.")
    return told


def _what(row: dict[str, Any]) -> str:
    sign = str(row["objective"]).split()[1]
    until = f" by day {row['until']:.0f} after the start" if _known(row["until"]) else " over the whole run"
    return f"Objective: {row['label']} {BEYOND[sign]} {words.quantity(row['threshold'], row['unit'])}{until}."


def _one(row: dict[str, Any], several: bool) -> str:
    verdict = {
        "reached": "is reached",
        "not reached": "is not reached",
        "open": "is open, as the interval does not tell",
    }
    bounds = words.interval(row["low"], row["high"], row["unit"])
    within = f" (95 % interval {bounds})" if bounds != "-" else ""
    who = f"{words.upper_first(_name(row))}: it" if several else "It"
    cost = f", for {words.euros(row['cost'])}" if _known(row["cost"]) else ""
    return (
        f"{who} {verdict}: {words.quantity(row['estimate'], row['unit'])}{within}, "
        f"in {row['worlds_reached']} of {row['n']} worlds{cost}."
    )


def _known(value: Any) -> bool:
    return value is not None and math.isfinite(value)


def _name(row: dict[str, Any]) -> str:
    return words.called(str(row["scenario"])) + (f" at point {row['point']}" if row["point"] else "")


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Write the table in words: figures with their unit."""
    rows = table.to_dict("records")
    several = len(set(table["point"])) > 1
    return pd.DataFrame(
        {
            "scenario": [words.spoken(str(row["scenario"])) for row in rows],
            **({"point": [row["point"] for row in rows]} if several else {}),
            "reached?": [row["verdict"] for row in rows],
            "worlds": [f"{row['worlds_reached']} of {row['n']}" for row in rows],
            "estimate": [words.quantity(row["estimate"], row["unit"]) for row in rows],
            "95 % interval": [words.interval(row["low"], row["high"], row["unit"]) for row in rows],
            "cost": [words.euros(row["cost"]) for row in rows],
        }
    )


def block(table: pd.DataFrame | None) -> Html:
    """Make the section of a report; empty where nothing was asked for."""
    if table is None or not len(table):
        return Html("")
    told = sentences(table)
    last = told[-1:] if len(table) > 1 and told[-1].startswith("The cheapest") else []
    said = [element("p", text) for text in ([told[0], *last] if len(table) > 1 else told)]
    return section(TITLE, *said, frame(in_words(table)), element("p", NOTE, class_="note"))

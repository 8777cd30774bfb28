"""Whether an objective is reached, in words."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from sim.views import words
from sim.views.page import Html, element, frame, section

BEYOND = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}
VERDICTS = {
    "reached": "is reached",
    "not reached": "is not reached",
    "open": "is open, as the interval does not tell",
}
TITLE = "Is the objective reached?"
NOTE = "Open: the 95 % interval does not tell. Worlds: replicates that reach it by themselves."


def sentences(table: pd.DataFrame) -> list[str]:
    """Say whether the objective is reached, in how many worlds and for how much; of several scenarios, the cheapest."""
    rows = table.to_dict("records")
    told = [_what(rows[0])]
    if len(rows) == 1:
        told.append(_one(rows[0]))
    else:
        counts = table["verdict"].value_counts()
        told.append(
            words.upper_first("; ".join(f"{verdict} by {count} of {len(rows)}" for verdict, count in counts.items()))
            + "."
        )
    reached = [row for row in rows if row["verdict"] == "reached" and math.isfinite(row["cost"])]
    if len(rows) > 1 and reached:
        cheapest = min(reached, key=lambda row: row["cost"])
        told.append(f"The cheapest that reaches it is {_name(cheapest)}, for {words.euros(cheapest['cost'])}.")
    return told


def _what(row: dict[str, Any]) -> str:
    sign = str(row["objective"]).split()[1]
    until = f" by day {row['until']:.0f} after the start" if _known(row["until"]) else " over the whole run"
    return f"Objective: {row['label']} {BEYOND[sign]} {words.quantity(row['threshold'], row['unit'])}{until}."


def _one(row: dict[str, Any]) -> str:
    verdict = VERDICTS[str(row["verdict"])]
    bounds = words.interval(row["low"], row["high"], row["unit"])
    within = f" (95 % interval {bounds})" if bounds != "-" else ""
    cost = f", for {words.euros(row['cost'])}" if _known(row["cost"]) else ""
    return (
        f"It {verdict}: {words.quantity(row['estimate'], row['unit'])}{within}, "
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
    said = [element("p", text) for text in sentences(table)]
    return section(TITLE, *said, frame(in_words(table)), element("p", NOTE, class_="note"))

"""Intervals in two parts, in words: chance, and what is not known."""

from __future__ import annotations

from typing import Any

import pandas as pd

from sim.views import words

UNTOLD = "too few members were run twice to tell chance from what is not known"


def in_words(table: pd.DataFrame) -> pd.DataFrame:
    """Give a table of :mod:`sim.effects.uncertainty` as people read it."""
    rows = [
        {
            **({"scenario": words.spoken(row["scenario"])} if "scenario" in row else {}),
            **({"point": row["point"]} if table.get("point", pd.Series([0])).nunique() > 1 else {}),
            "outcome": row["label"],
            "estimate": words.quantity(row["estimate"], row["unit"]),
            "chance": words.interval(row["chance_low"], row["chance_high"], row["unit"]),
            "not known": _unknown(row),
            "together": words.interval(row["low"], row["high"], row["unit"]),
        }
        for row in table.to_dict("records")
    ]
    return pd.DataFrame(rows)


def _unknown(row: dict[str, Any]) -> str:
    if row["share_unknown"] == 0.0:
        return "not told from chance"
    return words.interval(row["unknown_low"], row["unknown_high"], row["unit"])


def sentences(table: pd.DataFrame) -> list[str]:
    """Say of one scenario both parts of each headline, the first line how they come about."""
    if not len(table):
        return []
    members, runs = int(table["members"].max()), int(table["n"].max())
    told = [f"Parameters are not known: {runs} runs took {members} sets that no fact rules out. 95 % intervals, apart:"]
    if table["chance_low"].isna().all():
        return [f"{told[0].removesuffix(' 95 % intervals, apart:')} {words.upper_first(UNTOLD)}."]
    rows = in_words(table.drop(columns=["scenario", "point"], errors="ignore")).to_dict("records")
    return told + [
        f"{row['outcome']}: {row['estimate']}; chance {row['chance']}; not known {row['not known']}; together "
        f"{row['together']}."
        for row in rows
    ]

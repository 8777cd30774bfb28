"""The journal of a run whose trigger fires, also where nothing else ever happened."""

from __future__ import annotations

import pandas as pd

from sim.studies.measurement.scenario import with_triggers

COLUMNS = ["day", "event", "marketplace", "vendor", "cause", "amount"]


def test_a_trigger_that_fires_while_the_journal_is_empty():
    types = {"day": "int64", "marketplace": "float64", "vendor": "int64", "amount": "float64"}
    empty = pd.DataFrame(columns=COLUMNS).astype(types)  # as a world without events gives it
    table = with_triggers(empty, {"b": 7, "a": 3})
    assert table[["day", "event", "cause"]].to_numpy().tolist() == [[3, "trigger", "a"], [7, "trigger", "b"]]
    assert list(table.columns) == COLUMNS and set(table["marketplace"]) == {""}


def test_a_trigger_stands_before_the_acts_of_its_day():
    row = {"day": 5, "event": "open", "marketplace": "market-1", "vendor": -1, "cause": "", "amount": 0.0}
    table = with_triggers(pd.DataFrame([row, {**row, "day": 9}]), {"a": 9})
    assert list(table["event"]) == ["open", "trigger", "open"]
    assert with_triggers(table, {}) is table

"""The league by stage, partner and level: its rows are those of the league, each in the places its barriers have."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.effects import Curves
from sim.effects.by_place import GROUPS, by_place, places
from sim.effects.league import league
from sim.effects.replicates import replicate_effects
from sim.model.interventions.registry import catalogue
from tests.effects import synthetic

KNOWN = catalogue()
SCENARIOS = {
    "raid": {"takedown": KNOWN["takedown"]()},
    "post": {"postal_inspection": KNOWN["postal_inspection"]()},
    "both": {"takedown": KNOWN["takedown"](), "licensing": KNOWN["licensing"]()},
    "luck": {"exit_scam": KNOWN["exit_scam"]()},
}
DEPTH = {"raid": 0.5, "post": 0.2, "both": 0.7, "luck": 0.4}
SHARE = "averted_first_year_share"


@pytest.fixture(scope="module")
def found() -> tuple[pd.DataFrame, dict[str, Curves]]:
    tables = {name: synthetic.daily(synthetic.World(replicates=6, depth=depth)) for name, depth in DEPTH.items()}
    effects = pd.concat([replicate_effects(t, None, 365).assign(scenario=name) for name, t in tables.items()])
    return effects, {name: Curves.of(table, 365) for name, table in tables.items()}


def test_places_follow_from_the_barriers():
    assert places("by_stage", SCENARIOS["both"]) == ["run", "sell"]
    assert places("by_partner", SCENARIOS["post"]) == ["customs", "post", "police"]
    assert places("by_level", SCENARIOS["both"]) == [
        "level: digital", "level: payment", "nature: repressive", "nature: preventive",
        "law: administrative and criminal",
    ]  # fmt: skip
    assert all(places(kind, SCENARIOS["luck"]) == [] for kind in GROUPS)


def test_every_scenario_stands_in_each_of_its_places_as_the_league_has_it(found):
    effects, curves = found
    tables = by_place(effects, curves, SCENARIOS, SHARE)
    ranked = league(effects, curves, [SHARE]).set_index("scenario")
    for kind, head in GROUPS.items():
        table = tables[kind]
        expected = {(place, name) for name, barriers in SCENARIOS.items() for place in places(kind, barriers)}
        assert set(zip(table[head], table["scenario"], strict=True)) == expected
        for row in table.to_dict("records"):
            known = ranked.loc[row["scenario"]]
            for name in ("estimate", "low", "high"):
                assert row[name] == pytest.approx(known[name])
        assert table.groupby(head)["probability_best"].sum().to_numpy() == pytest.approx(1.0)
        for _, rows in table.groupby(head):
            assert list(rows["rank"]) == list(range(1, len(rows) + 1))
            assert (np.diff(rows["estimate"]) <= 0.0).all()


def test_cost_and_effect_for_money_are_those_of_the_scenario(found):
    effects, curves = found
    row = by_place(effects, curves, SCENARIOS, SHARE)["by_stage"].set_index("scenario").loc["raid"]
    values = effects[effects["scenario"] == "raid"].groupby("outcome")["value"].mean()
    assert row["cost_first_year"] == values["cost_first_year"] == 250_000.0
    assert row["per_1000_eur"] == pytest.approx(values["averted_first_year"] / 250.0)


def test_an_outcome_of_which_less_is_better_is_ranked_so(found):
    effects, curves = found
    table = by_place(effects, curves, SCENARIOS, "displaced_orders")["by_stage"]
    run = table[table["stage"] == "run"]
    assert list(run["estimate"]) == sorted(run["estimate"])


def test_what_cannot_be_ranked_gives_no_table(found):
    effects, curves = found
    assert by_place(effects, curves, SCENARIOS, "run_peak") == {}
    assert by_place(effects, {}, SCENARIOS, "peak") == {}
    assert by_place(effects.iloc[:0], curves, SCENARIOS, SHARE) == {}

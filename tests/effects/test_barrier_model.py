"""The barrier model as a result: all stand where their tags say, and what is touched follows from the scenario."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from sim.effects.barrier_model import barrier_model, entries, of_scenarios, touch
from sim.model.catalogue.barrier_model import (
    BLOCKS,
    CATEGORIES,
    CATEGORY_OF,
    LEVEL_OF,
    LEVELS,
    OPPORTUNITIES,
    STAGE_SIGNALS,
    STAGES,
)  # fmt: skip
from sim.model.catalogue.facilitators import LEANS
from sim.model.catalogue.facilitators import ROWS as FACILITATORS
from sim.model.catalogue.signals import KINDS as KINDS_OF_SIGNAL
from sim.model.columns import TABLE
from sim.model.interventions.base import inside
from sim.model.interventions.registry import catalogue
from sim.model.market.levers import CATALOGUE as LEVERS


def names(table: pd.DataFrame, block: str, stage: str | None = None) -> set[str]:
    rows = table[(table["block"] == block) & ((table["stage"] == stage) if stage else True)]
    return set(rows["name"])


def touched(table: pd.DataFrame, block: str) -> dict[str, str]:
    rows = table[(table["block"] == block) & (table["touched_by"] != "")]
    return dict(zip(rows["name"], rows["touched_by"], strict=True))


def test_every_cell_of_the_matrix_has_entries():
    table = barrier_model({})
    filled = {(stage, block) for stage, block in zip(table["stage"], table["block"], strict=True)}
    assert filled == {(stage, block) for stage in STAGES for block in BLOCKS}
    assert not (table["touched_by"] != "").any() and (table["meaning"] != "").all()


@pytest.mark.parametrize("name", sorted(inside()))
def test_each_barrier_stands_exactly_where_its_stage_says(name):
    kind, table = inside()[name], barrier_model({})
    where = {stage for stage in STAGES if name in names(table, "barriers", stage)}
    assert where == (set() if kind.is_shock() else set(kind.stages()))
    for stage in where:
        assert set(kind.partners) <= names(table, "partners", stage)
    one = barrier_model({"mine": kind()})
    hit = one[(one["touched_by"] != "") & (one["block"].isin(["barriers", "partners"]))]
    assert set(hit["stage"]) == (set() if kind.is_shock() else {kind().at_stage()})
    assert kind().at_level() in LEVELS


def test_facilitators_and_their_tags():
    table = barrier_model({})
    assert {row.name: row.stage for row in FACILITATORS} == {
        row["name"]: row["stage"] for row in table[table["block"] == "facilitators"].to_dict("records")
    }
    assert set(CATEGORY_OF) == set(LEANS) and set(CATEGORY_OF.values()) <= set(CATEGORIES)
    assert set(LEVEL_OF) <= set(LEANS) and set(LEVEL_OF.values()) <= set(LEVELS)


def test_opportunities_and_signals_are_of_the_model():
    levers, columns = {lever.name for lever in LEVERS}, {column.name for column in TABLE}
    for row in (*OPPORTUNITIES, *STAGE_SIGNALS):
        assert set(row.levers) <= levers, row.name
    assert {row.category for row in OPPORTUNITIES} <= set(CATEGORIES)
    assert {row.kind for row in STAGE_SIGNALS} <= set(KINDS_OF_SIGNAL)
    assert {row.column for row in STAGE_SIGNALS} <= columns
    order = [STAGES.index(row.stage) for row in OPPORTUNITIES]
    assert order == sorted(order)


def test_a_network_that_serves_lawful_people_has_no_lever():
    """Closing the network or the coin as such is not offered (S72)."""
    assert {row.name for row in OPPORTUNITIES if "S72" in row.meaning} == {"anonymous_networks", "coin"}
    assert all(not row.levers for row in OPPORTUNITIES if "S72" in row.meaning)


def test_what_a_barrier_touches_follows_from_what_it_does():
    known = catalogue()
    licence = known["licensing"](facilitator="packaging")
    assert touch(licence).facilitators == ("packaging",) and touch(licence).stage == "ship"
    table = barrier_model({"licence": licence, "post": known["postal_inspection"]()})
    assert touched(table, "facilitators") == {"packaging": "licence"}
    assert touched(table, "opportunities") == {
        "privacy_of_the_post": "post", "parcel_volume": "post", "concealment": "post",
    }  # fmt: skip
    assert touched(table, "barriers") == {"licensing": "licence", "postal_inspection": "post"}
    assert touched(table, "partners")["customs"] == "post" and "police" in touched(table, "partners")
    assert set(touched(table, "signals")) == {"drug_parcels", "many_parcels_of_one_sender", "addressees", "cash_out"}
    assert licence.at_level() == "shipment" and known["licensing"](facilitator="exchange").at_level() == "payment"


def test_a_barrier_without_strength_touches_nothing():
    table = barrier_model({name: kind(intensity=0.0) for name, kind in inside().items()})
    assert not (table["touched_by"] != "").any()


def test_supply_at_the_end_is_told_where_the_days_are_known():
    day = np.arange(60)
    arms = {"baseline": np.ones(60), "barrier": np.where(day < 40, 0.5, 0.8)}
    daily = pd.concat([pd.DataFrame({"replicate": 0, "arm": a, "day": day, "hosting": v}) for a, v in arms.items()])
    table = barrier_model({"raid": catalogue()["takedown"]()}, daily).set_index("name")
    assert table.loc["hosting", "supply"] == pytest.approx((8 * 0.5 + 20 * 0.8) / 28)
    assert table.loc["hosting", "supply_without"] == 1.0 and np.isnan(table.loc["exchange", "supply"])


def test_several_scenarios_are_told_by_their_names():
    known = catalogue()
    first, second = {"takedown": known["takedown"]()}, {"a": known["takedown"](), "b": known["licensing"]()}
    table = of_scenarios([first, second], ["one", "two"])
    assert touched(table, "facilitators") == {"hosting": "one; two", "exchange": "two"}
    assert len(table) == len(list(entries({})))

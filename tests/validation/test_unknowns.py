"""The register of what is not known names parameters that exist, and adds up what they explain."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.model.engine.parameters import parameters_of
from sim.settings import Settings
from sim.validation.unknowns import GAPS, gaps_of, register


def test_every_gap_stands_on_parameters_of_the_model():
    tree = Settings().ecosystem
    known = {
        p.name: p for group, part in vars(tree).items() if hasattr(part, "__dataclass_fields__")
        for p in parameters_of(part, f"{group}.")
    }  # fmt: skip
    named = [name for gap in GAPS for name in gap.parameters]
    assert set(named) <= set(known) and len(set(named)) == len(named)
    assert all(gap.meaning and gap.telling for gap in GAPS) and len(list(register())) == len(GAPS)
    assert [gap.name for gap in GAPS[:4]] == [
        "sources of drugs", "links to the street", "flows of money", "organised crime",
    ]  # fmt: skip


def table(**shares: float) -> pd.DataFrame:
    rows = [
        {"parameter": f"ecosystem.{name.replace('__', '.')}", "index": index, "estimate": share * weight,
         "low": share * weight - 0.03, "high": share * weight + 0.04}
        for name, share in shares.items() for index, weight in (("first", 1.0), ("total", 2.0))
    ]  # fmt: skip
    return pd.DataFrame(rows)


def test_the_shares_of_a_gap_are_those_of_its_parameters():
    found = gaps_of(table(street__price=0.1, street__available=0.2, vendors__restock_days=0.5, buyers__order_rate=0.05))
    assert dict(zip(found["gap"], found["share"], strict=True)) == pytest.approx(
        {"sources of drugs": 0.5, "links to the street": 0.3, "all else, and what they do together": 0.2}
    )
    assert found["gap"].iloc[0] == "sources of drugs"
    assert found["share"].sum() == pytest.approx(1.0)


def test_what_chance_adds_to_one_parameter_of_a_gap_it_takes_from_another():
    found = gaps_of(table(street__price=-0.1, street__available=0.12, vendors__restock_days=0.5)).set_index("gap")
    known, chance = found.loc["sources of drugs"], found.loc["links to the street"]
    assert (known["low"], known["high"], known["note"]) == (pytest.approx(0.47), pytest.approx(0.54), "")
    assert chance["share"] == pytest.approx(0.02) and chance["note"] == "not told from none"
    assert chance["high"] - chance["share"] == pytest.approx(0.04 * 2**0.5)


def test_a_study_of_other_parameters_speaks_of_no_gap():
    assert not len(gaps_of(table(buyers__order_rate=0.4)))

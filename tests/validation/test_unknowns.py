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
        {"parameter": f"ecosystem.{name.replace('__', '.')}", "index": index, "estimate": share * weight}
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


def test_chance_below_zero_takes_nothing_away_from_others():
    found = gaps_of(table(street__price=-0.1, street__available=0.2))
    assert found["share"].iloc[0] == pytest.approx(0.2)


def test_a_study_of_other_parameters_speaks_of_no_gap():
    assert not len(gaps_of(table(buyers__order_rate=0.4)))

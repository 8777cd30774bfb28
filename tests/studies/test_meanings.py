"""Every column of every table of a study says what it holds."""

from __future__ import annotations

import pandas as pd
import pytest

from sim.effects import barrier_model, by_place, objective, uncertainty
from sim.effects.league import LEAGUE_COLUMNS
from sim.effects.replicates import EFFECT_COLUMNS
from sim.effects.summary import SUMMARY_COLUMNS
from sim.effects.ways import SHARE_COLUMNS
from sim.studies.analyses import discovery, portfolio
from sim.studies.analyses.shared import sensitivity
from sim.studies.pages.meanings import meaning
from sim.validation.unknowns import gaps_of


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("summary", ["scenario", "world", "point", *SUMMARY_COLUMNS]),
        ("effects", EFFECT_COLUMNS),
        ("league", LEAGUE_COLUMNS),
        ("lasting", ["scenario", "days", "share", "low", "high"]),
        ("ways", ["scenario", *SHARE_COLUMNS]),
        ("barrier_model", barrier_model.COLUMNS),
        *((name, [head, *by_place.COLUMNS[1:]]) for name, head in by_place.GROUPS.items()),
        ("objective", ["scenario", "point", *objective.COLUMNS]),
        ("gaps", gaps_of(pd.DataFrame({"parameter": [], "index": [], "estimate": [], "low": [], "high": []})).columns),
        ("uncertainty", ["scenario", "point", *uncertainty.COLUMNS]),
        ("sensitivity", sensitivity.COLUMNS),
        ("boxes", discovery.COLUMNS),
        ("portfolios", portfolio.COLUMNS),
        ("by_event", ["scenario", "point", "event", "day", "date", *SUMMARY_COLUMNS]),
    ],
)
def test_every_column_of_every_table_has_a_meaning_of_its_own(table, columns):
    assert len(columns) and all(meaning(str(name), table)[0] for name in columns)
    with pytest.raises(KeyError):
        meaning("ecosystem.vendors.entry", table)


def test_what_varies_has_its_column_where_there_is_a_design():
    assert meaning("ecosystem.vendors.entry", "design")[0] == "setting that varies over the design points"

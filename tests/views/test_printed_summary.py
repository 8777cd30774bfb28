"""The printed summary is plain, aligned, and says what the figures say, no more."""

from collections.abc import Callable
from types import SimpleNamespace

import pandas as pd
import pytest
import synthetic
from matplotlib.text import Text

from sim.effects import summarise
from sim.effects.size import ENOUGH
from sim.views import figures
from sim.views.grounds import grounds_of
from sim.views.report import html
from sim.views.summary import text
from sim.views.words import days, euros, interval, percent, subject, timeline


def summary_text(result: SimpleNamespace) -> str:
    return text(result.plain, result.summary, result.effects)


def test_it_can_be_put_before_a_police_chief(result: SimpleNamespace) -> None:
    said = " ".join(summary_text(result).split())
    assert "takedown from day 365" in said and "ecosystem western, 50,000 buyers, 1,095 days, 20 paired runs" in said
    assert "Seizing the largest marketplace removed 47 % (95 % interval 45 to 50 %) of trade at the worst" in said
    assert "Nothing is told to stay: in the second year 1.0 %" in said
    assert "half of what passes was gone 39 days later" in said and "within 5 % after 168 days (95 % interval" in said
    assert "not by the end in 2 of 20" in said and "single runs" in said
    assert "the street and direct trade took 45 % of them" in said and "EUR 250,000" in said
    assert "Warning" not in said and "real market" not in said


def test_counts_are_said_to_be_at_the_size_of_the_real_market(make: Callable[..., SimpleNamespace]) -> None:
    said = " ".join(summary_text(make(synthetic.World(replicates=3), annual_revenue=3.5e8)).split())
    assert "at the size of the real market" in said and "one simulated order stands for 34." in said


def test_a_thin_world_is_never_told_at_the_size_of_the_real_market(make: Callable[..., SimpleNamespace]) -> None:
    found = make(synthetic.World(replicates=3), annual_revenue=3.5e8)
    thin = SimpleNamespace(buyers=ENOUGH - 1, interventions=found.settings.interventions, start=found.settings.start)
    told = {**found.plain, "buyers": thin.buyers}
    said = " ".join(text(told, found.summary, found.effects, grounds_of([thin])).split())
    assert "at the size of the real market" not in said and "scaled up from a thin world" in said
    assert "Warning: 49,999 buyers make a thin world" in said and "Use buyers=50000 or more" in said
    assert "make a thin world" not in text(found.plain, found.summary, found.effects, grounds_of([found.settings]))
    found.settings = thin
    page = html(found)
    assert "at the size of the real market" not in page and "make a thin world" in page
    drawn = figures.draw(found)
    shown = " ".join(part.get_text() for part in drawn["revenue"].findobj(Text)).replace("\n", " ")
    assert "real market" in shown and "at the size of" not in shown


def test_a_steady_state_of_a_thin_world_is_said_to_be_thin(make: Callable[..., SimpleNamespace]) -> None:
    found = make(synthetic.World(replicates=3), {})
    thin = SimpleNamespace(buyers=4000, interventions={}, start=found.settings.start)
    said = text({**found.plain, "buyers": 4000}, found.summary, found.effects, grounds_of([thin]))
    assert "Warning: 4,000 buyers make a thin world" in said


def test_it_is_ascii_and_fits_a_terminal(make: Callable[..., SimpleNamespace], result: SimpleNamespace) -> None:
    for found in (result, make(synthetic.World(replicates=3), {}), make(synthetic.World(replicates=1))):
        assert summary_text(found).isascii() and max(map(len, summary_text(found).splitlines())) <= 120


def test_columns_are_aligned(result: SimpleNamespace) -> None:
    rows = [line for line in summary_text(result).splitlines() if line.startswith("  ")][2:]
    ends = {line.index("  ", line.index(" to ")) if "  not" in line else len(line) for line in rows if " to " in line}
    assert len(ends) == 1


def test_no_effect_is_said_plainly(make: Callable[..., SimpleNamespace]) -> None:
    said = " ".join(summary_text(make(synthetic.World(replicates=20, depth=0.0))).split())
    assert (
        "no loss of trade can be told from chance in 20 paired runs" in said
        and "within 5 % after" not in said.split("single runs")[0]
    )
    assert "the orders averted cannot be told from none" in said and "half of what passes was gone" not in said


def test_drift_is_said_to_be_chance(make: Callable[..., SimpleNamespace]) -> None:
    said = " ".join(summary_text(make(synthetic.World(replicates=6, depth=0.0, noise=0.25, seed=9))).split())
    assert (
        "no loss of trade can be told from chance in 6 paired runs" in said
        and "half of what passes was gone" not in said
    )


def test_a_missed_target_is_said(result: SimpleNamespace) -> None:
    rows = {"replicate": range(20), "outcome": "targets_missed", "value": [1.0] * 3 + [0.0] * 17, "censored": False}
    effects = pd.concat([result.effects, pd.DataFrame(rows)])
    said = " ".join(text(result.plain, result.summary, effects).split())
    assert "In 3 of 20 runs a marketplace that was named had closed by itself before, and was missed." in said


def test_too_few_replicates_are_warned_of(make: Callable[..., SimpleNamespace]) -> None:
    assert "Warning: One replicate" in summary_text(make(synthetic.World(replicates=1)))
    assert "3 replicates are few" in summary_text(make(synthetic.World(replicates=3)))


def test_a_wide_interval_is_warned_of(result: SimpleNamespace) -> None:
    summary = result.summary.copy()
    summary.loc[summary["outcome"] == "averted_first_year", ["low", "high"]] = [2e3, 2e4]
    said = " ".join(text(result.plain, summary, result.effects).split())
    assert "wider than half of them" in said and "replicates would" in said


def test_what_was_not_finished_is_said(result: SimpleNamespace) -> None:
    plain = result.plain | {"replicates": 50}
    assert "Of 50 replicates asked for, 20 are finished" in text(plain, result.summary, result.effects)


def test_trade_that_never_came_back(make: Callable[..., SimpleNamespace]) -> None:
    said = " ".join(summary_text(make(synthetic.World(replicates=4, depth=0.95, decay=3000.0))).split())
    assert "was not back within 10 % by the end of the run" in said and "over 702 days" in said
    assert "What stays is 81 %" in said and "not by the end in 4 of 4" in said


def test_without_barriers_the_steady_state_is_printed(make: Callable[..., SimpleNamespace]) -> None:
    said = summary_text(make(synthetic.World(replicates=3), {}))
    assert "Steady state: no barrier" in said and "orders a day" in said and "share of the largest" in said


def test_an_empty_summary_prints() -> None:
    assert "steady state" in text({}, summarise(pd.DataFrame()), pd.DataFrame())


@pytest.mark.parametrize(
    ("value", "written"),
    [(2_345_678, "EUR 2.35 million"), (-76_400, "EUR -76,000"), (999_700, "EUR 1.00 million"), (86.2, "EUR 86"),
     (float("nan"), "-"), (0.0, "EUR 0"), (3.2e9, "EUR 3.20 billion")],
)  # fmt: skip
def test_money(value: float, written: str) -> None:
    assert euros(value) == written


def test_shares_days_and_intervals() -> None:
    assert [percent(x) for x in (0.384, 0.042, 0.0, -0.038, 0.0997)] == ["38 %", "4.2 %", "0 %", "-3.8 %", "10 %"]
    assert [days(x) for x in (1.0, 21.0, float("inf"))] == ["1 day", "21 days", "beyond the run"]
    assert (
        interval(0.31, 0.45, "share") == "31 to 45 %" and interval(1.2e6, 1.45e6, "EUR") == "EUR 1.20 to 1.45 million"
    )
    assert interval(22.0, 3e6, "EUR") == "EUR 22 to EUR 3.00 million"
    assert interval(0.0, 3e6, "EUR") == "EUR 0 to 3.00 million"
    assert interval(float("inf"), float("inf"), "days", 702) == "over 702 days"
    assert interval(float("nan"), 1.0, "days") == "-"


def test_barriers_in_words() -> None:
    several = {"first": {"barrier": "takedown", "targets": "largest", "count": 3, "takeover": True}}
    assert subject(several) == "Seizing the 3 largest marketplaces and taking over the refuge"
    assert subject({"no_such_barrier": {}}) == "No such barrier"
    assert (
        subject({"postal_inspection": {}, "licensing": {}})
        == "Inspecting more of the post and licensing suppliers of exchange"
    )
    assert timeline("licensing", {"start": 400, "duration": 90, "intensity": 0.5, "countries": ["DE", "NL"]}) == (
        "licensing from day 400, for 90 days, at intensity 0.5, in DE and NL"
    )

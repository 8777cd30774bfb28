"""The figures say what the summary says, draw for every kind of result, and have reproducible bytes."""

import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
import synthetic

from sim.views import figures, marketplaces, style
from sim.views.finding import finding_of
from sim.views.revenue import plot_revenue, weekly
from sim.views.sentences import _effect


def texts(figure: mpl.figure.Figure) -> str:
    axes = figure.axes[0]
    return "\n".join([axes.get_title(loc="left"), *(text.get_text() for text in axes.texts)]).replace("\n", " ")


def test_each_figure_states_its_finding(result: SimpleNamespace) -> None:
    drawn = figures.draw(result)
    assert list(drawn) == ["revenue", "effect", "marketplaces", "displacement"]
    assert "47 % over the worst four weeks; half of what passes was gone 39 days later" in texts(drawn["effect"])
    for words in ("47 % missing at the worst", "half of what passes gone 39 days later", "nothing told to stay"):
        assert words in texts(drawn["effect"])
    assert "Revenue fell by 47 % over the worst four weeks" in texts(drawn["revenue"])
    assert "until it was seized" in texts(drawn["marketplaces"]) and "market-1 seized" in texts(drawn["marketplaces"])
    assert "45 % moved elsewhere and 55 % did not happen" in texts(drawn["displacement"])


def test_a_worst_whose_day_cannot_be_told_is_told_without(result: SimpleNamespace, tmp_path: Path) -> None:
    flat = SimpleNamespace(**vars(result))
    flat.summary = result.summary.copy()
    flat.summary.loc[flat.summary["outcome"].isin(["day_of_peak", "half_life"]), ["estimate", "low", "high"]] = np.nan
    said = texts(figures.draw(flat)["effect"])
    assert "47 % missing at the worst, it cannot be told on which day" in said
    told = " ".join(_effect("Seizing", finding_of(flat)).split())
    assert "of trade at the worst, and on which day cannot be told." in told
    style.save(figures.draw(flat)["effect"], tmp_path / "flat")


def test_axes_carry_units(result: SimpleNamespace) -> None:
    drawn = figures.draw(result)
    assert "EUR" in drawn["revenue"].axes[0].get_ylabel()
    assert all("days" in drawn[name].axes[0].get_xlabel() for name in ("revenue", "effect", "marketplaces"))


def test_no_effect_is_said_and_not_marked(make: Callable[..., SimpleNamespace]) -> None:
    drawn = figures.draw(make(synthetic.World(replicates=8, depth=0.0)))
    assert "No loss of trade" in texts(drawn["effect"]) and "at the worst" not in texts(drawn["effect"])
    assert "cannot be told from none" in texts(drawn["displacement"])
    assert "fewer on the marketplaces" in texts(drawn["displacement"])


@pytest.mark.parametrize(
    "world",
    [
        synthetic.World(replicates=1),
        synthetic.World(replicates=3, depth=0.99, decay=5000.0),
        synthetic.World(replicates=2, days=400),
        synthetic.World(replicates=2, days=366),
    ],
)
def test_odd_results_draw(make: Callable[..., SimpleNamespace], world: synthetic.World) -> None:
    for figure in figures.draw(make(world)).values():
        assert len(style.png(figure)) > 5_000


def test_without_barriers_the_steady_state_is_drawn(make: Callable[..., SimpleNamespace]) -> None:
    drawn = figures.draw(make(synthetic.World(replicates=3), {}))
    assert list(drawn) == ["revenue", "marketplaces"]
    assert "Without a barrier" in texts(drawn["revenue"])


def test_bytes_are_reproducible_and_settings_untouched(result: SimpleNamespace, tmp_path: Path) -> None:
    before = dict(mpl.rcParams)
    files = [style.save(figures.draw(result)["effect"], tmp_path / name) for name in ("first", "second")]
    assert [path.suffix for path in files[0]] == [".png", ".svg"]
    for first, second in zip(*files, strict=True):
        assert first.read_bytes() == second.read_bytes()
    assert dict(mpl.rcParams) == before
    assert files[0][1].stat().st_size < 200_000


def test_figures_need_no_pyplot_and_show_in_notebooks(result: SimpleNamespace) -> None:
    figure = figures.draw(result)["revenue"]
    assert figure._repr_png_().startswith(b"\x89PNG") and figure.canvas.get_width_height() == (1280, 720)
    source = "\n".join(Path(m.__file__).read_text() for n, m in sys.modules.items() if n.startswith("sim.views."))
    assert "pyplot as" not in source


def test_weekly_revenue_is_the_sum_of_seven_days(result: SimpleNamespace) -> None:
    table = weekly(result.daily, 365)
    one = result.daily[(result.daily["arm"] == "baseline") & result.daily["day"].between(358, 364)]
    found = table[(table["arm"] == "baseline") & (table["since"] == -1)]["mean"].item()
    assert found == pytest.approx(one.groupby("replicate")["revenue"].sum().mean())


def test_shares_add_up_and_the_typical_replicate_is_the_median_one(result: SimpleNamespace) -> None:
    replicate, arm = marketplaces.typical_replicate(result.effects, result.daily)
    worst = result.effects[result.effects["outcome"] == "peak"].set_index("replicate")["value"]
    assert arm == "barrier" and abs(worst[replicate] - worst.median()) == (worst - worst.median()).abs().min()
    shares = marketplaces.weekly_shares(result.groups, replicate, arm, 365)
    assert shares.sum(axis=1).to_numpy() == pytest.approx(1.0)
    assert shares.shape[1] == marketplaces.SHOWN + 1 and shares["market-1"].loc[0:].sum() == 0


def test_a_twin_that_collapses_does_not_flatten_the_curve(result: SimpleNamespace) -> None:
    odd = SimpleNamespace(**vars(result))
    odd.daily = result.daily.copy()
    fallen = (odd.daily["arm"] == "baseline") & odd.daily["day"].between(600, 700) & (odd.daily["replicate"] < 5)
    odd.daily.loc[fallen, "revenue"] *= 0.01
    axes = figures.draw(odd)["effect"].axes[0]
    assert axes.get_ylim()[0] > -1.0 and "Cut off where" in texts(axes.figure)


def test_twenty_marketplaces_are_grouped(result: SimpleNamespace) -> None:
    many = [result.groups]
    few = result.groups[result.groups["group"] == "market-3"]
    many += [few.assign(group=f"market-{number}", revenue=few["revenue"] * 0.02) for number in range(20, 40)]
    shares = marketplaces.weekly_shares(pd.concat(many), 0, "barrier", 365)
    assert shares.shape[1] <= marketplaces.SHOWN + 1 and shares.columns[-1] == marketplaces.OTHERS
    assert not any(str(name).startswith(("market-2", "market-3")) and len(str(name)) > 8 for name in shares.columns)
    assert shares.index.min() >= -marketplaces.BEFORE and shares.sum(axis=1).to_numpy() == pytest.approx(1.0)


def test_revenue_is_drawn_at_the_size_of_the_real_market(make: Callable[..., SimpleNamespace]) -> None:
    drawn = figures.draw(make(synthetic.World(replicates=3), annual_revenue=3.5e8))
    assert "at the size of the real market" in texts(drawn["revenue"])
    assert 3.5e8 / 52 < drawn["revenue"].axes[0].get_ylim()[1] < 2 * 3.5e8 / 52


def test_names_from_settings_are_not_taken_for_formulas(make: Callable[..., SimpleNamespace]) -> None:
    odd = make(synthetic.World(replicates=2), {"a$b$_{": {"start": 365}})
    assert "a$b$ {" in texts(figures.draw(odd)["effect"]) and style.png(figures.draw(odd)["effect"])


def test_what_cannot_be_drawn_is_told_in_words(make: Callable[..., SimpleNamespace]) -> None:
    """Less than a week of days has no weekly revenue, and markets without trade have no shares."""
    whole = make(synthetic.World(replicates=2))
    week = whole.daily["day"].between(362, 366)
    left_out: list[str] = []
    few = SimpleNamespace(**vars(whole) | {"daily": whole.daily[week], "groups": whole.groups.assign(revenue=0.0)})
    drawn = figures.draw(few, left_out=left_out)
    assert not {"revenue", "marketplaces"} & set(drawn)
    assert "no picture 'revenue': revenue is summed over 7 days, and the run has 5" in left_out
    assert "no picture 'marketplaces': nothing was sold on any marketplace" in left_out
    assert not [reason for reason in left_out if "Error" in reason]


@pytest.mark.parametrize("kept", ["day >= 365", "day >= 365 or revenue == 0", "day < 365 or revenue == 0"])
def test_marketplaces_without_trade_on_one_side_of_the_barrier_are_drawn(result: SimpleNamespace, kept: str) -> None:
    """A barrier from the first day on has nothing before it; one that ends all trade has nothing after it."""
    traded = result.groups["revenue"].where(result.groups.eval(kept.partition(" or")[0]), 0.0)
    left_out: list[str] = []
    odd = SimpleNamespace(**vars(result) | {"groups": result.groups.assign(revenue=traded).query(kept)})
    assert " led " in texts(figures.draw(odd, left_out=left_out)["marketplaces"]) and not left_out


def test_where_no_replicate_was_finished_nothing_is_drawn(make: Callable[..., SimpleNamespace]) -> None:
    whole, left_out = make(synthetic.World(replicates=2)), list[str]()
    nothing = {name: getattr(whole, name).iloc[:0] for name in ("daily", "groups", "journal", "effects", "summary")}
    assert figures.draw(SimpleNamespace(**vars(whole) | nothing), left_out=left_out) == {} and not left_out


@pytest.mark.parametrize("left", [0.0, 0.03, 0.6])
def test_the_names_of_both_arms_stand_above_the_axis(left: float) -> None:
    since = np.arange(-60, 200)
    tables = [
        pd.DataFrame({"arm": arm, "since": since} | dict.fromkeys(("low", "mean", "high"), 1e6 * share))
        for arm, share in (("baseline", np.ones(len(since))), ("barrier", np.where(since < 0, 1.0, left)))
    ]
    figure, axes = style.chart(10.0, 5.0)
    plot_revenue(axes, pd.concat(tables), SimpleNamespace(size="", title=lambda kind: "It fell"))  # type: ignore[arg-type]
    style.png(figure)  # places are known once it is drawn
    names = [text for text in axes.texts if text.get_text() in ("with the barrier", "without the barrier")]
    assert len(names) == 2
    assert all(name.get_window_extent().y0 > axes.get_window_extent().y0 + 2 for name in names)

"""The page of scope: each row is there once, its command and what it names exist, and the page is of its tables."""

from __future__ import annotations

import importlib
import re
import shlex
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands import COMMANDS
from sim.commands.explain import TOPICS
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request

ROOT = Path(__file__).resolve().parents[1]
MODEL = "\n".join(file.read_text(encoding="utf-8") for file in (ROOT / "sim" / "model").rglob("*.py"))


@pytest.fixture(scope="module")
def scope():
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "docs"))
        found = importlib.import_module("make_scope")
        for name in ("figures", "words", "worlds"):
            setattr(found, name, importlib.import_module(f"scope.{name}"))
        yield found


@pytest.fixture(scope="module")
def rows(scope):
    return scope.rows()


def commands(scope, rows):
    return sorted({one for row in rows for one in (row["command"], row["against"]) if one})


def test_every_row_is_there_once(scope, rows):
    assert [row["row"] for row in rows] == [f"S{number}" for number in range(1, 154)]
    assert all(tuple(row) == scope.COLUMNS for row in rows)


def test_what_is_not_shown_says_why(scope, rows):
    for row in rows:
        assert row["state"] in scope.STATES, row
        assert bool(row["why"]) == (row["state"] != "shown"), row
        assert row["what"] or row["state"] == "missing", row
        assert row["command"] or row["state"] != "shown", row
        assert row["figure"] or row["read"], row


@pytest.mark.long
def test_commands_are_understood(scope, rows):
    """Composed, not run: a setting that is gone or renamed is found here."""
    for command in commands(scope, rows):
        kind, *rest = scope.worlds.words_of(command)
        if kind == "run":
            assert scope.worlds.settings_of(command).replicates > 1, command
        elif kind in scope.worlds.STUDIES:
            assert plan(read_request(rest, None, analysis=kind), None).cases, command
        elif kind == "explain":
            assert shlex.split(command)[1] in TOPICS, command
        else:
            assert kind in COMMANDS, command


def test_spoken_commands_are_understood(rows, capsys):
    for row in rows:
        for command in re.findall(r"`python -m sim explain (\w+)`", row["read"]):
            assert main(["explain", command]) == 0


def test_figures_are_of_this_program(scope, rows):
    for row in rows:
        for figure in scope.figures_of(row):
            assert scope.figures.problem(figure) == "", row["row"]
            if figure.startswith("event:"):
                assert f'"{figure.split(":")[1].split("/")[0]}"' in MODEL, figure
        assert not scope.figures_of(row) or row["command"], row["row"]


def test_a_name_that_is_not_there_is_found(scope):
    for wrong in ("averted_first_yaer", "sum:ordres", "channel/pigeon/orders", "share:channel/locker/weight"):
        assert scope.figures.problem(wrong), wrong


def test_the_page_says_how_much_of_it_was_measured_and_with_which_model(scope):
    known = [scope.measured().get(key) for key in scope.asked()]
    head = scope.page().partition("| row |")[0]
    for model in {figure["model"] for figure in known if figure}:
        assert f"{sum(bool(f) and f['model'] == model for f in known)} of the model {model}" in head
    assert f"{known.count(None)} not measured" in head


def test_the_page_is_of_its_tables(scope):
    assert scope.page() == scope.PAGE.read_text(encoding="utf-8"), "run: python docs/make_scope.py --page"


def test_words_of_figures(scope):
    row = dict.fromkeys(scope.HEAD, "") | {"unit": "share", "estimate": "-0.05", "low": "-0.06", "high": "-0.04"}
    phrase = scope.words.phrase
    assert phrase("averted_share", row) == "`averted_share` -5.0 % (-6.0 to -4.0 %)"
    both = row | {"before": "0.2", "after": "0.15"}
    assert phrase("mean:trust", both) == "`mean:trust` 20 % → 15 % (-5.0, -6.0 to -4.0 points)"
    count = row | {"before": "200", "after": "190", "estimate": "-10", "low": "-22", "high": "2", "unit": "orders"}
    assert phrase("sum:orders", count) == "`sum:orders` 200 → 190 (-5.0 %, -11 to +1.0 %; not told from none)"
    assert phrase("sum:orders", None) == "`sum:orders` not measured"


def test_figures_are_read_from_what_was_kept(scope, tmp_path, monkeypatch):
    """A small run gives the figures that its own tables hold."""
    monkeypatch.setattr(scope.worlds, "STORE", tmp_path)
    monkeypatch.setattr(scope.worlds, "SIZE", {"buyers": "300", "replicates": "2", "start": "20", "days": "60"})
    command = "run +intervention=takedown ecosystem=small"
    assert list(scope.worlds.measure([command])) == [command] and list(scope.worlds.measure([command])) == []
    from sim import run

    result = run(["takedown"], ecosystem="small", buyers=300, replicates=2, start=20, days=60, workers=1)
    after = result.daily[result.daily["day"] >= 20].groupby("arm")
    orders = scope.figures.read(command, "", "sum:orders")
    assert (orders.before, orders.after) == tuple(after["orders"].sum().loc[["baseline", "barrier"]] / 2)
    seized = scope.figures.read(command, "", "parcels_seized per parcels_sent")
    sums = after[["parcels_seized", "parcels_sent"]].sum().loc["barrier"]
    assert seized.after == pytest.approx(sums["parcels_seized"] / sums["parcels_sent"])
    told = result.summary.set_index("outcome").loc["averted_first_year"]
    assert scope.figures.read(command, "", "averted_first_year").estimate == pytest.approx(told["estimate"])
    post = result.groups[(result.groups["kind"] == "channel") & (result.groups["day"] >= 20)]
    of = post[post["arm"] == "barrier"].groupby("group")["orders"].sum()
    share = scope.figures.read(command, "", "share:channel/domestic_post+locker/orders")
    assert share.after == pytest.approx((of["domestic_post"] + of["locker"]) / of.sum())
    closed = result.journal[(result.journal["event"] == "close") & (result.journal["day"] >= 20)]
    seizures = closed[(closed["cause"] == "seizure") & (closed["arm"] == "barrier")]
    assert scope.figures.read(command, "", "event:close/seizure").after == len(seizures) / 2

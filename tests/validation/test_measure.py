"""Facts and episodes: what is declared, and one replicate of each."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from sim.model.parameters import EcosystemParameters
from sim.validation import measure as module
from sim.validation.consequences import EPISODE
from sim.validation.episodes import described, playable
from sim.validation.facts import STEADY
from sim.validation.measure import PARTS, checks, measure, title
from sim.validation.replay import replay


@pytest.mark.parametrize("part", PARTS)
def test_checks_are_well_formed(part):
    found = checks(part)
    assert found and title(part)
    assert len({c.label for c in found}) == len(found), "labels name the figures of a part"
    for check in found:
        assert check.low < check.high and check.source and check.range and check.id[0] in "DBS"


def test_every_asked_for_fact_is_there():
    wanted = ["D62", "D58", "D86", "D90", "D44", "D104", "D49", "D50", "D95", "D96"]
    assert set(wanted) <= {c.id for c in checks(STEADY)}
    assert {c.id for name in playable() for c in checks(name)} >= {"D8", "D9", "D2", "D4", "D17", "D18", "D22", "D23"}


def test_a_steady_state_gives_one_figure_for_each_fact(monkeypatch):
    monkeypatch.setattr(module, "FIRST", 60)
    monkeypatch.setattr(module, "LAST", 320)
    figures = measure(STEADY, EcosystemParameters(), 800, 1, 0)
    assert figures is not None and len(figures) == len(checks(STEADY))
    by_label = {c.label: v for c, v in zip(checks(STEADY), figures, strict=True)}
    assert 0.0 <= by_label["leader's share of trade"] <= 1.0
    assert by_label["order value, 25th percentile"] < by_label["order value, median"]
    assert by_label["vendor survival to day 101"] <= by_label["vendor survival to day 21"]


def test_an_episode_is_replayed_or_passed_over():
    number, played = next((r, p) for r in range(20) if (p := replay(described()["monopoly"], 1500, 1, r)) is not None)
    assert played.share_closed > 0.8 and played.closed == [0]
    assert played.revenue(0, 30) < played.before()
    assert len(measure("monopoly", EcosystemParameters(), 1500, 1, number)) == len(checks("monopoly"))
    # a world of thirty buyers is not the one that is described
    assert any(measure("several", EcosystemParameters(), 30, 1, r) is None for r in range(3))


def test_a_host_that_did_not_serve_most_of_the_trade_is_no_replay():
    episode = replace(described()["host_cut_off"], days=7)
    lost = {True: [], False: []}
    for number in range(12):
        played = replay(replace(episode, unhosted=0.0), 2000, 1, number)
        as_described = replay(episode, 2000, 1, number) is not None
        lost[as_described].append(played.mean("orders", 0, 7) / played.mean("orders", 0, 7, twin=True))
    assert lost[True] and lost[False]
    assert sum(lost[True]) / len(lost[True]) < sum(lost[False]) / len(lost[False]) - 0.2
    assert replay(replace(episode, unhosted=1.1), 2000, 1, 0) is None


def test_a_world_in_which_a_named_marketplace_has_closed_is_passed_over():
    episode = described()["loud_small_raid"]
    outcomes = [replay(episode, 600, 1, r) for r in range(12)]
    assert any(played is None for played in outcomes) and any(played is not None for played in outcomes)
    assert all(5 in played.closed for played in outcomes if played is not None)


def test_parameters_reach_both_parts():
    par = EcosystemParameters()
    nobody_stays = replace(par, vendors=replace(par.vendors, stop=0.5, entry=0.0))
    played = replay(described()["monopoly"], 400, 1, 0, nobody_stays)
    assert played is None or len(played.struck.vendors) == 0


def test_a_figure_over_no_trade_is_nan():
    class Nothing:
        def before(self):
            return 0.0

        def revenue(self, first, last):
            return 0.0

    assert math.isnan(EPISODE["revenue_index"](Nothing(), 0, 7))

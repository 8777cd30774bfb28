"""The evidence in the package: every observation is checked, or listed with the reason why it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sim.model.engine.parameters import parameters_of
from sim.model.parameters import EcosystemParameters
from sim.validation.checks import check
from sim.validation.episodes import described, episode, playable
from sim.validation.facts import facts
from sim.validation.library import documents, targets, unchecked

ROOT = Path(__file__).resolve().parents[2]
LISTED = set(re.findall(r"^\| ([DBS]\d+) \|", (ROOT / "docs" / "sources.md").read_text(), flags=re.MULTILINE))
EPISODES = [c for e in described().values() for c in e.checks]


def test_every_observation_is_checked_or_listed_with_a_reason():
    checked = {i for c in (*facts(), *EPISODES) for i in c.ids}
    assert set(targets()) - checked - set(unchecked()) == set()
    assert set(unchecked()) & checked == set(), "what is checked needs no excuse"
    assert all(row["reason"] for row in unchecked().values()) and set(unchecked()) <= set(targets())


def test_identifiers_are_listed_among_the_sources():
    assert {i for c in (*facts(), *EPISODES) for i in c.ids} | set(targets()) <= LISTED


def test_a_check_that_repeats_an_input_names_the_parameter():
    names = {p.name for p in parameters_of(EcosystemParameters())}
    repeated = {c.id: c.repeats for c in facts() if c.repeats}
    assert repeated["D73"] == "buyers.product" and set(repeated.values()) <= names


def test_rivals_are_several_sources_of_one_measure():
    for name in {c.rivals for c in facts() if c.rivals}:
        rivals = [c for c in facts() if c.rivals == name]
        assert len({c.id for c in rivals}) == len(rivals) > 1
        assert len({(c.measure, c.arguments) for c in rivals}) == 1


def test_episodes_are_found_by_being_there_and_say_what_they_lack():
    assert {"exit_scam", "major_vendor", "monopoly", "several", "repeated_takedown"} <= set(playable())
    lacking = {name for name, e in described().items() if e.missing}
    assert {"production_input"} <= lacking and not lacking & set(playable())
    assert [e.day for e in described()["repeated_takedown"].events] == [0, 150]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"evnets": []}, "no entry 'evnets'; did you mean events?"),
        ({"events": [{"day": 0, "barrier": "takedwn"}]}, "no barrier 'takedwn'; did you mean takedown?"),
        ({"events": [{"barrier": "takedown"}]}, "an event has no 'day'"),
        ({"events": []}, "nothing happens"),
        ({"checks": [{"id": "D1", "label": "x", "low": 0, "high": 1, "source": "s", "measure": "modl"}]}, "mean modal"),
        ({"checks": [{"id": "D1", "label": "x", "low": 1, "high": 0, "source": "s"}]}, "is not below"),
        ({"checks": [{"id": "D1", "label": "x", "lo": 1}]}, "a check has no 'lo'"),
    ],
)
def test_a_bad_episode_is_refused_in_words(change, words):
    plain = next(dict(p) for name, p in documents("episodes") if name == "exit_scam") | change
    with pytest.raises(ValueError, match=re.escape(words)):
        episode("mine", plain)


def test_words_of_a_table_become_numbers():
    row = {"id": "D1", "also": "B2 B3", "label": "x", "low": "0", "high": "1", "source": "s", "arguments": "0.1 orders"}
    found = check("part", row)
    assert found.arguments == (0.1, "orders") and found.ids == ("D1", "B2", "B3")

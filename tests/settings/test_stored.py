"""A stored run as a start: other barriers meet the same world, and what is typed wins."""

from __future__ import annotations

import json

import pytest

from sim.settings import SettingsError, compose
from sim.studies.question.case import Case


@pytest.fixture
def run(tmp_path):
    words = ["ecosystem=small", "buyers=900", "seed=7", "+intervention=takedown", "start=2017-07-05",
             "ecosystem.buyers.product={opioids:1.0}", "ecosystem.vendors.entry=0.004"]  # fmt: skip
    settings = compose(words)
    (tmp_path / "study.json").write_text(json.dumps({"base": settings.to_dict()}))
    return settings, tmp_path


def test_the_world_is_the_same_and_barriers_are_not_taken(run):
    settings, folder = run
    other = compose([f"from={folder}", "+intervention=licensing"])
    assert Case(other).world_key == Case(settings).world_key
    assert list(other.interventions) == ["licensing"] and other.interventions["licensing"].start == settings.start
    assert other.day_zero == settings.day_zero and "its barriers are not taken (takedown)" in other.notes[0]


def test_what_is_typed_wins(run):
    _, folder = run
    other = compose(
        [f"from={folder}", "days=700", "ecosystem.vendors.entry=0.005", "ecosystem.buyers.product.cannabis=1"]
    )
    assert (other.days, other.buyers, other.ecosystem.vendors.entry) == (700, 900, 0.005)
    assert other.ecosystem.buyers.product == {"opioids": 1.0, "cannabis": 1.0}


@pytest.mark.parametrize(
    ("words", "content", "part"),
    [
        (["ecosystem=small"], None, "both say which world"),
        (["from=again"], None, "from is given twice"),
        ([], "no", "its study.json cannot be read"),
        ([], '{"base": [1]}', "holds no settings"),
        ([], '{"base": {"buyers": 1}}', "buyers=1 is out of range"),
        ([], "missing", "is no stored run: study.json: No such file"),
        (["days=50"], None, "beyond the horizon of days=50"),
    ],
)
def test_what_cannot_be_a_start_is_refused_in_a_line(run, words, content, part):
    _, folder = run
    if content == "missing":
        (folder / "study.json").unlink()
    elif content is not None:
        (folder / "study.json").write_text(content)
    with pytest.raises(SettingsError) as caught:
        compose([f"from={folder}", "+intervention=takedown", *words])
    assert part in str(caught.value) and "\n" not in str(caught.value)

"""Pictures and reports of studies: drawn from tables alone, escaped, complete."""

from __future__ import annotations

import re

import pytest

import sim
from sim.__main__ import main
from sim.studies.pages.pictures import draw
from sim.views.discovery import rule_of
from sim.views.page import OFFLINE

QUICK = ["days=200", "start=60", "buyers=1000", "workers=1", "replicates=2", "-q"]
OVER = "over=[interventions.takedown.intensity,ecosystem.ways.open]"
BOTH = "+intervention=[takedown,licensing]"


@pytest.mark.parametrize(
    ("words", "pictures"),
    [
        (["sweep", "+intervention=takedown,licensing", "start=60,90"], {"responses"}),
        (["sweep", "+study=morris", "+intervention=takedown", OVER, "samples=3"], {"sensitivity"}),
        pytest.param(["sweep", "+study=sobol", "+intervention=takedown", OVER, "samples=4"], {"sensitivity"},
                     marks=pytest.mark.long),
        pytest.param(["sweep", "+study=discovery", "+intervention=takedown", OVER, "samples=40", "threshold=0.12"],
                     {"boxes", "responses"}, marks=pytest.mark.long),
        (["sweep", "+study=robustness", BOTH, OVER, "samples=4"], {"robustness", "responses"}),
        (["sweep", "+study=portfolio", BOTH, "generations=1"], {"portfolios", "responses"}),
        (["compare", BOTH, "ways=true"], {"ways", "effects", "league"}),
    ],
)  # fmt: skip
def test_each_study_has_its_pictures_and_a_report(fake, tmp_path, capsys, words, pictures):
    folder = tmp_path / "s"
    more = ["title='A <b>bold</b> title'", "question='Is 1 < 2?'", f"output={folder}"]
    quick = [word for word in QUICK if not (word.startswith("start=") and any(w.startswith("start=") for w in words))]
    assert main([*words, *quick, *more]) == 0
    assert not (folder / "problems.txt").exists()
    assert {file.stem for file in (folder / "figures").iterdir()} == pictures
    assert {file.suffix for file in (folder / "figures").iterdir()} == {".png", ".svg"}
    text = (folder / "report.html").read_text()
    assert "A &lt;b&gt;bold&lt;/b&gt; title" in text and "<b>bold" not in text and "Is 1 &lt; 2?" in text
    assert "python -m sim" in text and "Settings and provenance" in text
    shown = re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)
    assert not re.search(r"(src|href)=\"https?://", shown) and f'content="{OFFLINE}"' in text  # nothing is fetched
    assert shown.count('class="caution"') == 1 and shown.count("2 replicates are few") == 1
    study = sim.load(folder)
    again = draw(study)
    assert set(again) == pictures


def test_a_box_in_words():
    nan = float("nan")
    row = {"parameter": "ecosystem.vendors.entry", "low": 0.1, "high": 0.2, "values": ""}
    assert rule_of(row) == "vendors.entry is above 0.1 and below 0.2"
    assert rule_of({**row, "low": nan}) == "vendors.entry is below 0.2"
    assert rule_of({**row, "values": "a, b"}) == "vendors.entry is a or b"


def test_a_sweep_says_between_which_points_its_outcome_lies(tmp_path, fake):
    from sim.__main__ import main

    words = ["sweep", "-q", "+intervention=takedown", "interventions.takedown.intensity=0.25,1", "buyers=1000",
             "days=120", "start=40", "replicates=12", "workers=1", f"output={tmp_path / 'sweep'}"]  # fmt: skip
    assert main(words) == 0
    page = (tmp_path / "sweep" / "report.html").read_text(encoding="utf-8")
    assert "<h1>Sweep: share of orders averted, first year</h1>" in page
    assert "where takedown.intensity is 0.25 to" in page and "Their intervals overlap" not in page


def test_where_nothing_varies_no_parameter_is_said_to_matter(fake, tmp_path, capsys):
    over = "over=[ecosystem.buyers.patience,ecosystem.buyers.crowd]"  # which the fake world does not read
    words = ["sweep", "+study=sobol", "+intervention=takedown", over, "samples=4", "replicates=2", "days=200",
             "start=60", "buyers=1000", "workers=1", f"output={tmp_path / 's'}"]  # fmt: skip
    assert main(words) == 0
    printed = " ".join(capsys.readouterr().out.split())
    page = (tmp_path / "s" / "report.html").read_text(encoding="utf-8")
    for text in (printed, page):
        assert "Nothing varies, so no parameter can be ranked" in text and "matters most" not in text

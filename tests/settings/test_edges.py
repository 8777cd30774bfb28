"""Words and figures at the edges: one short line, whatever is typed."""

from __future__ import annotations

import pytest

from sim.model.catalogue.channels import CHANNELS
from sim.settings import Settings, SettingsError, compose
from sim.settings.errors import LONGEST, UnknownName
from sim.settings.output import expanded

TAKEDOWN = "+intervention=takedown"
WORDS = {
    "days =300": "write days=300",
    "a b=5": "'a b' is not the name of a setting",
    "+++days=3": "did you mean days?",
    "seed=range(1,10,0)": "a step other than 0",
    "seed=" + "9" * 5000: "not a whole number",
    "x" * 400 + "=1": "no setting",
    "\x1b[31m=1": "not the name of a setting",
    "ecosystem=" + "x" * 400: "unknown ecosystem",
    "interventions.takedown.trigger=hhi > 1e999": "the threshold is not a finite number",
    "ecosystem.buyers.product={cannabis:0,opioids:0}": "no share is above 0",
    "ecosystem.administrators.initial_shares=[0,0]": "no share is above 0",
    "ecosystem.vendors.kind={lone:0}": "no share is above 0",
    "ecosystem.buyers.home={DE:nan}": "not a finite number",
    f"ecosystem.couriers.fastest=[5{',0' * (len(CHANNELS) - 1)}]": "couriers.fastest: 5 lies above slowest, 4",
    "ecosystem.administrators.commission_low=0.4": "commission_low: 0.4 lies above commission_high, 0.07",
    "ecosystem.annual_revenue=" + "9" * 400: "too large a number",
}


@pytest.mark.parametrize(("word", "part"), WORDS.items(), ids=[word[:40] for word in WORDS])
def test_one_short_line(word: str, part: str):
    with pytest.raises(SettingsError) as caught:
        compose([TAKEDOWN, word])
    line = str(caught.value)
    assert part in line
    assert "\n" not in line and line.isprintable() and len(line) <= LONGEST


@pytest.mark.parametrize("output", ["~nobody-of-that-name/x", "x" * 300, "a/" + "x" * 300 + "/b", "a\x00b"])
def test_an_output_no_folder_can_have(output: str):
    with pytest.raises(SettingsError, match="output="):
        expanded(output)


def test_a_message_is_short_and_keeps_what_helps():
    names = [f"a_rather_long_name_{number}" for number in range(99)]
    error = UnknownName("no setting " + "y" * 500, key="y", near="seed", allowed=", ".join(names), hint="write seed=…",
                        origin="command line: " + "y" * 500)  # fmt: skip
    line = str(error)
    assert len(line) <= LONGEST
    assert "did you mean seed?" in line and "write seed=…" in line and "[command line: y" in line
    assert str(UnknownName("no setting 'a'", key="a", allowed="b, c")) == "no setting 'a'; allowed: b, c"


def test_rules_hold_for_saved_settings_too():
    plain = Settings().to_dict()
    plain["ecosystem"]["couriers"]["slowest"] = [0] * len(CHANNELS)
    with pytest.raises(SettingsError, match=r"ecosystem\.couriers\.fastest: 2 lies above slowest, 0"):
        Settings.from_dict(plain)

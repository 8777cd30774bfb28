"""Bad input: one line with key, value, what is allowed, the nearest match and the origin."""

from __future__ import annotations

import pickle

import pytest

from sim.model.catalogue.channels import CHANNELS
from sim.model.interventions.registry import catalogue
from sim.settings import Settings, SettingsError, compose
from sim.settings.errors import Contradiction, NotYet, OutOfRange, UnknownName, WrongType, nearest
from sim.settings.output import check_output
from sim.settings.renamed import RENAMED

TAKEDOWN = "+intervention=takedown"

CASES = [
    # typed, class, what the line must hold
    ("+intervetion=takedown", UnknownName, ["'intervetion'", "did you mean intervention?"]),
    ("++intervetion=takedown", UnknownName, ["did you mean intervention?"]),
    ("+foo=1", UnknownName, ["'foo'", "buyers, days, start"]),
    ("dyas=3", UnknownName, ["did you mean days?"]),
    ("+intervention=takedwn", UnknownName, ["'takedwn'", "did you mean takedown?", "access_friction"]),
    ("+intervention=Takedown", UnknownName, ["did you mean takedown?"]),
    (
        "ecosystem=monoploy",
        UnknownName,
        ["did you mean monopoly?", "decentralised, full, growing, history, monopoly, national, small, western"],
    ),
    (
        "ecosystem=huge",
        UnknownName,
        ["'huge'", "decentralised, full, growing, history, monopoly, national, small, western"],
    ),
    ("interventions=takedown", UnknownName, ["did you mean +intervention=takedown?"]),
    ("+intervention=null", UnknownName, ["names no intervention", "leave the word out"]),
    (f"{TAKEDOWN} ~interventions.takedown", Contradiction, [f"leave {TAKEDOWN} out"]),
    ("takedown", UnknownName, ["name=value", "+intervention=takedown"]),
    ("takedown.start=4", UnknownName, ["did you mean interventions.takedown.start?"]),
    ("intervention.takedown.start=4", UnknownName, ["did you mean interventions.takedown.start?"]),
    ("interventions.takedown.start=5", UnknownName, ["no barrier 'takedown'", "add +intervention=takedown"]),
    (f"{TAKEDOWN} interventions.takdown.start=5", UnknownName, ["did you mean interventions.takedown.start?"]),
    (f"{TAKEDOWN} interventions.takedown.strat=5", UnknownName, ["did you mean interventions.takedown.start?"]),
    (f"{TAKEDOWN} +interventions.takedown.strat=5", UnknownName, ["did you mean interventions.takedown.start?"]),
    (f"{TAKEDOWN} interventions.takedown.countries=[DE,uk]", UnknownName, ["=uk", "did you mean UK?", "DE, NL"]),
    (f"{TAKEDOWN} interventions.takedown.countries=DE", WrongType, ["not a list", "countries=[DE]"]),
    (f"{TAKEDOWN} interventions.takedown.targets=largst", UnknownName, ["did you mean largest?", "oldest"]),
    (f"{TAKEDOWN} interventions.takedown.intensity=1.5", OutOfRange, ["intensity=1.5", "0 to 1"]),
    (f"{TAKEDOWN} interventions.takedown.duration=0", OutOfRange, ["duration=0", "1 to 100000 days"]),
    (f"{TAKEDOWN} interventions.takedown.takeover=maybe", WrongType, ["takeover=maybe", "true or false"]),
    (f"{TAKEDOWN} interventions.takedown.start=soon", WrongType, ["start=soon", "whole number"]),
    (f"{TAKEDOWN} interventions.takedown.start=${{dys}}", SettingsError, ["interventions.takedown.start", "'dys'"]),
    (f"{TAKEDOWN} interventions.takedown.start=1095", Contradiction, ["start=1095", "days=1095", "0 to 1094"]),
    (f"{TAKEDOWN} start=2000", Contradiction, ["start=2000", "beyond the horizon"]),
    ("start=2000", Contradiction, ["start=2000", "beyond the horizon"]),
    ("ecosystem.buyers.oder_rate=3", UnknownName, ["did you mean ecosystem.buyers.order_rate?"]),
    ("ecosystem.buyrs.order_rate=3", UnknownName, ["did you mean ecosystem.buyers?"]),
    *(
        (f"{old}=1", UnknownName, [f"no setting '{old}'", f"did you mean {new}?"])
        for old, new in RENAMED.items()
        if old != "ecosystem.channels"
    ),
    ("ecosystem.channels.migrate=false", UnknownName, ["did you mean ecosystem.ways?"]),
    ("ecosystem.ways.migrat=false", UnknownName, ["did you mean ecosystem.ways.migrate?"]),
    ("ecosystem.couriers.loss=[0.1,0.2]", OutOfRange, ["2 values", f"{len(CHANNELS)} values"]),
    (f"ecosystem.couriers.loss=[0.1,2{',0' * (len(CHANNELS) - 2)}]", OutOfRange, ["2.0", "0 to 1"]),
    ("ecosystem.couriers.detection=nan", OutOfRange, ["finite"]),
    ("ecosystem.couriers=5", WrongType, ["group of settings"]),
    ("days=3.5", WrongType, ["days=3.5", "whole number", "1 to 32000 days"]),
    ("days=true", WrongType, ["days=true", "whole number"]),
    ("days=", WrongType, ["whole number"]),
    ("seed=null", WrongType, ["seed=null"]),
    ("replicates=-1", OutOfRange, ["replicates=-1", "0 to 1000000"]),
    ("workers=-1", OutOfRange, ["workers=-1"]),
    ("seed=range(0,", SettingsError, ["seed=range(0,", "quote"]),
    ("seed=range(0,3)", NotYet, ["sweep"]),
    ("days=100,200", NotYet, ["sweep"]),
    ("+intervention=takedown,postal_inspection", NotYet, ["'+intervention=[takedown,postal_inspection]'"]),
    ("+intervention=[takedown,takedown]", Contradiction, ["+intervention@interventions.second=takedown"]),
    (f"{TAKEDOWN} +intervention=postal_inspection", Contradiction, ["'+intervention=[takedown,postal_inspection]'"]),
    (f"{TAKEDOWN} +intervention@foo=takedown", SettingsError, ["+intervention@interventions.second=takedown"]),
    (f"{TAKEDOWN} +intervention@interventions.takedown=takedown", Contradiction, ["twice"]),
    ("hydra.run.dir=x", UnknownName, ["Hydra"]),
    (f"{TAKEDOWN} interventions.takedown._target_=os.system", SettingsError, ["never name code"]),
    ("+ecosystem.buyers._target_=os.system", SettingsError, ["never name code"]),
    (f"{TAKEDOWN} interventions.takedown.targets=named", Contradiction, ["names", "names=[market-1]"]),
    (f"{TAKEDOWN} interventions.takedown.names=[market-1]", Contradiction, ["targets=named"]),
    (
        f"{TAKEDOWN} interventions.takedown.targets=named interventions.takedown.names=[Silk]",
        UnknownName,
        ["'Silk'", "market-1, market-2"],
    ),
    (f"{TAKEDOWN} interventions.takedown.trigger=leader_shar>0.6", UnknownName, ["did you mean leader_share?"]),
    (f"{TAKEDOWN} interventions.takedown.trigger=hhi", UnknownName, ["operator", "leader_share"]),
    (f"{TAKEDOWN} interventions.takedown.barrier=hack", SettingsError, ["+intervention@interventions.takedown=hack"]),
    ("~intervention", UnknownName, ["nothing of that group"]),
]


@pytest.mark.parametrize(("typed", "kind", "parts"), CASES, ids=[c[0] for c in CASES])
def test_one_clear_line(typed: str, kind: type[SettingsError], parts: list[str]):
    with pytest.raises(SettingsError) as caught:
        compose(typed.split())
    line = str(caught.value)
    assert type(caught.value) is kind, line
    assert "\n" not in line
    for part in parts:
        assert part in line
    assert "command line" in caught.value.origin
    assert caught.value.key


def test_attributes_carry_what_the_line_says():
    with pytest.raises(OutOfRange) as caught:
        compose(["replicates=-1"])
    error = caught.value
    assert (error.key, error.value, error.near) == ("replicates", -1, None)
    assert error.allowed.startswith("0 to")
    assert error.origin == "command line: replicates=-1"


def test_errors_cross_processes():
    error = UnknownName("no setting 'dyas'", key="dyas", value=3, near="days", origin="command line")
    again = pickle.loads(pickle.dumps(error))
    assert str(again) == str(error) and again.near == "days" and type(again) is UnknownName


def test_a_default_start_beyond_a_short_horizon_is_blamed_on_its_file():
    with pytest.raises(Contradiction) as caught:
        compose([TAKEDOWN, "days=200"])
    assert caught.value.key == "start"
    assert caught.value.origin.endswith("config.yaml")
    assert compose(["days=200"]).days == 200  # a baseline has no start


def test_a_users_file_is_named_in_its_errors(tmp_path):
    folder = tmp_path / "intervention"
    folder.mkdir()
    head = "# @package interventions.mine\ndefaults: [/takedown_schema@_here_, _self_]\n"
    (folder / "mine.yaml").write_text(head + "count: 1000\n")
    with pytest.raises(OutOfRange, match=r"count=1000 is out of range; allowed: 1 to 100 .*mine.yaml"):
        compose(["+intervention=mine"], tmp_path)
    (folder / "mine.yaml").write_text(head + "cuont: 3\n")
    with pytest.raises(SettingsError, match="cuont"):
        compose(["+intervention=mine"], tmp_path)
    (folder / "mine.yaml").write_text(head + "note: {_target_: os.system}\n")
    with pytest.raises(SettingsError, match=r"note"):
        compose(["+intervention=mine"], tmp_path)


def test_a_users_file_without_schema_or_package_is_explained(tmp_path):
    folder = tmp_path / "intervention"
    folder.mkdir()
    (folder / "mine.yaml").write_text("# @package interventions.mine\nstart: 3\n")
    with pytest.raises(SettingsError, match=r"which barrier it is.*_schema@_here_"):
        compose(["+intervention=mine"], tmp_path)
    (folder / "mine.yaml").write_text("start: 3\n")
    with pytest.raises(SettingsError, match=r"@package interventions\.mine"):
        compose(["+intervention=mine"], tmp_path)


def test_a_missing_folder_of_the_user():
    with pytest.raises(SettingsError, match="no/such/place is not a folder"):
        compose([], "no/such/place")


def test_a_file_without_class_does_not_break_the_others(tmp_path, monkeypatch):
    folder = tmp_path / "intervention"
    folder.mkdir()
    (folder / "later.yaml").write_text("# @package interventions.later\ndefaults: [/later_schema@_here_, _self_]\n")
    assert compose([TAKEDOWN], tmp_path).interventions
    with pytest.raises(UnknownName, match="'later' has a configuration and no class"):
        compose(["+intervention=later"], tmp_path)
    assert "later" not in catalogue()


def test_saved_settings_are_checked_when_read():
    plain = Settings().to_dict()
    with pytest.raises(UnknownName, match="no setting 'colour'"):
        Settings.from_dict({**plain, "colour": "red"})
    with pytest.raises(UnknownName, match="unknown barrier 'x'"):
        Settings.from_dict({**plain, "interventions": {"a": {"barrier": "x"}}})


@pytest.mark.parametrize("place", ["file", "below_file", "full"])
def test_an_output_folder_that_cannot_be_used(tmp_path, place: str):
    (tmp_path / "file").write_text("x")
    folder = {"file": tmp_path / "file", "below_file": tmp_path / "file" / "out", "full": tmp_path}[place]
    with pytest.raises(SettingsError, match="output=") as caught:
        check_output(folder)
    assert "\n" not in str(caught.value)


def test_an_empty_or_new_output_folder_is_fine(tmp_path):
    check_output(tmp_path / "a" / "b")
    (tmp_path / "empty").mkdir()
    check_output(tmp_path / "empty")


def test_nearest_weighs_the_last_part_of_dotted_names():
    names = ["ecosystem.buyers.order_rate", "ecosystem.vendors.entry_rate", "days"]
    assert nearest("ecosystem.buyers.ordr_rate", names) == "ecosystem.buyers.order_rate"
    assert nearest("zzz", names) is None

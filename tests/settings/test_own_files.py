"""A user's own files: they win, they are told best of all, and nothing in them runs or reads what is not settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands.help import run_help
from sim.commands.study_help import options_help
from sim.model.interventions.outside import load_folder
from sim.settings import SettingsError, compose
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request

HEAD = "# @package interventions.mine\ndefaults: [/takedown_schema@_here_, _self_]\n"
WORLD = "# @package _global_\n"


def barrier(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
    return written(folder / "intervention" / name, text)


def world(folder: Path, text: str | bytes, name: str = "mine.yaml") -> Path:
    return written(folder / "ecosystem" / name, text)


def written(file: Path, text: str | bytes) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def refused(folder: Path, *words: str) -> str:
    with pytest.raises(SettingsError) as caught:
        compose(words, folder)
    line = str(caught.value)
    assert "\n" not in line and len(line) <= 293
    return line


def test_a_users_file_wins_over_a_built_in_one_and_the_run_says_so(tmp_path):
    barrier(tmp_path, HEAD.replace("mine", "takedown") + "count: 3\n", "takedown.yaml")
    world(tmp_path, WORLD + "buyers: 777\necosystem: {name: western}\n", "western.yaml")
    settings = compose(["+intervention=takedown"], tmp_path)
    assert (settings.interventions["takedown"].count, settings.buyers) == (3, 777)
    assert [note.split(" is ")[0] for note in settings.notes] == ["intervention takedown", "ecosystem western"]
    assert all("not the built-in one" in note for note in settings.notes)
    assert compose(["+intervention=takedown"]).notes == ()


def test_a_copy_of_a_built_in_file_is_not_worth_a_word(tmp_path):
    from sim.settings.library import config_folder

    world(tmp_path, (config_folder() / "ecosystem" / "western.yaml").read_bytes(), "western.yaml")
    assert compose([], tmp_path).notes == ()


def test_a_users_root_wins_too_and_is_refused_without_its_defaults(tmp_path):
    from sim.settings.library import config_folder

    root = (config_folder() / "config.yaml").read_text()
    written(tmp_path / "config.yaml", root.replace("days: 1095", "days: 700"))
    settings = compose([], tmp_path)
    assert settings.days == 700 and "stands for the built-in config.yaml" in settings.notes[0]
    written(tmp_path / "config.yaml", "days: 3\n")
    assert "lacks its defaults" in refused(tmp_path)


def test_shares_that_are_given_replace_the_built_in_ones(tmp_path):
    given = {"cannabis": 0.6, "stimulants": 0.4}
    typed = compose(["ecosystem.buyers.product={cannabis:0.6,stimulants:0.4}"])
    assert typed.ecosystem.buyers.product == given and typed.notes == ()
    world(tmp_path, WORLD + "ecosystem: {buyers: {product: {cannabis: 0.6, stimulants: 0.4}}}\n")
    assert compose(["ecosystem=mine"], tmp_path).ecosystem.buyers.product == given
    words = ["ecosystem=mine", "ecosystem.buyers.product.stimulants=0.3"]
    assert compose(words, tmp_path).ecosystem.buyers.product == {"cannabis": 0.6, "stimulants": 0.3}


def test_one_share_that_is_changed_leaves_the_others_and_is_said_to_be_normalised():
    shares = {**compose([]).ecosystem.buyers.product, "cannabis": 0.9}
    settings = compose(["ecosystem.buyers.product.cannabis=0.9"])
    assert settings.ecosystem.buyers.product == shares and len(shares) > 2
    told = f"ecosystem.buyers.product sums to {sum(shares.values()):.4g}; its shares are normalised to 1"
    assert settings.notes == (told,)


MISTAKES = {
    "count: 1000\n": [":3", "interventions.mine.count=1000", "1 to 100"],
    "cuont: 3\n": [":3", "interventions.mine.cuont", "did you mean interventions.mine.count?"],
    "start: ${start}\ntargets: largst\n": [":4", "did you mean largest?"],
    "\tcount: 3\n": [":3", "tab", "use spaces"],
    "---\ncount: 3\n": [":3", "more than one document"],
    "count: 3\ncount: 4\n": [":4", "'count' twice (lines 3 and 4)"],
    "count: &a [*a]\n": [":3", "holds itself at 'count"],
    "count: [1\n": ["not YAML"],
    "count: ${oc.env:HOME}\n": [":3", "count", "never read the environment"],
    "names: ['${oc.decode:x}']\n": [":3", "names[0]", "nor call functions"],
    "note: {_target_: os.system}\n": [":3", "note._target_", "never name code"],
    "note: {_args_: [x]}\n": [":3", "note._args_", "never name code"],
    "count: !!python/name:os.system x\n": [":3", "not YAML"],
    "count: .nan\n": [":3", "interventions.mine.count"],
    "trigger: hhi > 1e999\n": [":3", "not a finite number"],
    "count: 0x" + "f" * 6000 + "\n": [":3", "digits"],
    "\x07": ["not YAML"],
    "count: ${\n": [":3", "a ${ that names no setting"],
    "names: ['${${start}oc.env:HOME}']\n": [":3", "never read the environment"],
    "start: 12:30\n": [":3", "YAML reads as 750", "in quotes"],
    "start: 010\n": [":3", "YAML reads as 8"],
    "barrier: hack\n": [":3", "follows from its defaults", "/hack_schema@_here_"],
}


@pytest.mark.parametrize(("text", "parts"), MISTAKES.items(), ids=[text[:24].strip() for text in MISTAKES])
def test_a_mistake_is_told_with_key_file_and_line(tmp_path, text: str, parts: list[str]):
    barrier(tmp_path, HEAD + text)
    line = refused(tmp_path, "+intervention=mine")
    assert "mine.yaml" in line
    assert [part for part in parts if part not in line] == [], line


HEADS = {
    "@package interventions.mine\ndefaults: [/takedown_schema@_here_, /hack_schema@_here_]": [":2", "on 2 barriers"],
    "@package interventions.mine\ndefaults: [/takedown_schema@there]": [":2", "to take in"],
    **{
        f"@package interventions.mine\ndefaults:\n- _self_\n- {entry}": [":4", f"{entry} names no file to take in"]
        for entry in ("null", "[a]", "{}", "1")
    },
    "@package interventions.other\n{}": ["begin it with '# @package interventions.mine'"],
    "@package intervention\n{}": ["begin it with '# @package interventions.mine'"],
    "@package _global_\ndefaults: [/takedown_schema@_here_]": ["begin it with '# @package interventions.mine'"],
}


@pytest.mark.parametrize("head", HEADS)
def test_what_a_barrier_stands_on_is_checked_entry_by_entry(tmp_path, head: str):
    barrier(tmp_path, f"# {head}\n")
    line = refused(tmp_path, "+intervention=mine")
    assert [part for part in ["mine.yaml", *HEADS[head]] if part not in line] == [], line


WORLDS = {
    "defaults: [westen, _self_]\n": [":2", "no ecosystem 'westen'", "did you mean western?"],
    "defaults: [{override /ecosystem: westen}]\n": [":2", "did you mean western?"],
    "defaults: [{/executor: serial}]\n": [":2", "executor is of a study"],
    "ecosystem:\n  administrators:\n    commission_low: 0.4\n": [":4", "lies above commission_high"],
    "ecosystem:\n  vendors:\n    kind: {lone: 0, organised: 0}\n": [":4", "no share is above 0"],
}


@pytest.mark.parametrize("text", WORLDS)
def test_what_a_world_takes_in_and_what_does_not_fit_together_has_a_line(tmp_path, text: str):
    world(tmp_path, WORLD + text)
    line = refused(tmp_path, "ecosystem=mine")
    assert [part for part in ["mine.yaml", *WORLDS[text]] if part not in line] == [], line


BYTES = {
    "bom": (b"\xef\xbb\xbf" + HEAD.encode(), "byte order mark"),
    "utf-16": ("\ufeff" + HEAD).encode("utf-16-le"),
    "latin-1": (HEAD.encode() + "# Größe\n".encode("latin-1"), "is not UTF-8: byte 0xf6"),
    "a list": (b"# @package interventions.mine\n- a\n", "holds no settings"),
}


@pytest.mark.parametrize("name", BYTES)
def test_bytes_that_are_no_yaml_are_told(tmp_path, name: str):
    raw, part = BYTES[name] if isinstance(BYTES[name], tuple) else (BYTES[name], "byte order mark of UTF-16")
    barrier(tmp_path, raw)
    assert part in refused(tmp_path, "+intervention=mine")


def test_a_world_is_told_as_well_as_a_barrier(tmp_path):
    file = world(tmp_path, WORLD + "days: 300\necosystem:\n  buyers:\n    ordr_rate: 0.01\n")
    line = refused(tmp_path, "ecosystem=mine")
    assert "did you mean ecosystem.buyers.order_rate?" in line and f"{file.name}:5" in line
    world(tmp_path, "buyers: 777\n")
    assert "begin it with '# @package _global_'" in refused(tmp_path, "ecosystem=mine")


def test_files_that_take_each_other_in_are_named(tmp_path):
    barrier(tmp_path, "# @package interventions.mine\ndefaults: [mine, _self_]\n")
    assert "mine.yaml takes itself in" in refused(tmp_path, "+intervention=mine")
    world(tmp_path, WORLD + "defaults: [other, _self_]\n")
    world(tmp_path, WORLD + "defaults: [mine, _self_]\n", "other.yaml")
    assert "takes itself in" in refused(tmp_path, "ecosystem=mine")


def test_a_yml_file_is_to_be_renamed(tmp_path):
    barrier(tmp_path, HEAD, "mine.yml")
    assert "mine.yml to mine.yaml" in refused(tmp_path, "+intervention=mine")


def test_one_unreadable_file_does_not_take_the_help_from_the_others(tmp_path):
    barrier(tmp_path, b"\xff\xff")
    (tmp_path / "ecosystem" / "folder.yaml").mkdir(parents=True)
    written(tmp_path / "study" / "bad.yaml", b"\xff\xff")
    told = run_help(str(tmp_path))
    assert "(mine.yaml is not UTF-8" in told and "Seize marketplaces" in told
    assert "(bad.yaml is not UTF-8" in options_help(str(tmp_path))


@pytest.mark.parametrize("word", ["start=${oc.env:HOME}", "+intervention=${oc.env:X}", "output=x/${now:%Y}", "seed=${ oc.env : X}"])  # fmt: skip # noqa: E501
def test_typed_words_read_no_environment(word: str, monkeypatch):
    monkeypatch.setenv("HOME", "77")
    with pytest.raises(SettingsError, match="never read the environment"):
        compose([word])
    with pytest.raises(SettingsError, match="never read the environment"):
        read_request([word])


def test_a_setting_may_follow_another_one():
    assert compose(["start=40", "days=90", "replicates=${start}"]).replicates == 40


STUDIES = {
    "title: ${oc.env:HOME}\n": ["bad.yaml:2", "never read the environment"],
    "anlysis: compare\n": ["bad.yaml:2", "did you mean analysis?"],
    "samples: -3\n": ["bad.yaml:2", "samples=-3"],
    "executor: {_target_: os.system}\n": ["bad.yaml:2", "never name code"],
    "title: '${${a}oc.env:HOME}'\n": ["bad.yaml:2", "never read the environment"],
    "executor:\n  walltime: 3600\n": ["bad.yaml:3", "walltime='3600'"],
    "executor:\n  walltime: 10:00:00\n": ["bad.yaml:3", "in quotes"],
    "executor: {interface: ib0}\n": ["bad.yaml:2", "only taken from the command line"],
    "scenarios: [a, b]\n": ["bad.yaml:2", "not a mapping of names"],
    "scenarios:\n  a: null\n": ["bad.yaml:3", "scenarios.a is not a list"],
    "scenarios:\n  '': [start=3]\n": ["bad.yaml:3", "no name for a scenario"],
    f"scenarios:\n  {'x' * 400}: [start=3]\n": ["bad.yaml:3", "no name for a scenario"],
    "words:\n- start=40\n- dyas=3\n": ["bad.yaml:4: dyas=3", "did you mean days?"],
    "words:\n- days=soon\n": ["bad.yaml:3: days=soon", "whole number"],
    "words:\n- start=2000\n": ["bad.yaml:3: start=2000", "beyond the horizon"],
    "scenarios:\n  a:\n  - +intervention=takedwn\n": ["bad.yaml:4", "did you mean takedown?"],
    "criterion: avrted\n": ["bad.yaml:2", "criterion=avrted"],
    "over: [bla]\n": ["bad.yaml:2", "no parameter 'bla'"],
}


@pytest.mark.parametrize(("text", "parts"), STUDIES.items())
def test_a_study_file_is_told_alike(tmp_path, text: str, parts: list[str]):
    written(tmp_path / "study" / "bad.yaml", "# @package _global_\n" + text)
    with pytest.raises(SettingsError) as caught:
        plan(read_request(["+study=bad", "+intervention=takedown"], tmp_path), tmp_path)
    assert len(str(caught.value)) <= 293
    assert [part for part in parts if part not in str(caught.value)] == [], str(caught.value)


def test_a_file_does_not_choose_where_results_are_written(tmp_path):
    world(tmp_path, WORLD + "days: 90\noutput: elsewhere/x\n")
    line = refused(tmp_path, "ecosystem=mine", "start=30")
    assert "output=elsewhere/x stands in a file" in line and "mine.yaml:3" in line
    assert compose(["ecosystem=mine", "start=30", "output=here"], tmp_path).output == "here"


@pytest.mark.parametrize("words", [["--barriers", ""], ["--barriers="], ["--config-dir="], ["--config-dir", " "], ["from="]])  # fmt: skip # noqa: E501
def test_a_folder_without_a_name_is_not_the_working_folder(tmp_path, monkeypatch, capsys, words):
    written(tmp_path / "mark.py", "open('MARK', 'w')\n")
    monkeypatch.chdir(tmp_path)
    assert main(["run", *words, "--cfg", "job"]) == 2
    assert "names no folder" in capsys.readouterr().err and not (tmp_path / "MARK").exists()
    with pytest.raises(ValueError, match="is not a folder"):
        load_folder("")


def test_a_folder_that_is_none():
    for place in ("no/such/place", "x" * 300, "~nobody-of-that-name/x", __file__):
        with pytest.raises(SettingsError, match="not a folder that can be read"):
            compose([], place)


def test_a_barriers_file_needs_no_more_than_what_it_changes(tmp_path):
    written(tmp_path / "intervention" / "takedown.yaml", "count: 3\n")
    written(tmp_path / "intervention" / "hack.yaml", "[broken\n")  # is told where it is chosen, and hinders no other
    barrier = compose(["+intervention=takedown", "start=50"], tmp_path).interventions["takedown"]
    assert (barrier.count, barrier.start) == (3, 50)
    again = compose(["+intervention@interventions.second=takedown"], tmp_path).interventions["second"]
    assert again.count == 3 and type(again).__name__ == "Takedown"
    written(tmp_path / "intervention" / "takedown.yaml", "cuont: 3\n")
    with pytest.raises(SettingsError, match=r"did you mean interventions.takedown.count.*takedown.yaml:1"):
        compose(["+intervention=takedown"], tmp_path)
    written(tmp_path / "intervention" / "mine.yaml", "count: 3\n")
    with pytest.raises(SettingsError, match=r"begin it with '# @package interventions.mine' and then 'defaults: "):
        compose(["+intervention=mine"], tmp_path)

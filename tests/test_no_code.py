"""No file of any kind runs code: each way that was tried, with a mark that code would leave."""

from __future__ import annotations

import csv
import json
import pickle
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import sim
from sim.__main__ import main
from sim.settings import Settings, SettingsError
from sim.studies.storage.part_files import PartFiles
from sim.views.page import element

PLACES = {
    "intervention": ("# @package interventions.mine\ndefaults: [/takedown_schema@_here_, _self_]\n", "+intervention"),
    "ecosystem": ("# @package _global_\necosystem:\n  name: mine\n", "ecosystem"),
    "study": ("# @package _global_\nanalysis: compare\nwords: ['+intervention=takedown']\n", "+study"),
    "executor": ("# @package executor\nengine: serial\n", "executor"),
}
WAYS = {
    "target": "_target_: os.mkdir\npath: MARK\n",
    "nested target": "note: {_target_: os.mkdir, _args_: [MARK]}\n",
    "python tag": "note: !!python/object/apply:os.mkdir [MARK]\n",
    "python name": "note: !!python/name:os.mkdir\n",
    "environment": "note: ${oc.env:MARKED}\n",
    "decoded": "note: ${oc.decode:'1'}\n",
    "created": "note: ${oc.create:{a:1}}\n",
    "hydra": "hydra: {callbacks: {x: {_target_: os.mkdir, path: MARK}}}\n",
    "search path": "hydra: {searchpath: ['pkg://os', 'file://.']}\n",
    "barriers": "barriers: [barriers]\n",
    "barriers as a word": "words: ['--barriers', 'barriers', '+intervention=mine']\n",
    "barriers of a scenario": "scenarios: {a: ['--barriers=barriers']}\n",
}
PLUG_IN = "import os\nos.mkdir('MARK')\n"


class Evil:
    """Makes the mark where somebody unpickles it."""

    def __reduce__(self):
        import os

        return os.mkdir, ("MARK",)


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARKED", "secret-of-the-environment")
    for folder in ("barriers", "intervention"):  # code beside the files is not looked at
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.py").write_text(PLUG_IN)
    return tmp_path


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("group", PLACES)
def test_settings_files(place, capsys, group, way):
    head, word = PLACES[group]
    (place / group).mkdir(exist_ok=True)
    lines = [line for line in head.splitlines() if not (way.startswith("barriers as") and line.startswith("words:"))]
    (place / group / "mine.yaml").write_text("\n".join(lines) + "\n" + WAYS[way])
    command, last = ("sweep", "--check") if group in ("study", "executor") else ("run", "--cfg=job")
    more = ["+intervention=takedown"] if group == "executor" else []
    code = main([command, "--config-dir", str(place), f"{word}=mine", *more, last])
    told = capsys.readouterr()
    assert code == 2 and told.err.count("error:") == 1 and len(told.err.splitlines()[-1]) <= 300, told.err
    assert not (place / "MARK").exists() and "secret-of-the-environment" not in told.out + told.err


def test_the_mark_would_be_seen(place):
    """What makes these tests able to fail: a plug-in given on the command line, and a pickle that is opened."""
    assert main(["run", "--barriers", "barriers", "--help"]) in (0, 2)
    assert (place / "MARK").exists()
    (place / "MARK").rmdir()
    pickle.loads(pickle.dumps(Evil()))
    assert (place / "MARK").exists()


@pytest.mark.parametrize("kind", ["outcomes", "daily"])
def test_a_parquet_file_with_a_pickle_in_it(place, kind):
    evil = pickle.dumps(Evil())
    extension = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": evil}
    schema = pa.schema(
        [pa.field("run_id", pa.string(), metadata=extension), pa.field("value", pa.binary())],
        metadata={b"pandas": evil, b"PANDAS_ATTRS": evil},
    )
    (place / "runs").mkdir()
    pq.write_table(pa.table([["a"], [evil]], schema=schema), place / "runs" / f"{kind}-000001.parquet")
    with_names = list(PartFiles(place / "runs").read(kind))
    assert with_names[0].num_rows == 1
    PartFiles(place / "runs").repair()
    assert not (place / "MARK").exists()


CELLS = ("=cmd|' /c mkdir MARK'!A0", "__import__('os').mkdir('MARK')", "${oc.env:MARKED}", "!!python/name:os.mkdir")


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("where", ["value", "heading"])
def test_a_csv_of_a_stranger(place, capsys, where, cell):
    """The only CSV that is read as settings: an ensemble of parameters."""
    rows = ["administrators.growth,vendors.stop", "0.02,0.007"]
    rows[where == "value"] = f'"{cell}",0.007'
    (place / "theirs.csv").write_text("\n".join(rows) + "\n")
    words = ["compare", "+intervention=[takedown,licensing]", f"ensemble={place / 'theirs.csv'}", "--check"]
    assert main(words) == 2
    told = capsys.readouterr()
    assert told.err.count("error:") == 1 and len(told.err.splitlines()[-1]) <= 300, told.err
    assert not (place / "MARK").exists() and "secret-of-the-environment" not in told.out + told.err


def test_words_of_a_stranger_are_no_formulas_in_what_is_exported(place, fake):
    """In CSV, and in the workbook of a study whose titles and scenarios begin as formulas do."""
    (place / "study").mkdir()
    (place / "study" / "mine.yaml").write_text(
        "# @package _global_\ntitle: '=cmd()'\nscenarios:\n  '=HYPERLINK(1)': ['+intervention=takedown']\n"
        "  '@SUM(1)': ['+intervention=licensing']\n"
    )
    small = ["days=120", "start=40", "buyers=1000", "workers=1", "replicates=2", "-q"]
    assert main(["compare", "--config-dir", str(place), "+study=mine", *small, f"output={place / 's'}"]) == 0
    texts = [file.read_text() for file in (place / "s").glob("*.csv")]
    cells = [cell for text in texts for row in csv.reader(text.splitlines()) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell[:1] in ("=", "@", "+")]
    book = openpyxl.load_workbook(place / "s" / "summary.xlsx")
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds and len(kinds) > 1


RECORDS = {
    "a barrier that is a function": {"interventions": {"mine": {"barrier": "os.mkdir", "path": "MARK"}}},
    "a target": {"interventions": {"mine": {"_target_": "os.mkdir", "path": "MARK"}}},
    "the environment": {"interventions": {}, "output": "${oc.env:MARKED}"},
    "a resolver in a number": {"interventions": {}, "days": "${oc.env:MARKED}"},
}


@pytest.mark.parametrize("way", RECORDS)
@pytest.mark.parametrize("command", ["reproduce", "load"])
def test_a_results_folder_of_a_stranger(place, capsys, command, way):
    base = {**Settings().to_dict(), **RECORDS[way]}
    case = {"scenario": "x", "world": "", "point": 0, "values": {}, "daily": "none", "key": "k", "changed": {},
            "gone": []}  # fmt: skip
    record = {"analysis": "run", "model": {"identity": "m", "version": "1"}, "options": {"additions": []},
              "base": base, "cases": [case], "seed": 1}  # fmt: skip
    folder = place / "theirs"
    (folder / "runs").mkdir(parents=True)
    (folder / "study.json").write_text(json.dumps(record))
    if command == "load":
        try:
            sim.load(folder)
        except SettingsError as error:
            assert len(str(error)) <= 300
    else:
        assert main(["reproduce", str(folder)]) == 2
    told = capsys.readouterr()
    assert not (place / "MARK").exists() and "secret-of-the-environment" not in told.out + told.err


@pytest.mark.parametrize("analysis", ["os", "../evil", "sim.studies.api", "__init__", "shared"])
def test_a_record_names_no_module(place, analysis):
    record = {"analysis": analysis, "model": {"identity": "m"}, "options": {}, "base": Settings().to_dict(),
              "cases": [], "seed": 1}  # fmt: skip
    (place / "study.json").write_text(json.dumps(record))
    assert main(["reproduce", str(place)]) == 2


def test_a_page_shows_what_a_stranger_wrote_as_text():
    assert "<script>" not in str(element("p", "<script>x</script>"))

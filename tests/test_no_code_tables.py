"""No table of a user or of a stranger runs code: designs, own data, stored results, points of a calibration."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sim.__main__ import main
from sim.settings import Settings, SettingsError
from sim.studies.fitting.points import kept_point
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request
from tests.test_no_code import Evil

pytestmark = pytest.mark.usefixtures("unrendered")

CODE = (
    "=cmd|' /c mkdir MARK'!A0", '=HYPERLINK("file:///bin/mkdir","MARK")', "__import__('os').mkdir('MARK')",
    "${oc.env:MARKED}", "$(mkdir MARK)", "`mkdir MARK`", "!!python/object/apply:os.mkdir [MARK]",
    "{_target_: os.mkdir}",
)  # fmt: skip
SECRET = "secret-of-the-environment"
HEADS = ("executor.queue", "executor.engine", "executor.address", "hydra.run.dir", "hydra/launcher", "_target_",
         "interventions.takedown._target_", "barriers", "--barriers", "output", "ensemble", "data", "from")  # fmt: skip


@pytest.fixture
def place(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MARKED", SECRET)
    (tmp_path / "barriers").mkdir()
    (tmp_path / "barriers" / "mine.py").write_text("import os\nos.mkdir('MARK')\n")
    return tmp_path


def as_csv(frame: pd.DataFrame, file: Path) -> Path:
    frame.to_csv(file.with_suffix(".csv"), index=False)
    return file.with_suffix(".csv")


def as_xlsx(frame: pd.DataFrame, file: Path) -> Path:
    """Write formulas as formulas."""
    book = openpyxl.Workbook()
    for row in (frame.columns, *frame.itertuples(index=False)):
        book.active.append(list(row))
    book.save(file.with_suffix(".xlsx"))
    return file.with_suffix(".xlsx")


def as_parquet(frame: pd.DataFrame, file: Path) -> Path:
    """Write pickles into every place that holds metadata."""
    evil = pickle.dumps(Evil())
    kind = {b"ARROW:extension:name": b"arrow.py_extension_type", b"ARROW:extension:metadata": evil}
    plain = pa.Table.from_pandas(frame, preserve_index=False)
    fields = [pa.field(field.name, field.type, metadata=kind) for field in plain.schema]
    pandas = {"index_columns": [], "columns": [], "attributes": {"a": "!!python/name:os"}}
    told = {b"pandas": json.dumps(pandas).encode(), b"PANDAS_ATTRS": evil}
    table = pa.Table.from_arrays(plain.columns, schema=pa.schema(fields, metadata=told))
    pq.write_table(table, file.with_suffix(".parquet"))
    return file.with_suffix(".parquet")


WRITERS = (as_csv, as_xlsx, as_parquet)
Writer = Callable[[pd.DataFrame, Path], Path]


def unharmed(place: Path, told: str = "") -> None:
    assert not (place / "MARK").exists() and SECRET not in told


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("code", CODE)
@pytest.mark.parametrize("where", ["value", "heading", "barrier"])
def test_a_design(place, write: Writer, where, code):
    heads = {"value": "interventions.takedown.count", "heading": code, "barrier": "intervention"}
    file = write(pd.DataFrame({heads[where]: [code if where != "heading" else "1"]}), place / "theirs")
    with pytest.raises(SettingsError) as error:
        plan(read_request(["+intervention=takedown", f"design={file}"], None, analysis="sweep"))
    assert len(str(error.value)) <= 300 and "\n" not in str(error.value)
    unharmed(place, str(error.value))


@pytest.mark.parametrize("head", HEADS)
def test_a_design_varies_nothing_but_the_world(place, head):
    file = as_csv(pd.DataFrame({head: ["barriers"]}), place / "theirs")
    with pytest.raises(SettingsError):
        plan(read_request(["+intervention=takedown", f"design={file}"], None, analysis="sweep"))
    unharmed(place)


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("code", CODE)
def test_data_of_ones_own(place, capsys, write: Writer, code):
    (place / "theirs").mkdir()
    rows = pd.DataFrame({"date": ["2014-11-06", code], "marketplace": [code, "b"], "cause": ["raided", code]})
    write(rows, place / "theirs" / "events")
    assert main(["data", "check", "theirs"]) == 1
    assert main(["run", "+data=theirs", "--cfg", "job"]) in (0, 2)
    told = capsys.readouterr()
    unharmed(place, told.out + told.err)


@pytest.mark.parametrize(
    "entry",
    [
        "!!python/object/apply:os.mkdir [MARK]",
        "{file: events.csv, columns: {date: !!python/object/apply:os.mkdir [MARK]}}",
        "{file: '${oc.env:MARKED}'}",
        "{_target_: os.mkdir, path: MARK}",
        "{file: ../events.csv}",
        "{file: /etc/passwd}",
    ],
)
def test_a_mapping_of_data(place, capsys, entry):
    (place / "theirs").mkdir()
    (place / "theirs" / "events.csv").write_text("date,cause\n2014-11-06,raided\n")
    (place / "theirs" / "data.yaml").write_text(f"events: {entry}\n")
    code = main(["data", "check", "theirs"])
    told = capsys.readouterr()
    assert code == 2 and told.err.count("\n") == 1
    unharmed(place, told.out + told.err)


@pytest.mark.parametrize("base", [
    {"interventions": {"mine": {"barrier": "os.mkdir", "path": "MARK"}}}, {"_target_": "os.mkdir", "path": "MARK"},
    {"days": "${oc.env:MARKED}"}, {"ecosystem": {"name": "${oc.env:MARKED}"}}, {"ecosystem": {"_target_": "os.mkdir"}},
    {"executor": {"engine": "slurm", "queue": "x; mkdir MARK"}}, {"barriers": ["barriers"]},
])  # fmt: skip
def test_a_stored_world_of_a_stranger(place, capsys, base):
    (place / "theirs").mkdir()
    (place / "theirs" / "study.json").write_text(json.dumps({"base": {**Settings().to_dict(), **base}}))
    assert main(["run", "+intervention=takedown", "from=theirs", "--cfg", "job"]) in (0, 2)
    told = capsys.readouterr()
    unharmed(place, told.out + told.err)


def test_tables_beside_a_stored_run(place, fake, capsys):
    """They are read where a run is reproduced or loaded, and are not what the record describes."""
    small = ["days=120", "start=40", "buyers=1000", "workers=1", "replicates=2", "-q"]
    assert main(["run", "+intervention=takedown", *small, "output=theirs"]) == 0
    evil = pickle.dumps(Evil())
    for name in ("daily", "groups", "journal"):
        as_parquet(pd.DataFrame({"replicate": [0], "value": [evil]}), place / "theirs" / name)
    for kind in ("daily", "groups", "journal", "outcomes"):
        as_parquet(pd.DataFrame({"run_id": ["x"], "value": [evil]}), place / "theirs" / "runs" / f"{kind}-000009")
    assert main(["reproduce", "theirs", "-q"]) in (1, 2)
    told = capsys.readouterr()
    unharmed(place, told.out + told.err)


@pytest.mark.parametrize("data", [pickle.dumps(Evil()), b"{\"units\": \"__import__('os').mkdir('MARK')\"}"])
def test_a_point_of_a_calibration(place, data):
    (place / "point.json").write_bytes(data)
    assert kept_point(place / "point.json") is None
    unharmed(place)

"""A study folder that was damaged: what is at fault is named, and the same command mends it."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa
import pytest

import sim
from sim.__main__ import main
from sim.studies.storage.part_files import PartFiles
from sim.studies.storage.provenance import digest
from tests.thorough import some_always

pytestmark = pytest.mark.usefixtures("unrendered")

QUICK = ["days=200", "start=60", "buyers=1000", "workers=1"]
RECORDS = ("study.json", "provenance.json", "league.csv", "summary.csv")
THREE = "+intervention=[takedown,postal_inspection,licensing]"


@pytest.mark.parametrize("name", some_always(RECORDS, ["study.json"]))
def test_a_damaged_record_never_blocks_resuming(drawn, tmp_path, capsys, name):
    words = ["compare", THREE, *QUICK, "replicates=2", f"output={tmp_path / 's'}"]
    assert main([*words, "-q"]) == 0
    before = {file.name: file.read_bytes() for file in (tmp_path / "s").glob("*.csv")}
    for content in (b"", b"[]", b"{}", b'{"analysis": 3}', b"\xff\x00"):
        (tmp_path / "s" / name).write_bytes(content)
        capsys.readouterr()
        assert main(words) == 0, content
        assert "6 of 6 runs are stored already; 0 to do" in capsys.readouterr().err, content
        assert {file.name: file.read_bytes() for file in (tmp_path / "s").glob("*.csv")} == before, content
        assert len(sim.load(tmp_path / "s").outcomes) == 6, content


def test_a_damaged_part_is_named_and_only_its_runs_are_run_again(drawn, tmp_path, capsys):
    words = ["compare", THREE, *QUICK, f"output={tmp_path / 's'}"]
    main([*words, "replicates=2", "-q"])
    main([*words, "replicates=4", "-q"])
    whole = digest(sim.load(tmp_path / "s").effects)
    part = sorted((tmp_path / "s" / "runs").glob("outcomes-*"))[-1]
    data = bytearray(part.read_bytes())
    data[len(data) // 3] ^= 1
    part.write_bytes(data)
    capsys.readouterr()
    assert main(["reproduce", str(tmp_path / "s")]) == 2
    assert f"{part.name} is damaged" in capsys.readouterr().err
    assert main([*words, "replicates=4"]) == 0
    told = capsys.readouterr().err
    assert f"{part.name} is damaged; it is set aside" in told and "6 of 12 runs are stored already; 6 to do" in told
    assert digest(sim.load(tmp_path / "s").effects) == whole


def test_a_part_that_is_gone_is_named(drawn, tmp_path, capsys):
    words = ["compare", THREE, *QUICK, "replicates=2", f"output={tmp_path / 's'}"]
    main([*words, "-q"])
    part = next((tmp_path / "s" / "runs").glob("outcomes-*"))
    part.unlink()
    capsys.readouterr()
    assert main(["reproduce", str(tmp_path / "s")]) == 2  # fewer runs are not told as if they were all
    assert f"runs/{part.name} is gone, 6 of 6 runs with it" in capsys.readouterr().err
    assert main(words) == 0
    told = capsys.readouterr().err
    assert f"{part.name} is not there as provenance.json describes it" in told and "6 of 6 runs in" in told


def test_a_part_that_was_written_anew_is_told_before_its_table_is_signed(drawn, tmp_path, capsys):
    """It has a checksum of its own, so that only what the record says of parts gives it away."""
    words = ["compare", THREE, *QUICK, "replicates=2", f"output={tmp_path / 's'}"]
    main([*words, "-q"])
    part = next((tmp_path / "s" / "runs").glob("outcomes-*"))
    table = pd.read_parquet(part)
    table.loc[5, "value"] += 1e-9
    part.unlink()
    PartFiles(part.parent).write("outcomes", 1, pa.Table.from_pandas(table), lambda error: error)
    capsys.readouterr()
    assert main(words) == 0
    assert f"{part.name} is not there as provenance.json describes it" in capsys.readouterr().err

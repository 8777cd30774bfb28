"""A flipped bit in what explains a study is seen: never another setting, never another figure."""

from __future__ import annotations

import json
from datetime import datetime

import pandas as pd
import pytest

from sim.settings import SettingsError
from sim.studies.storage.cells import as_csv
from sim.studies.storage.errors import not_writable
from sim.studies.storage.records import digest_of_bytes, read_csv, read_provenance, read_record, sealed

RECORD = {
    "analysis": "run", "model": {"identity": "m"}, "options": {}, "base": {"days": 150, "share": 0.1}, "seed": 3,
    "cases": [{"key": "a", "values": {"x": (1, 2)}}],
}  # fmt: skip


def test_a_sealed_record_comes_back(tmp_path):
    (tmp_path / "study.json").write_text(_text(sealed(RECORD)))
    assert read_record(tmp_path)["base"] == RECORD["base"]
    (tmp_path / "study.json").write_text(_text(RECORD))  # of a version that sealed nothing
    assert read_record(tmp_path)["seed"] == 3


def test_any_flipped_bit_of_a_record_is_seen(tmp_path):
    file = tmp_path / "study.json"
    whole = _text(sealed(RECORD)).encode()
    seen = 0
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << place % 7)]) + whole[place + 1 :])
        try:
            # What is read in spite of it says the same: white space, or a name of the seal that is none any more.
            assert {name: value for name, value in read_record(tmp_path).items() if name in RECORD} == _plain(RECORD)
        except SettingsError as error:
            seen += 1
            assert "study.json cannot be read" in str(error) and "\n" not in str(error) and len(str(error)) <= 300
    assert seen > len(whole) / 2


def test_sessions_whose_moments_cannot_be_read_are_named_and_left_away(tmp_path):
    file, problems = tmp_path / "provenance.json", []
    whole = _text({"command": "x", "sessions": [{"begun": "2026-01-02T03:04:05+00:00", "ended": None}]}).encode()
    for place in range(len(whole)):
        for bit in range(8):
            file.write_bytes(whole[:place] + bytes([whole[place] ^ (1 << bit)]) + whole[place + 1 :])
            told: list[str] = []
            for session in read_provenance(tmp_path, told).get("sessions", []):
                assert session.get("begun") is None or datetime.fromisoformat(session["begun"])
            problems += told
    assert any("in its sessions: hour must be in 0..23" in line for line in problems)
    assert all("provenance.json cannot be read" in line and "\n" not in line for line in problems)


def test_a_changed_table_is_left_out_and_named(tmp_path):
    table = pd.DataFrame({"outcome": ["depth", "=1+1"], "estimate": [0.375, 0.5]})
    file, problems = tmp_path / "summary.csv", []
    file.write_bytes(as_csv(table))
    wanted = digest_of_bytes(file.read_bytes())
    found = read_csv(file, problems, wanted)
    assert not problems and (found["estimate"] == table["estimate"]).all() and found["outcome"][1] == "=1+1"
    file.write_bytes(file.read_bytes().replace(b"0.3", b"0.7"))
    assert read_csv(file, problems, wanted) is None
    assert "summary.csv cannot be read: it is not as it was written" in problems[0]
    file.unlink()
    assert read_csv(file, problems, wanted) is None and problems[1].endswith("summary.csv is gone")
    assert read_csv(tmp_path / "league.csv", problems) is None and len(problems) == 2  # none was written


@pytest.mark.parametrize(("name", "told"), [("_README.txt", "(README.txt)"), ("s", "directory;")])
def test_what_cannot_be_written_is_named(tmp_path, name, told):
    line = str(not_writable(IsADirectoryError(21, "Is a directory", str(tmp_path / name)), tmp_path / "s", 3))
    assert told in line and "3 runs are stored there" in line


def _text(record: object) -> str:
    return json.dumps(record, indent=1)


def _plain(record: object) -> object:
    return json.loads(json.dumps(record))

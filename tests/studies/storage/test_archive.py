"""The run store: whole parts, nothing lost, one line for what is wrong."""

from __future__ import annotations

import errno
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, SettingsError
from sim.studies.measurement.failure import Failure
from sim.studies.measurement.worker import Done
from sim.studies.question.case import Case
from sim.studies.storage import archive as module
from sim.studies.storage.archive import Archive
from sim.studies.storage.effects import effects_of
from sim.studies.storage.errors import StoreError, StudyStopped
from sim.studies.storage.provenance import digest

SETTINGS = Settings(buyers=1000, days=120, start=40, interventions={"takedown": Takedown(start=40)})
CASES = [Case(replace(SETTINGS, seed=seed), "takedown", point=seed) for seed in range(3)]


def run(index: int, replicate: int, daily: bool = False) -> Done:
    table = pd.DataFrame({"replicate": replicate, "arm": "barrier", "day": range(3), "orders": 1.5})
    tables = {"daily": table} if daily else {}
    values = np.array([index + replicate / 10, np.nan])
    return Done(index, replicate, ("depth", "half_life"), values, np.array([False, True]), tables)


def twin(replicate: int) -> Done:
    table = pd.DataFrame({"replicate": replicate, "arm": "baseline", "day": range(3), "orders": 2.0})
    return Done(-1, replicate, tables={"daily": table}, world_key=CASES[0].world_key)


def filled(folder: Path, order: list[tuple[int, int]], parts: int = 1) -> Archive:
    archive = Archive(folder, "m", write=True)
    for number, (index, replicate) in enumerate(order):
        archive.add([run(index, replicate)], CASES)
        if number % parts == 0:
            archive.flush()
    archive.flush()
    archive.close()
    return archive


def parts(folder: Path) -> list[str]:
    """Names of all files of the store, without the digests."""
    return sorted(file.stem.rpartition("-")[0] for file in (folder / "runs").iterdir())


def test_the_table_does_not_depend_on_the_order_of_arrival(tmp_path):
    runs = [(i, r) for i in range(3) for r in range(4)]
    one = effects_of(filled(tmp_path / "a", runs), CASES)
    other = effects_of(filled(tmp_path / "b", runs[::-1], parts=5), CASES)
    assert digest(one) == digest(other) and len(one) == 24
    assert list(one.columns[:6]) == ["run_id", "case", "scenario", "world", "point", "replicate"]
    assert set(one.unit) == {"share", "days"}


def test_what_is_stored_is_known_when_opened_again(tmp_path):
    first = filled(tmp_path, [(0, 0), (1, 0)])
    again = Archive(tmp_path, "m")
    assert again.done == first.done == {CASES[0].run_id(0, "m"), CASES[1].run_id(0, "m")}


def test_parts_are_written_in_time_and_not_one_by_one(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "FLUSH_RUNS", 5)
    archive = Archive(tmp_path, "m", write=True)
    for replicate in range(12):
        archive.add([run(0, replicate)], CASES)
    assert len(list((tmp_path / "runs").glob("outcomes-*"))) == 2 and len(archive.done) == 10
    archive.flush()
    archive.close()
    assert len(Archive(tmp_path, "m").done) == 12


def test_daily_tables_come_back_once_with_their_twins(tmp_path):
    archive = Archive(tmp_path, "m", write=True)
    for index in (0, 1):  # two tasks that shared a world
        archive.add([run(index, 4, daily=True), twin(4)], CASES)
        archive.flush()
    archive.close()
    daily = Archive(tmp_path, "m").daily([CASES[0].key, CASES[0].world_key])
    assert len(daily) == 6 and set(daily.arm) == {"baseline", "barrier"}
    assert Archive(tmp_path, "m").daily(["unknown"]).empty


def test_what_a_killed_driver_left_is_tidied(tmp_path):
    filled(tmp_path, [(0, 0)])
    runs = tmp_path / "runs"
    (runs / "_outcomes-000002.parquet").write_bytes(b"half")
    (runs / "daily-000002.parquet").write_bytes(b"its outcomes were never written")
    Archive(tmp_path, "m", write=True).close()
    assert parts(tmp_path) == ["outcomes-000001"]


def test_copies_made_by_hand_are_passed_over_and_stay(tmp_path):
    archive = Archive(tmp_path, "m", write=True)
    archive.add([run(0, 0, daily=True)], CASES)
    archive.flush()
    archive.close()
    before = effects_of(Archive(tmp_path, "m"), CASES)
    copies = []
    for part in list((tmp_path / "runs").iterdir()):
        stem, number = part.stem, part.stem.split("-")[1]
        names = [f"{stem} (copy)", f"{stem}(1)", f"Copy of {stem}", f"{stem}.bak", stem.replace(number, "old"),
                 stem.replace(number, f"{number} 2")]  # fmt: skip
        copies += [part.with_name(f"{name}.parquet") for name in names]
        for place, copy in enumerate(copies[-len(names) :]):
            copy.write_bytes(part.read_bytes() if place % 2 else b"")
    (tmp_path / "runs" / "outcomes-folder.parquet").mkdir()
    again = Archive(tmp_path, "m", write=True)
    again.close()
    assert not again.repaired and len(again.done) == 1 and all(copy.is_file() for copy in copies)
    assert digest(effects_of(again, CASES)) == digest(before) and len(again.daily([CASES[0].key])) == 3


def test_a_part_copied_under_another_number_counts_once(tmp_path):
    archive = filled(tmp_path, [(0, 0), (1, 0)])
    part = next((tmp_path / "runs").glob("outcomes-000001-*"))
    (tmp_path / "runs" / part.name.replace("000001", "000007")).write_bytes(part.read_bytes())
    again = Archive(tmp_path, "m", write=True)
    again.close()
    assert not again.repaired and digest(effects_of(again, CASES)) == digest(effects_of(archive, CASES))


@pytest.mark.parametrize("harm", ["cut", "empty", "flipped", "gone"])
@pytest.mark.parametrize("kind", ["outcomes", "daily"])
def test_a_damaged_part_is_named_and_its_runs_are_made_anew(tmp_path, harm, kind):
    archive = Archive(tmp_path, "m", write=True)
    for index in (0, 1):
        archive.add([run(index, 0, daily=True)], CASES)
        archive.flush()
    archive.close()
    part = next((tmp_path / "runs").glob(f"{kind}-000002-*"))
    _harm(part, harm)
    if (harm, kind) != ("gone", "outcomes"):
        with pytest.raises(StoreError, match=rf"{kind}-000002-\w+.parquet is damaged"):
            list(Archive(tmp_path, "m").tables("daily", [])), Archive(tmp_path, "m").outcomes()
    again = Archive(tmp_path, "m", write=True)
    assert again.done == {CASES[0].run_id(0, "m")}
    assert ((harm, kind) == ("gone", "outcomes")) == (not again.repaired)
    if again.repaired:
        aside = list((tmp_path / "runs").glob("damaged-*-000002-*"))
        assert part.name in again.repaired[0] and len(aside) == (1 if harm == "gone" else 2)
    again.close()


def _harm(part: Path, harm: str) -> None:
    data = bytearray(part.read_bytes())
    if harm == "gone":
        part.unlink()
        return
    if harm == "flipped":
        data[len(data) // 2] ^= 4
    part.write_bytes({"cut": data[:-20], "empty": b"", "flipped": data}[harm])


def test_any_flipped_bit_of_a_part_is_seen(tmp_path):
    filled(tmp_path, [(0, 0), (1, 0)])
    part = next((tmp_path / "runs").glob("outcomes-000002-*"))
    whole = part.read_bytes()
    for place in range(0, len(whole), max(len(whole) // 200, 1)):
        harmed = bytearray(whole)
        harmed[place] ^= 1 << (place % 8)
        part.write_bytes(harmed)
        with pytest.raises(StoreError, match="its bytes are not those that were written"):
            Archive(tmp_path, "m").outcomes()


def test_a_full_disk_is_one_clear_line_and_costs_nothing_stored(tmp_path, monkeypatch):
    archive = Archive(tmp_path, "m", write=True)
    archive.add([run(0, 0)], CASES)
    archive.flush()
    monkeypatch.setattr("sim.studies.storage.part_files.put", _full)
    archive.add([run(1, 0)], CASES)
    with pytest.raises(StudyStopped, match=r"cannot be written to: no space left on the disk; 1 run is stored"):
        archive.flush()
    assert parts(tmp_path) == ["outcomes-000001"]
    archive.close()
    assert len(Archive(tmp_path, "m").done) == 1


def _full(file, data):
    file.write_bytes(b"some of it")
    raise OSError(errno.ENOSPC, "No space left on device")


def test_two_drivers_do_not_share_a_folder(tmp_path):
    held = Archive(tmp_path, "m", write=True)
    with pytest.raises(SettingsError, match="another driver is at work"):
        Archive(tmp_path, "m", write=True)
    Archive(tmp_path, "m")  # reading is free
    other = "from pathlib import Path; from sim.studies.storage.archive import Archive; "
    other += "Archive(Path({!r}), 'm', write=True)"
    done = subprocess.run(
        [sys.executable, "-c", other.format(str(tmp_path))], capture_output=True, text=True, check=False
    )
    assert done.returncode != 0 and "another driver is at work" in done.stderr
    held.close()
    Archive(tmp_path, "m", write=True).close()


def test_failures_are_kept_with_everything_and_removed_when_mended(tmp_path):
    archive = Archive(tmp_path, "m", write=True)
    failure = Failure(2, "RuntimeError", "escrow does not add up", "Traceback …\n  here")
    archive.add([Done(1, 2, failure=failure)], CASES)
    (kept,) = archive.failed()
    assert kept["message"] == "escrow does not add up" and kept["traceback"] == ["Traceback …", "  here"]
    assert Settings.from_dict(kept["settings"]) == CASES[1].settings and kept["replicate"] == 2
    archive.add([run(1, 2)], CASES)
    archive.flush()
    assert archive.failed() == []
    archive.close()


def test_pandas_can_read_the_folder_of_parts(tmp_path):
    filled(tmp_path, [(0, 0), (1, 0)])
    (tmp_path / "runs" / "_draft.parquet").write_bytes(b"half")
    assert len(pd.read_parquet(tmp_path / "runs")) == 4

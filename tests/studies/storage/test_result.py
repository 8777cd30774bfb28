"""The folder of a result: whole or not at all, and the same when read back."""

from __future__ import annotations

import json
from dataclasses import replace

import pandas as pd
import pytest
import yaml

import sim
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, SettingsError
from sim.studies import Result, load, run
from sim.studies.storage.provenance import digest, model_source

SETTINGS = Settings(
    buyers=1000, days=150, start=40, replicates=3, workers=1, interventions={"takedown": Takedown(start=40)},
    overrides=("+intervention=takedown", "start=40"),
)  # fmt: skip


@pytest.fixture
def result(fake, monkeypatch) -> Result:
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: {})  # drawing is tested with the views
    monkeypatch.setattr("sim.studies.pages.export._report", lambda study: None)
    return run(SETTINGS)


def test_a_folder_explains_itself(result, tmp_path):
    folder = result.save(tmp_path / "run")
    names = {p.name for p in folder.iterdir()}
    assert {
        "README.txt", "config.yaml", "study.json", "provenance.json", "daily.parquet", "groups.parquet",
        "journal.parquet", "effects.csv", "summary.csv", "summary.txt", "runs",
    } <= names  # fmt: skip
    told = (folder / "README.txt").read_text()
    assert all(name in told for name in names if not name.startswith("_"))
    record = json.loads((folder / "provenance.json").read_text())
    assert record["command"] == "python -m sim run +intervention=takedown start=40"
    assert record["seed"] == 1 and record["replicates"]["stored"] == 3
    assert record["model"]["version"] == sim.__version__ and record["model"]["source"] == model_source()
    assert record["digests"]["daily"] == digest(result.daily)
    assert {"mesa", "numpy", "pandas"} <= set(record["packages"])
    plain = yaml.safe_load((folder / "config.yaml").read_text())
    assert Settings.from_dict(plain) == SETTINGS


def test_what_is_read_back_is_what_was_written(result, tmp_path):
    again = load(result.save(tmp_path / "run"))
    for name in ("daily", "groups", "journal"):
        pd.testing.assert_frame_equal(getattr(again, name), getattr(result, name))
        assert digest(getattr(again, name)) == digest(getattr(result, name))
    pd.testing.assert_frame_equal(again.effects, result.effects, check_dtype=False)
    assert again.settings == SETTINGS and again.settings.overrides == SETTINGS.overrides
    assert again.begun == result.begun and str(again) == str(result)


def test_results_are_never_overwritten(result, tmp_path):
    result.save(tmp_path / "run")
    before = {p.name: p.stat().st_mtime_ns for p in (tmp_path / "run").iterdir()}
    with pytest.raises(SettingsError, match="never overwritten"):
        result.save(tmp_path / "run")
    assert before == {p.name: p.stat().st_mtime_ns for p in (tmp_path / "run").iterdir()}


def test_a_failed_write_leaves_nothing_behind(result, tmp_path, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("sim.studies.pages.export._csv", full)
    with pytest.raises(OSError, match="No space"):
        result.save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_cannot_be_drawn_does_not_cost_the_tables(fake, tmp_path, monkeypatch):
    def broken(self, left_out=None):
        raise ZeroDivisionError("no days")

    monkeypatch.setattr(Result, "plot", broken)
    done = run(SETTINGS)
    folder = done.save(tmp_path / "run")
    assert done.problems == [] and load(folder).finished == 3
    assert (
        "no picture 'run', by a fault of this program (ZeroDivisionError: no days)"
        in (folder / "problems.txt").read_text()
    )


def test_failures_are_kept_with_their_traceback(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(Result, "plot", lambda self, left_out=None: {})
    fake.FAIL.update(range(3))
    folder = run(SETTINGS).save(tmp_path / "run")
    again = load(folder)
    assert all("Traceback" in failure.trace for failure in again.failures)
    assert again.finished == 0 and [f.job for f in again.failures] == [0, 1, 2]


def test_figures_are_drawn_as_png_and_svg(fake, tmp_path, monkeypatch):
    from matplotlib.figure import Figure

    def drawn(self, left_out=None) -> dict[str, Figure]:
        figure = Figure(figsize=(2, 1))
        figure.subplots().plot([1, 2])
        return {"line": figure}

    monkeypatch.setattr(Result, "plot", drawn)
    one, two = (run(SETTINGS).save(tmp_path / name) for name in ("one", "two"))
    assert {p.name for p in (one / "figures").iterdir()} == {"line.png", "line.svg"}
    assert (one / "figures/line.svg").read_bytes() == (two / "figures/line.svg").read_bytes()


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(SettingsError, match="not a folder of a run or a study"):
        load(tmp_path)
    with pytest.raises(SettingsError, match="not a folder of a run or a study"):
        sim.load(tmp_path / "nowhere")


def test_a_truncated_part_is_named(result, tmp_path):
    folder = result.save(tmp_path / "run")
    part = next((folder / "runs").glob("daily-*"))
    part.write_bytes(part.read_bytes()[:-100])
    with pytest.raises(SettingsError, match=rf"{part.name} is damaged"):
        load(folder)


@pytest.mark.parametrize("name", ["provenance.json", "summary.csv", "effects.csv"])
@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe\x00"])
def test_what_only_explains_may_be_damaged_and_is_named(result, tmp_path, name, content):
    folder = result.save(tmp_path / "run")
    (folder / name).write_bytes(content)
    again = load(folder)
    assert again.finished == 3
    assert not again.problems or name in again.problems[0]


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b'{"model": 3}', b"\xff"])
def test_a_damaged_record_of_the_study_is_one_line(result, tmp_path, content):
    folder = result.save(tmp_path / "run")
    (folder / "study.json").write_bytes(content)
    with pytest.raises(SettingsError, match=r"study.json cannot be read: .*writes it anew") as error:
        load(folder)
    assert "\n" not in str(error.value)


def test_a_digest_sees_every_bit(fake):
    daily = run(replace(SETTINGS, replicates=1)).daily
    changed = daily.copy()
    changed.loc[5, "orders"] += 1e-10
    assert digest(changed) != digest(daily)
    assert digest(daily.rename(columns={"orders": "order"})) != digest(daily)
    swapped = daily.assign(arm=daily.arm.map({"baseline": "barrier", "barrier": "baseline"}))
    assert digest(swapped) != digest(daily)

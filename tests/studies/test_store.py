"""The run folder: whole or not at all, and the same when read back."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace

import pandas as pd
import pytest
import yaml

import sim
from sim.model.interventions.takedown import Takedown
from sim.settings import Settings, SettingsError
from sim.studies import Result, load, run, store
from sim.studies.storage.provenance import digest, model_source

SETTINGS = Settings(
    buyers=1000, days=150, start=40, replicates=3, workers=1, interventions={"takedown": Takedown(start=40)},
    overrides=("+intervention=takedown", "start=40"),
)  # fmt: skip


@pytest.fixture
def result(fake, monkeypatch) -> Result:
    monkeypatch.setattr(Result, "plot", lambda self: {})  # drawing is tested with the views
    return run(SETTINGS)


def test_a_folder_explains_itself(result, tmp_path):
    folder = result.save(tmp_path / "run")
    names = {p.name for p in folder.iterdir()}
    assert names == {
        "config.yaml", "provenance.json", "daily.parquet", "groups.parquet", "journal.parquet", "effects.csv",
        "summary.csv", "summary.txt", "figures",
    }  # fmt: skip
    record = json.loads((folder / "provenance.json").read_text())
    assert record["command"] == "python -m sim run +intervention=takedown start=40"
    assert record["seed"] == 1 and record["replicates"]["finished"] == 3
    assert record["model"] == {"version": sim.__version__, "source": model_source()}
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

    monkeypatch.setattr(store, "provenance", full)
    with pytest.raises(OSError, match="No space"):
        result.save(tmp_path / "run")
    assert list(tmp_path.iterdir()) == []


def test_a_fault_in_a_picture_does_not_cost_the_tables(fake, tmp_path, monkeypatch):
    def broken(self):
        raise ZeroDivisionError("no days")

    monkeypatch.setattr(Result, "plot", broken)
    done = run(SETTINGS)
    folder = done.save(tmp_path / "run")
    assert done.problems == ["figures could not be made: ZeroDivisionError: no days"]
    assert load(folder).finished == 3 and "Traceback" in (folder / "failures.txt").read_text()


def test_ctrl_c_while_saving_is_not_heard(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(Result, "plot", lambda self: os.kill(os.getpid(), signal.SIGINT) or {})
    assert load(run(SETTINGS).save(tmp_path / "run")).finished == 3
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_failures_are_kept_with_their_traceback(fake, tmp_path, monkeypatch):
    monkeypatch.setattr(Result, "plot", lambda self: {})
    fake.FAIL.update(range(3))
    folder = run(SETTINGS).save(tmp_path / "run")
    assert "Traceback" in (folder / "failures.txt").read_text()
    again = load(folder)
    assert again.finished == 0 and [f.job for f in again.failures] == [0, 1, 2]


def test_figures_are_drawn_as_png_and_svg(fake, tmp_path):
    from matplotlib.figure import Figure

    class Drawn(Result):
        def plot(self) -> dict[str, Figure]:
            figure = Figure(figsize=(2, 1))
            figure.subplots().plot([1, 2])
            return {"line": figure}

    done = run(SETTINGS)
    parts = {n: getattr(done, n) for n in ("settings", "daily", "groups", "journal", "begun", "ended")}
    one, two = (Drawn(**parts).save(tmp_path / n) for n in ("one", "two"))
    assert {p.name for p in (one / "figures").iterdir()} == {"line.png", "line.svg"}
    assert (one / "figures/line.svg").read_bytes() == (two / "figures/line.svg").read_bytes()


def test_a_folder_that_is_no_run(tmp_path):
    with pytest.raises(SettingsError, match="not a run folder"):
        load(tmp_path)
    with pytest.raises(SettingsError, match="not a run folder"):
        sim.load(tmp_path / "nowhere")


def test_a_truncated_table_is_refused(result, tmp_path):
    folder = result.save(tmp_path / "run")
    (folder / "daily.parquet").write_bytes((folder / "daily.parquet").read_bytes()[:-100])
    with pytest.raises(SettingsError, match="cannot be read"):
        load(folder)


def test_a_digest_sees_every_bit(fake):
    daily = run(replace(SETTINGS, replicates=1)).daily
    changed = daily.copy()
    changed.loc[5, "orders"] += 1e-10
    assert digest(changed) != digest(daily)
    assert digest(daily.rename(columns={"orders": "order"})) != digest(daily)
    swapped = daily.assign(arm=daily.arm.map({"baseline": "barrier", "barrier": "baseline"}))
    assert digest(swapped) != digest(daily)

"""A log without a terminal hears now and then how far a study is."""

from __future__ import annotations

from sim.commands import progress_bar
from sim.commands.progress_bar import Bar


def test_a_log_gets_lines_while_it_runs_and_one_at_the_end(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: now[0])
    bar = Bar("runs")
    bar.start(100, 2)
    for done in range(1, 101):
        now[0] += 1.0
        bar.advance(done, 100)
    bar.stop()
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "30 of 100 runs; about 70 s to go", "60 of 100 runs; about 40 s to go", "90 of 100 runs; about 10 s to go",
        "100 of 100 runs in 100.0 s",
    ]  # fmt: skip


def test_what_the_first_take_to_compile_is_not_taken_for_the_pace_of_the_others(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: now[0])
    bar = Bar("runs")
    bar.start(62, 2)
    now[0] = 100.0
    bar.advance(1, 62)
    bar.advance(2, 62)
    for done in range(3, 33):
        now[0] += 1.0
        bar.advance(done, 62)
    assert capsys.readouterr().err.splitlines() == ["1 of 62 runs", "32 of 62 runs; about 30 s to go"]


def test_of_the_first_configuration_no_pace_is_known(monkeypatch, capsys):
    now = [0.0]
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: now[0])
    with progress_bar.composition_progress(quiet=False) as heard:
        for done, at in ((0, 40.0), (10, 50.0)):
            now[0] = at
            heard(done, 20)
    told = capsys.readouterr().err.splitlines()
    assert told == ["0 of 20 configurations are checked", "10 of 20 configurations are checked; about 50 s to go"]


def test_what_runs_are_for_stands_before_their_number(capsys):
    bar = Bar("runs")
    for name, runs in (("whole sets", 12), ("search 1 of 3", 40)):
        bar.stage(name, 1164)
        bar.start(runs, 2)
        bar.advance(runs, runs)
        bar.stop()
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("whole sets: 12 of 12 runs in ") and first.endswith("; 12 of at most 1,164 so far")
    assert second.startswith("search 1 of 3: 40 of 40 runs in ") and second.endswith("; 52 of at most 1,164 so far")

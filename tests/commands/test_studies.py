"""``compare``, ``sweep`` and ``reproduce``: thin, resumable, and clear about what went wrong."""

from __future__ import annotations

import json
import re

import pandas as pd
import pyarrow as pa
import pytest

import sim
from sim.__main__ import main
from sim.model.columns import TABLE
from sim.studies.analyses.shared.recovery import way_shares
from sim.studies.storage import identity
from sim.studies.storage.part_files import PartFiles
from sim.studies.storage.provenance import digest
from sim.studies.storage.study import Study

pytestmark = pytest.mark.usefixtures("unrendered")

QUICK = ["days=200", "start=60", "buyers=1000", "workers=1"]
THREE = "+intervention=[takedown,postal_inspection,licensing]"


def test_a_comparison_ends_with_its_folder(drawn, tmp_path, capsys):
    folder = tmp_path / "s"
    assert main(["compare", THREE, *QUICK, "replicates=3", "combine=pairs", f"output={folder}"]) == 0
    captured = capsys.readouterr()
    assert captured.out.splitlines()[-1] == str(folder)
    assert "6 scenarios, 3 replicates = 18 paired runs" in captured.err and "18 of 18 runs" in captured.err
    told = " ".join(captured.out.split())
    assert "|orders averted, whole | takedown + " in told
    assert "back within" not in told  # nothing is ranked by a line of 5 %
    names = {p.name for p in folder.iterdir()}
    assert {"README.txt", "study.json", "provenance.json", "design.csv", "outcomes.csv", "summary.csv", "summary.xlsx",
            "league.csv", "synergy.csv", "lasting.csv", "runs"} <= names  # fmt: skip


def test_a_folder_is_read_back_and_explains_itself(drawn, tmp_path):
    folder = tmp_path / "s"
    main(["compare", THREE, *QUICK, "replicates=3", f"output={folder}"])
    study = sim.load(folder)
    assert isinstance(study, Study) and len(study.outcomes) == 9 and study.replicates == 3
    assert list(study.results) == ["takedown", "postal_inspection", "licensing"]
    assert set(study.daily.arm) == {"baseline", "barrier"} and len(study.daily) == 9 * 400
    assert {"scenario", "outcome", "difference", "probability_best"} <= set(study.league.columns)
    record = json.loads((folder / "provenance.json").read_text())
    assert record["digests"]["outcomes"] == digest(study.effects)
    assert record["command"].startswith("python -m sim compare") and record["runs"] == 9 and record["seed"] == 1
    assert {"python", "packages", "machine", "git", "model", "sessions"} <= set(record)
    told = (folder / "README.txt").read_text()
    assert "python -m sim reproduce" in told and all(name in told for name in ("outcomes.csv", "league.csv"))
    assert pd.read_csv(folder / "outcomes.csv")["run_id"].is_unique
    book = pd.read_excel(folder / "summary.xlsx", sheet_name=None)
    assert {"summary", "settings", "columns", "league"} <= set(book)
    assert "interventions.takedown.count" in set(book["settings"]["setting"])
    explained = book["columns"].dropna(subset="meaning")
    for name, sheet in book.items():
        if name not in ("answer", "columns"):
            own = explained[explained["sheet"] == name]
            assert set(map(str, sheet.columns)) == set(own["name"].map(str))
            assert name == "design" or not own["meaning"].str.contains("design points").any()
    matrix = explained[explained["sheet"] == "barrier_model"].set_index("name")["meaning"]
    assert matrix["touched_by"] == "barriers or scenarios that bear on it"
    assert "answer" in set(book["answer"].iloc[:, 0])
    known = pd.read_csv(folder / "columns.csv", keep_default_na=False)
    assert not known.duplicated(["table", "name"]).any()
    of = {table: set(rows["name"]) for table, rows in known.groupby("table")}
    assert {column.name for column in TABLE} == of["daily"]
    assert set(study.daily.columns) <= of["daily"] | of[""] and set(pd.read_csv(folder / "summary.csv")) <= of[""]
    assert {"verdict", "cost", "n"} == of["objective"] and "touched_by" in of[""]
    assert "orders placed" in set(known[(known["table"] == "groups") & (known["name"] == "orders")]["meaning"])


def test_stages_are_no_closed_ways(drawn, tmp_path, capsys):
    words = [THREE, *QUICK, "interventions.licensing.start=90", "replicates=2", "by_event=true"]
    assert main(["compare", *words, "combine=all", "--check"]) == 0
    told = capsys.readouterr().err
    assert "2 stages" in told and "closed way" not in told


def test_stages_take_no_part_in_what_ways_carried():
    worlds = {"": 0.2, "without direct": 0.4, "up to takedown": 0.9}
    rows = [
        ("takedown", world, 0, r, "averted_first_year_share", value + r / 100, "share", False)
        for world, value in worlds.items()
        for r in range(6)
    ]
    rows += [(*row[:4], "orders_first_year", 100.0, *row[6:]) for row in rows]
    rows += [(*row[:4], "averted_first_year", row[5] * 100.0, *row[6:]) for row in rows[:18]]
    names = ["scenario", "world", "point", "replicate", "outcome", "value", "unit", "censored"]
    assert set(way_shares(pd.DataFrame(rows, columns=names))["way"]) == {"direct"}


def test_starting_again_runs_only_what_is_missing_and_says_so(drawn, tmp_path, capsys):
    words = ["compare", THREE, *QUICK, f"output={tmp_path / 's'}"]
    main([*words, "replicates=2"])
    capsys.readouterr()
    assert main([*words, "replicates=4"]) == 0
    assert "6 of 12 runs are stored already; 6 to do" in capsys.readouterr().err
    again = sim.load(tmp_path / "s")
    assert [s["ran"] for s in again.provenance["sessions"]] == [6, 6]
    main(["compare", THREE, *QUICK, "replicates=4", f"output={tmp_path / 'whole'}", "-q"])
    assert digest(again.effects) == digest(sim.load(tmp_path / "whole").effects)


def test_ctrl_c_says_how_to_go_on(drawn, tmp_path, capsys, monkeypatch):
    drawn.INTERRUPT_AT.add(2)
    monkeypatch.chdir(tmp_path)
    words = ["compare", THREE, *QUICK, "replicates=4"]
    assert main(words) == 130
    captured = capsys.readouterr()
    folder = captured.out.strip()
    assert "stopped: 6 runs are stored; to go on:" in captured.err and f"output={folder}" in captured.err
    drawn.INTERRUPT_AT.clear()
    assert main([*words, f"output={folder}"]) == 0 and len(sim.load(folder).outcomes) == 12


def test_a_failed_run_is_one_line_and_one_and_the_rest_stays(drawn, tmp_path, capsys):
    drawn.FAIL.add(1)
    assert main(["compare", THREE, *QUICK, "replicates=4", f"output={tmp_path / 's'}"]) == 1
    captured = capsys.readouterr()
    assert "replicate 1: RuntimeError: escrow does not add up (and 2 more)" in captured.err.splitlines()[-1]
    study = sim.load(tmp_path / "s")
    assert len(study.outcomes) == 9 and len(study.failures) == 3 and len(study.league)


def test_replicates_are_added_until_the_criterion_is_known(drawn, tmp_path, capsys):
    words = ["compare", "+intervention=takedown", *QUICK, "replicates=auto", "half_width=0.0001", "budget=35"]
    assert main([*words, f"output={tmp_path / 'a'}"]) == 0
    assert (
        "the budget of 35 replicates is used" in capsys.readouterr().err and sim.load(tmp_path / "a").replicates == 35
    )
    words[-2] = "half_width=0.5"
    assert main([*words, f"output={tmp_path / 'b'}"]) == 0
    assert "within 0.5 after 20 replicates" in capsys.readouterr().err


def test_a_sweep_gives_a_table_of_points_and_one_of_outcomes(drawn, tmp_path, capsys):
    words = [
        "+intervention=takedown",
        "interventions.takedown.intensity=0.5,1.0",
        "start=60,90",
        *QUICK[:1],
        *QUICK[2:],
    ]
    assert main(["sweep", *words, "replicates=2", f"output={tmp_path / 's'}"]) == 0
    study = sim.load(tmp_path / "s")
    assert list(study.design.columns) == ["point", "interventions.takedown.intensity", "start"]
    assert len(study.design) == 4 and len(study.outcomes) == 8
    told = pd.read_csv(study.folder / "columns.csv", keep_default_na=False).set_index(["table", "name"])["meaning"]
    assert told["design"]["start"] and "strength" in told["design"]["interventions.takedown.intensity"]
    assert {"start", "replicate", "averted_first_year_share"} <= set(study.outcomes.columns)
    half, whole = (study.outcomes.query(f"`interventions.takedown.intensity` == {x}")["averted_orders"].mean()
                   for x in (0.5, 1.0))  # fmt: skip
    assert whole == pytest.approx(2 * half)
    assert main(["run", "-m", *words, "replicates=2", "-q", f"output={tmp_path / 'm'}"]) == 0
    assert digest(sim.load(tmp_path / "m").effects) == digest(study.effects)


def test_a_sweep_without_barriers_tells_the_steady_state(drawn, tmp_path, capsys):
    assert main(["sweep", "buyers=500,1000", "days=200", "workers=1", "replicates=2", f"output={tmp_path / 's'}"]) == 0
    means = sim.load(tmp_path / "s").outcomes.groupby("design.buyers")["orders_per_day"].mean()
    assert means[1000] == pytest.approx(2 * means[500]) and "orders a day" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("study", "more", "table"),
    [
        ("morris", ["samples=3"], "sensitivity"),
        ("sobol", ["samples=4"], "sensitivity"),
        ("discovery", ["samples=40", "threshold=0.12"], "boxes"),
        ("robustness", ["samples=4"], "robustness"),
    ],
)
def test_analyses_leave_their_tables(drawn, tmp_path, capsys, study, more, table):
    over = "over=[interventions.takedown.intensity,ecosystem.vendors.stealth]"
    barriers = "takedown" if study != "robustness" else "[takedown,licensing]"
    words = [f"+study={study}", f"+intervention={barriers}", over, *QUICK, "replicates=2", *more]
    assert main(["sweep", *words, f"output={tmp_path / 's'}"]) == 0
    found = sim.load(tmp_path / "s").tables[table]
    assert len(found) and (tmp_path / "s" / f"{table}.csv").is_file()
    if table == "boxes":
        assert found["parameter"].iloc[0] == "interventions.takedown.intensity"


def test_where_nothing_varies_no_parameter_is_ranked(drawn, tmp_path, capsys):
    over = "over=[ecosystem.buyers.patience,ecosystem.buyers.crowd]"
    words = ["+study=sobol", "+intervention=licensing", over, *QUICK, "replicates=2", "samples=4"]
    assert main(["sweep", *words, f"output={tmp_path / 's'}"]) == 0
    told = capsys.readouterr().out
    assert "no parameter can be ranked" in told and "matters most" not in told


def test_portfolios_are_searched_confirmed_and_resumed(drawn, tmp_path, capsys):
    words = ["sweep", "+study=portfolio", "+intervention=[takedown,licensing]", "generations=1", "budget_eur=3e6",
             *QUICK, "replicates=2", f"output={tmp_path / 's'}"]  # fmt: skip
    assert main(words) == 0
    study = sim.load(tmp_path / "s")
    front = study.tables["portfolios"]
    assert front["cost"].is_monotonic_increasing and front["on_front"].any()
    assert set(study.effects["replicate"]) == {0, 1, 2, 3}  # the search's, and fresh ones
    told = capsys.readouterr()
    assert "2 replicates are few" in told.out and set(front["replicates"]) == set(study.tables["summary"]["n"]) == {2}
    most = int(re.search(r"at most \d+ candidates, ([\d,]+) paired runs", told.err)[1].replace(",", ""))
    lines = re.findall(r"^(.+): (\d+) of \2 runs in .*; (\d+) of at most (\d+) so far$", told.err, re.MULTILINE)
    assert [stage.partition(",")[0] for stage, *_ in lines][:2] == ["whole sets", "search 1 of 3"]
    assert sum(int(runs) for _, runs, *_ in lines) == int(lines[-1][2]) <= int(lines[-1][3]) == most
    assert main(words) == 0 and " 0 to do" in capsys.readouterr().err
    pd.testing.assert_frame_equal(sim.load(tmp_path / "s").tables["portfolios"], front)


def test_reproduce_says_equal_or_what_differs(drawn, tmp_path, capsys):
    main(["compare", THREE, *QUICK, "replicates=3", f"output={tmp_path / 's'}"])
    capsys.readouterr()
    assert main(["reproduce", str(tmp_path / "s")]) == 0
    assert capsys.readouterr().out.startswith("equal: 9 runs gave the same figures, bit for bit")
    assert main(["reproduce", str(tmp_path / "s"), "replicates=1", "-q"]) == 0
    assert capsys.readouterr().out.startswith("equal: 3 runs")
    part = next((tmp_path / "s" / "runs").glob("outcomes-*"))
    table = pd.read_parquet(part)
    table.loc[5, "value"] += 1e-9
    part.unlink()
    forged = PartFiles(part.parent)
    forged.write("outcomes", 1, pa.Table.from_pandas(table), lambda error: error)
    record = json.loads((tmp_path / "s" / "provenance.json").read_text())
    record["packages"]["numpy"] = "1.0"
    record["model"]["source"] = "another"
    (tmp_path / "s" / "provenance.json").write_text(json.dumps(record))
    assert main(["reproduce", str(tmp_path / "s")]) == 1
    out = capsys.readouterr().out
    assert out.startswith("different: ") and "1 outcome of 1 run, such as" in out and "numpy 1.0 then" in out
    assert "np.float64" not in out
    assert "model 0.1.0 (another) then" in out and out.count("\n") == 1


def test_reproduce_reads_run_folders_too(drawn, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("sim.studies.storage.result.Result.plot", lambda self, left_out=None: {})
    main(["run", "+intervention=takedown", *QUICK, "replicates=2", f"output={tmp_path / 'r'}"])
    capsys.readouterr()
    assert main(["reproduce", str(tmp_path / "r")]) == 0
    assert "equal: 2 runs" in capsys.readouterr().out
    daily = pd.read_parquet(tmp_path / "r" / "daily.parquet")
    daily.loc[7, "orders"] += 1
    daily.to_parquet(tmp_path / "r" / "daily.parquet")
    assert main(["reproduce", str(tmp_path / "r"), "-q"]) == 1
    assert "column orders (replicate 0, arm baseline, day 7)" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["compare"], "compare needs barriers"),
        (["compare", "+intervetion=takedown"], "did you mean intervention?"),
        (["compare", THREE, "combine=some"], "combine=some is not known"),
        (["compare", THREE, "criterion=orders_per_day", "replicates=auto"], "has no interval"),
        (["compare", THREE, "--dayss"], "unknown option '--dayss'"),
        (["compare", THREE, "output=/dev/null/x"], "cannot be written"),
        (["sweep", "over=[ecosystem.vendors.stelth]"], "did you mean ecosystem.vendors.stealth?"),
        (["sweep", "ecosystem.vendors.stealth=interval(0,7)", "design=sobol"], "7 is out of range"),
        (
            ["sweep", "+study=portfolio", "+intervention=takedown", "over=[ecosystem.vendors.stealth]"],
            "varies its barriers",
        ),
        (["reproduce"], "needs the folder"),
        (["reproduce", "nowhere"], "nowhere is not a folder of a run or a study"),
        (["reproduce", "x", "replicates=0"], "out of range"),
    ],
)
def test_misuse_is_one_line_and_two(drawn, words, part, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert main([*words, "-q"]) == 2
    captured = capsys.readouterr()
    assert part in captured.err and captured.err.count("\n") == 1 and captured.out == ""


def test_folders_of_others_are_refused(drawn, tmp_path, capsys, monkeypatch):
    folder = tmp_path / "s"
    words = ["compare", THREE, *QUICK, "replicates=1", "-q", f"output={folder}"]
    assert main(words) == 0

    def refused(*more: str) -> str:
        capsys.readouterr()
        assert main([*words, *more]) == 2
        return capsys.readouterr().err

    assert "holds another study: there days is 200, here 300" in refused("days=300")
    assert "holds a study of another kind (compare)" in _swept(words, capsys)
    assert "was begun with daily=summary, and this asks for all" in refused("daily=all")
    monkeypatch.setattr(identity, "model_identity", lambda: "another")
    assert "holds runs of another model (version 0.1.0" in refused()
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("x")
    words[-1] = f"output={tmp_path / 'other'}"
    assert "never overwritten" in refused()


def _swept(words, capsys) -> str:
    capsys.readouterr()
    assert main(["sweep", *[w for w in words[1:] if not w.startswith("+")], "+intervention=takedown"]) == 2
    return capsys.readouterr().err


def test_a_full_disk_is_one_line_and_one(drawn, tmp_path, capsys, monkeypatch):
    from tests.studies.storage.test_archive import _full

    monkeypatch.setattr("sim.studies.storage.part_files.put", _full)
    assert main(["compare", THREE, *QUICK, "replicates=2", f"output={tmp_path / 's'}", "-q"]) == 1
    error = capsys.readouterr().err
    assert "cannot be written to: no space left on the disk; 0 runs are stored" in error and error.count("\n") == 1


def test_help_and_check_run_nothing(drawn, capsys):
    for command in ("compare", "sweep", "reproduce"):
        assert main([command, "--help"]) == 0
    out = capsys.readouterr().out
    assert "half_width=0.02" in out and "+study=…" in out and "Morris screening" in out and "executor=…" in out
    assert main(["sweep", "seed=range(0,200)", "--check"]) == 0
    captured = capsys.readouterr()
    assert "200 design points over seed" in captured.err and captured.out == ""


def test_a_full_disk_while_tables_are_written_names_the_folder_and_what_is_kept(drawn, tmp_path, capsys, monkeypatch):
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    words = ["compare", THREE, *QUICK, "replicates=2", f"output={tmp_path / 's'}", "-q"]
    with monkeypatch.context() as patch:
        patch.setattr("sim.studies.pages.export._csv", full)
        assert main(words) == 1
    error = capsys.readouterr().err
    assert f"{tmp_path / 's'} cannot be written to: no space left on the disk; 6 runs are stored there" in error
    assert error.count("\n") == 1
    assert main([*words[:-1]]) == 0
    assert "6 of 6 runs are stored already; 0 to do" in capsys.readouterr().err


def test_a_comparison_without_daily_tables_works(drawn, tmp_path, capsys):
    assert main(["compare", THREE, *QUICK, "replicates=2", "daily=none", f"output={tmp_path / 's'}"]) == 0
    assert "error" not in capsys.readouterr().err


def worlds(folder, *scenarios: str) -> list[str]:
    (folder / "study").mkdir()
    lines = ["# @package _global_", "words: ['+intervention=takedown', replicates=2, workers=1, buyers=1000]"]
    text = "\n".join([*lines, "scenarios:", *(f"  s{n}: [{words}]" for n, words in enumerate(scenarios))])
    (folder / "study" / "mine.yaml").write_text(text + "\n")
    return ["compare", "--config-dir", str(folder), "+study=mine", f"output={folder / 'out'}", "-q"]


@pytest.mark.parametrize("more", ["seed=2", "days=210", "ecosystem=monopoly"])
def test_scenarios_in_different_worlds_are_not_ranked_as_pairs(drawn, tmp_path, capsys, more):
    base = "start=60" if more.startswith("days") else "days=200, start=60"
    assert main(worlds(tmp_path, f"{base}, days=200", f"{base}, {more}") if more.startswith("days")
                else worlds(tmp_path, base, f"{base}, {more}")) == 0  # fmt: skip
    study = sim.load(tmp_path / "out")
    assert study.league is None and set(study.outcomes["scenario"]) == {"s0", "s1"}


def test_replicates_of_one_scenario_are_refused(drawn, tmp_path, capsys):
    assert main(worlds(tmp_path, "start=60", "start=70, replicates=9")) == 2
    assert "replicates is of the study as a whole, not of one scenario" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "part"),
    [
        (["seed=range(1,1e9)"], "names 999,999,999 values"),
        (["seed=range(1,10,0)"], "a range needs a step other than 0"),
        (["seed=range(1,inf)"], "does not count from one number to another"),
        (["seed=range(1,10,nan)"], "does not count from one number to another"),
        (["channels=true"], "write ways=true"),
        (["method=sobol"], "write analysis=morris or analysis=sobol"),
    ],
)
def test_what_is_counted_or_renamed_is_told_at_once(words, part, capsys):
    assert main(["sweep", *words, "--check"]) == 2
    error = capsys.readouterr().err
    assert part in error and error.count("\n") == 1 and len(error) < 300


def test_settings_at_fault_found_while_running_are_misuse(drawn, tmp_path, capsys):
    drawn.MISUSE.update(range(3))
    code = main(["compare", THREE, *QUICK, "replicates=2", "-q", f"output={tmp_path / 's'}"])
    (line,) = capsys.readouterr().err.splitlines()
    assert code == 2 and "market-9 is closed" in line and len(line) <= 300
    assert "Misused" not in line and "traceback" not in line

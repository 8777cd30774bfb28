"""Nothing in a study file runs code: what reaches a shell has a strict form, places in a network are typed."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sim.__main__ import main
from sim.settings import SettingsError
from sim.studies.question.executor import ExecutorOptions
from sim.studies.question.plan import plan
from sim.studies.question.request import read_request

CODE = [
    "debug\ntouch MARK", "x; touch MARK", "$(touch MARK)", "`touch MARK`", "a b", "--wrap='touch MARK'", "--wrap=MARK",
    "--wra=MARK", "", "x" * 999,
]  # fmt: skip


def study(folder: Path, text: str) -> Path:
    (folder / "study").mkdir(exist_ok=True)
    (folder / "study" / "mine.yaml").write_text(f"# @package _global_\n{text}\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", ["queue", "account", "memory", "walltime"])
@pytest.mark.parametrize("value", CODE)
def test_what_reaches_a_job_script_has_a_strict_form(tmp_path, name, value):
    folder = study(tmp_path, f"executor: {{engine: slurm, {name}: {json.dumps(value)}}}")
    with pytest.raises(SettingsError, match=rf"executor.{name}") as error:
        read_request(["+study=mine"], folder)
    assert "\n" not in str(error.value) and len(str(error.value)) < 300
    with pytest.raises(SettingsError):
        ExecutorOptions(**{name: value}).check()


@pytest.mark.parametrize("value", CODE)
def test_directives_are_options_of_sbatch(tmp_path, value):
    with pytest.raises(SettingsError, match=r"executor.directives"):
        ExecutorOptions(directives=["--exclusive", value]).check()


PLACES = ["--chdir=/x", "-D /x", "--export-file=/x", "--output=/x", "--outp=/x", "--constraint=a/b", "--excl", "-N 1"]


@pytest.mark.parametrize("value", PLACES)
def test_a_file_asks_for_what_a_job_is_given_and_never_where_it_works(tmp_path, value):
    folder = study(tmp_path, f"executor:\n  directives: [--exclusive, {value!r}]")
    with pytest.raises(SettingsError, match=r"directives\[1\]=.*not for a file.*mine\.yaml:3\]") as error:
        read_request(["+study=mine"], folder)
    assert len(str(error.value)) <= 293
    typed = read_request([f"executor.directives=['{value}']"]).options.executor
    assert typed.directives == [value]


@pytest.mark.parametrize("value", ["--exclusive", "--mail-type=END", "--qos=high", "--gres=gpu:1", "--time 01:00:00"])
def test_a_file_asks_for_what_a_job_is_given(tmp_path, value):
    request = read_request(["+study=mine"], study(tmp_path, f"executor: {{directives: [{value!r}]}}"))
    assert request.options.executor.directives == [value]


@pytest.mark.parametrize(("text", "word"), [
    ("words: [output=elsewhere/x]", "output"),
    ("words: [++output=elsewhere/x]", "output"),
    ("scenarios: {a: [output=elsewhere/x]}", "output"),
    ("words: ['executor.directives=[-N 1]']", "executor.directives"),
    ("words: [executor=slurm]", "executor"), ("words: [samples=3]", "samples"),
])  # fmt: skip
def test_words_of_a_file_choose_neither_where_results_go_nor_where_runs_do(tmp_path, text, word):
    folder = study(tmp_path, text)
    with pytest.raises(SettingsError, match=rf"{word}.*mine\.yaml:2"):
        plan(read_request(["+study=mine", "+intervention=takedown"], folder), folder)


def test_what_people_write_is_taken():
    ExecutorOptions(
        queue="short,gpu-2", account="grp_1.a", memory="2.5GB", walltime="2-12:00:00", interface="ib0",
        address="tcp://10.0.0.1:8786", directives=["--exclusive", "--mail-type=END", "-N 1", "--constraint=ib"],
    ).check()  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [("address", "tcp://10.0.0.1:8786"), ("interface", "eth0")])
def test_places_in_a_network_are_typed(tmp_path, name, value):
    folder = study(tmp_path, f"executor: {{engine: dask, {name}: {value!r}}}")
    with pytest.raises(SettingsError, match=rf"executor.{name} stands in a file"):
        read_request(["+study=mine"], folder)
    typed = read_request(["executor=dask", f"executor.{name}='{value}'"])
    assert getattr(typed.options.executor, name) == value


def test_an_executor_file_of_the_user_names_no_place_either(tmp_path):
    (tmp_path / "executor").mkdir()
    (tmp_path / "executor" / "mine.yaml").write_text("# @package executor\nengine: dask\naddress: tcp://6.6.6.6:1\n")
    with pytest.raises(SettingsError, match="stands in a file"):
        read_request(["executor=mine"], tmp_path)
    assert main(["run", "executor=mine", "--config-dir", str(tmp_path)]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "title: ${oc.env:HOME}",
        "question: '${oc.decode:\"1\"}'",
        "words: ['${oc.env:HOME}']",
        "executor: {queue: '${oc.env:HOME,x}'}",
        "title: ${hydra:runtime.cwd}",
        "scenarios: {a: ['seed=${oc.env:X,1}']}",
    ],
)
def test_a_file_cannot_ask_for_what_lies_outside(tmp_path, text):
    with pytest.raises(SettingsError, match="never read the environment"):
        read_request(["+study=mine"], study(tmp_path, text))


@pytest.mark.parametrize(
    "text",
    [
        "executor: {_target_: os.system, command: touch MARK}",
        "title: !!python/object/apply:os.system ['touch MARK']",
        "scenarios: {a: {_target_: os.system}}",
    ],
)
def test_a_study_file_names_no_code_to_call(tmp_path, monkeypatch, text, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["sweep", "--config-dir", str(study(tmp_path, text)), "+study=mine", "--check"]) in (1, 2)
    assert not (tmp_path / "MARK").exists()


@pytest.mark.parametrize("text", ["title: [", "title: 'a", "\ttitle: a", "title: a\n---\ntitle: b", "title: {a: 1}"])
def test_a_broken_study_file_is_one_line_with_its_name(tmp_path, text):
    with pytest.raises(SettingsError) as error:
        read_request(["+study=mine"], study(tmp_path, text))
    assert "\n" not in str(error.value) and len(str(error.value)) < 400


@pytest.mark.parametrize(("memory", "skipped"), [("4GB", None), (None, ["--mem"])])
def test_a_cluster_without_mem_is_not_asked_for_memory(monkeypatch, memory, skipped):
    from sim.studies.execution import clusters

    asked = {}

    class Cluster:
        def __init__(self, **given):
            asked.update(given)

        def adapt(self, **given):
            pass

    module = ModuleType("dask_jobqueue")
    module.SLURMCluster = Cluster
    monkeypatch.setitem(sys.modules, "dask_jobqueue", module)
    options = ExecutorOptions(engine="slurm", memory=memory)
    options.check()
    clusters._slurm(options)
    assert asked.get("job_directives_skip") == skipped
    assert ("--memory-limit" in asked["worker_extra_args"]) == (memory is None) and asked["memory"]

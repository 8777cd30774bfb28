"""The documents: commands and code in them run, links lead somewhere, and what they say of the code is so."""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path

import pytest

from sim.__main__ import main
from sim.commands import dashboard, explain, history, sizes, validate
from sim.model.catalogue import channels
from sim.model.engine.parameters import parameters_of
from sim.model.interventions import outside
from sim.model.interventions.base import inside
from sim.model.interventions.registry import catalogue
from sim.model.market import tables
from sim.model.parameters import EcosystemParameters
from sim.settings import compose
from sim.studies.fitting.evidence import parameters_digest, settings_of
from sim.studies.fitting.fit import parse
from tests.thorough import some_always

ROOT = Path(__file__).resolve().parents[1]
PAGES = [page for page in sorted((ROOT / "docs").rglob("*.md")) if "_generated" not in page.parts]
FIRST = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "results/README.md", "experiments/README.md")
DOCS = [*(ROOT / name for name in FIRST), *PAGES]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ODD = (ROOT / "docs" / "odd.md").read_text(encoding="utf-8")
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.py"))
GENERATED = {"parameters.md", "interventions.md", "validation.md"}
"""Made by `make docs`; a fresh change may be ahead of them."""


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[list[str]]:
    """Every `python -m sim …` of the documents, in a block or within a line."""
    found = []
    for file in DOCS:
        if file.name == "scope.md":  # composed in test_scope.py, once each
            continue
        text = file.read_text(encoding="utf-8")
        spoken = re.findall(r"`(python -m sim [^`…]+)`", text.replace("\n", " "))
        written = [line for block in blocks("sh", text) + blocks("bat", text) for line in block.splitlines()]
        for line in [*spoken, *(w.replace(r".venv\Scripts\python", "python") for w in written)]:
            words = shlex.split(line, comments=True)
            if words[3:6] == ["compare", "--config-dir", "experiments"] and len(words) == 7:
                continue  # composed in test_experiments.py
            if words[:3] == ["python", "-m", "sim"] and words[3:] not in found:
                found.append(words[3:])
    return found


@pytest.mark.parametrize("words", commands(), ids=" ".join)
def test_commands_are_understood(words, capsys, tmp_path, monkeypatch):
    """Runs and studies are composed and not run here; what they do has tests of its own."""
    words = [re.sub(rf"\b{TOLD}\b", FREE, word) for word in words]
    if words[0] == "new" or "--barriers" in words:
        monkeypatch.chdir(tmp_path)
    if "--barriers" in words:
        (tmp_path / "barriers").mkdir()
        (tmp_path / "barriers" / f"{FREE}.py").write_text(EXAMPLE, encoding="utf-8")
    name, rest = words[0], words[1:]
    if name == "run" and "--help" not in rest:
        assert main(["run", *rest, "--cfg", "job"]) == 0
    elif name == "validate" and rest[:1] == ["sizes"]:
        assert sizes.parse(rest[1:])
    elif name == "calibrate" and "--help" not in rest:
        assert parse(rest)
    elif name == "history" and "--help" not in rest:
        assert history.parse(rest)[1].ecosystem.trends.people > 0.0
    elif name == "dashboard":
        assert dashboard.parse(rest).port
    elif name == "validate":
        plain = [word for word in rest if not word.startswith("--")]
        assert settings_of(plain, "--quick" in rest).buyers
    elif name in ("compare", "sweep") and "--help" not in rest:
        assert main([name, *rest, "--check"]) == 0
    elif name == "reproduce" and "--help" not in rest:
        folder, *changed = rest
        tiny = ["replicates=1", "ecosystem=small", "buyers=100", "days=60", "start=30"]
        assert main(["run", "-q", "+intervention=takedown", *tiny, f"output={tmp_path / Path(folder).name}"]) == 0
        assert main([name, str(tmp_path / Path(folder).name), *changed]) == 0
    else:
        assert main([name, *rest]) == 0


def test_there_are_commands_to_test():
    assert ["run", "+intervention=takedown"] in commands() and len(commands()) > 8
    assert {"run", "compare", "sweep", "reproduce", "explain", "validate"} <= {words[0] for words in commands()}


def test_make_targets_exist():
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    spoken = set(re.findall(r"`make (\w+)", " ".join(f.read_text(encoding="utf-8") for f in DOCS)))
    spoken |= set(re.findall(r"^make (\w+)", "\n".join(blocks("sh")), flags=re.MULTILINE))
    assert {"run", "test", "site"} <= spoken <= targets


def test_make_arguments_are_understood(capsys):
    (arguments,) = re.findall(r'make run ARGS="([^"]+)"', README)
    assert main(["run", *shlex.split(arguments), "--cfg", "job"]) == 0


TEXT = "\n".join(file.read_text(encoding="utf-8") for file in DOCS)
(EXAMPLE,) = (block for block in blocks("python", TEXT) if "class " in block)
EXAMPLES = [block for block in blocks("python", TEXT) if "class " not in block]
TOLD = re.search(r"`barriers/(\w+)\.py`", TEXT)[1]
"""The name of the barrier that the documents let a reader write."""
FREE = TOLD + "_again" * (TOLD in inside())
"""The same, or one that is free where a reader has put that barrier into the package."""


@pytest.mark.parametrize("code", some_always(EXAMPLES, blocks("python", README)), ids=lambda code: code.splitlines()[2])
@pytest.mark.filterwarnings("error::pandas.errors.PerformanceWarning")
def test_python_examples_run(code, capsys):
    exec(compile(code, "documents", "exec"), {"__name__": "documents"})


def test_the_example_of_a_barrier_works(tmp_path):
    """Pasted as told it is one file, within the promised length; it acts, and at zero intensity it does not."""
    assert len(EXAMPLE.splitlines()) < 60
    (tmp_path / f"{FREE}.py").write_text(EXAMPLE, encoding="utf-8")
    assert outside.load_folder(tmp_path) == [FREE], outside.left_out
    barrier = catalogue()[FREE]
    assert barrier.phrase and barrier.summary and barrier.source and barrier.__doc__

    from sim.model.ecosystem import Ecosystem

    def supply(intensity: float) -> float:
        world = Ecosystem(buyers=100, days=20, interventions=[barrier(start=5, intensity=intensity)]).run()
        return float(world.records.column("packaging").min())

    assert supply(1.0) < supply(0.0) == 1.0


def test_the_first_page_is_short():
    """Question, picture, two commands, five examples, where to go on; all else is a page of its own."""
    assert len(README.splitlines()) <= 150
    assert len(re.findall(r"^python -m sim ", "\n".join(blocks("sh")), flags=re.MULTILINE)) == 5
    first = README[: README.index("## ")]
    assert "?" in first and "](docs/images/" in first


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_links_lead_somewhere(file):
    for target in re.findall(r"\]\(([^)#]+)", file.read_text(encoding="utf-8")):
        if not target.startswith("http") and Path(target).name not in GENERATED:
            assert (file.parent / target).exists(), target


@pytest.mark.parametrize("file", DOCS, ids=lambda file: str(file.relative_to(ROOT)))
def test_tables_are_whole(file):
    width = 0
    for line in file.read_text(encoding="utf-8").splitlines():
        cells = line.replace("\\|", "").count("|") if line.startswith("|") else 0
        assert not (cells and width) or cells == width, line
        width = cells


# the ODD description


def test_odd_has_all_elements():
    heads = re.findall(r"^## (\d)\. (.+)$", ODD, flags=re.MULTILINE)
    assert heads == [
        ("1", "Purpose and patterns"), ("2", "Entities, state variables and scales"),
        ("3", "Process overview and scheduling"), ("4", "Design concepts"), ("5", "Initialisation"),
        ("6", "Input data"), ("7", "Submodels"),
    ]  # fmt: skip
    concepts = re.findall(r"^\*\*(\w[\w ]*)\.\*\*", ODD.split("## 4.")[1].split("## 5.")[0], flags=re.MULTILINE)
    assert concepts == [
        "Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
        "Interaction", "Stochasticity", "Collectives", "Observation",
    ]  # fmt: skip


def test_odd_has_the_schedule_of_the_code():
    from sim.model.ecosystem import SCHEDULE

    rows = re.findall(r"^\| (\d+) `(\w+)` \|", ODD, flags=re.MULTILINE)
    assert rows == [(str(n), phase.name) for n, phase in enumerate(SCHEDULE, 1)]


def test_odd_names_every_parameter():
    """A parameter that no formula names is not described, or not used."""
    words = set(re.findall(r"\w+", ODD))
    names = [p.name for p in parameters_of(EcosystemParameters())]
    assert "`chosen`" in ODD  # how parcels come to go by a channel is one rule for all rows of the catalogue
    names = [n for n in names if n not in {f"vendors.{row.chosen}" for row in channels.ROWS if row.chosen}]
    missing = [n for n in names if n.rpartition(".")[2] not in words and not n.startswith("name")]
    assert [n for n in missing if n != "annual_revenue"] == [], "describe them in docs/odd.md"


def test_odd_names_no_parameter_that_is_not_there():
    groups = {f.name for f in dataclasses.fields(EcosystemParameters)}
    names = {p.name for p in parameters_of(EcosystemParameters())}
    spoken = set(re.findall(r"\b(\w+)\.(\w+)\b", " ".join(re.findall(r"`[^`]+`|^    .*$", ODD, flags=re.MULTILINE))))
    assert {f"{g}.{n}" for g, n in spoken if g in groups and n != "py"} - names == set()


@pytest.mark.parametrize("table", ["BUYER", "VENDOR", "ACCOUNT", "MARKET", "ORDER"])
def test_odd_names_every_state_variable(table):
    section = ODD.split("State variables, by table")[1].split("**Scales.**")[0]
    named = set(re.findall(r"`(\w+)`", section))
    assert set(getattr(tables, table).names) - named == set()


# where things are decided

PLACE = re.compile(r"`(sim/[\w/]+\.py):(\w+)`")


def test_what_contributors_are_sent_to_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| [^|]+\? \| .+$", text, flags=re.MULTILINE)
    assert len(rows) >= 10
    for row in rows:
        assert PLACE.search(row), row
        for file, name in PLACE.findall(row):
            told = (ROOT / file).read_text(encoding="utf-8")
            assert re.search(rf"^(?:(?:def|class) {name}\b|{name}\b.* = )", told, re.MULTILINE), f"no {name} in {file}"
    for file in re.findall(r"`((?:sim|tests|configs)/[\w/]+(?:\.\w+)?/?)`", text):
        assert (ROOT / file).exists(), file


# sources, generated pages


def test_every_source_that_is_cited_is_listed():
    listed = set(re.findall(r"^\| ([DBS]\d+) \|", (ROOT / "docs" / "sources.md").read_text(), flags=re.MULTILINE))
    cited = set()
    for file in (ROOT / "sim").rglob("*.py"):
        text = re.sub(r"# noqa: \S+", "", file.read_text(encoding="utf-8"))  # rules of the linter are no sources
        cited |= set(re.findall(r"\b[DBS]\d{1,3}\b", text))
    assert cited - listed == set()


@pytest.mark.skipif(not (ROOT / "docs" / "validation.md").exists(), reason="not generated yet")
def test_the_validation_page_is_of_these_parameters():
    page = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    assert parameters_digest(compose([])) in page, "run: make docs"
    assert README.count(validate.BEGIN) == README.count(validate.END) == 1


@pytest.mark.skipif(not (ROOT / "docs" / "interventions.md").exists(), reason="not generated yet")
def test_the_page_of_interventions_is_of_today():
    page = (ROOT / "docs" / "interventions.md").read_text(encoding="utf-8")
    assert explain.interventions().strip() in page, "run: make docs"
    assert all(f"| {name} |" in page for name in catalogue())


@pytest.mark.parametrize("topic", ["glossary", "unknowns"])
def test_pages_of_words_and_gaps_are_of_today(topic):
    page = (ROOT / "docs" / f"{topic}.md").read_text(encoding="utf-8")
    assert explain.TOPICS[topic]().strip() in page, "run: make docs"


# notebooks


@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebook_and_script_are_the_same(script):
    jupytext = pytest.importorskip("jupytext")
    pair = script.with_suffix(".ipynb")
    assert pair.exists(), "run: make docs"
    mine, other = (
        [(cell.cell_type, cell.source.strip()) for cell in jupytext.read(file).cells] for file in (script, pair)
    )
    assert mine == other, "run: make docs"


@pytest.mark.long
@pytest.mark.timeout(900)  # each cell has its own limit
@pytest.mark.parametrize("script", NOTEBOOKS, ids=lambda file: file.stem)
def test_notebooks_run_in_a_kernel(script):
    nbclient = pytest.importorskip("nbclient")
    jupytext = pytest.importorskip("jupytext")
    pytest.importorskip("ipykernel")
    notebook = jupytext.read(script)
    nbclient.NotebookClient(notebook, timeout=250, resources={"metadata": {"path": str(ROOT)}}).execute()
    assert any(output.get("data", {}).get("image/png") for cell in notebook.cells for output in cell.get("outputs", []))


RULE = re.compile(r"^\*([A-Z][^*]*)\*(?: \(`([\w/]+\.py):(\w+)`\))?", re.MULTILINE)
HEAD = re.compile(r"^### (7\.\d+) .*?$(?:\n\nIn code: `([\w/]+\.py):(\w+)`\.)?", re.MULTILINE)


def test_odd_names_the_code_beside_each_rule():
    """Who reads a rule opens one file; what is named is there."""
    submodels = ODD[ODD.index("## 7. Submodels") :]
    found = [*RULE.findall(submodels), *(h for h in HEAD.findall(submodels) if h[0] != "7.13")]
    assert len(found) > 40
    for rule, file, name in found:
        assert file, f"name the code beside '{rule}'"
        text = (ROOT / "sim" / "model" / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:def|class) {name}\b", text, re.MULTILINE), f"{rule}: no {name} in {file}"
    for file, name in re.findall(r"`([\w/]+\.py):(\w+)`", submodels):
        text = (ROOT / "sim" / "model" / file).read_text(encoding="utf-8")
        assert re.search(rf"^(?:def|class) {name}\b", text, re.MULTILINE), f"no {name} in {file}"

"""The house: a floor imports only floors below it, and nothing foreign is in the repository."""

from __future__ import annotations

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "sim"

MODEL = (
    {"engine"},
    {"catalogue"},
    {"market"},
    {"columns"},
    {"records"},
    {"acts"},
    {"agents"},
    {"books", "news", "settlement"},
    {"interventions"},
    {"parameters", "policy"},
    {"construction", "assumed", "trade"},
    {"ecosystem"},
)
"""Rooms of sim/model, from the ground up."""
STUDIES = ("measurement", "question", "storage", "execution", "analyses", "pages", "fitting")
"""Rooms of sim/studies, from the ground up; the files above them tie them together."""
FLOORS = (
    {"version", "moved"},
    *({f"model.{room}" for room in rooms} for rooms in MODEL),
    {"model"},
    {"effects", "validation"},
    {"observations"},
    {"settings"},
    {"views"},
    *({f"studies.{room}"} for room in STUDIES),
    {"studies"},
    {"dashboard"},
    {"commands"},
    {"__main__", "__init__"},
)
"""From the ground up. Views draw tables and know no study, so results can draw themselves."""
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def room_of(module: str) -> str:
    parts = module.split(".")
    if len(parts) > 2 and parts[1] == "model":
        return f"model.{parts[2]}"
    if len(parts) > 2 and parts[1] == "studies" and parts[2] in STUDIES:
        return f"studies.{parts[2]}"
    return parts[1] if len(parts) > 1 else "__init__"


def modules() -> dict[str, Path]:
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        parts = ["sim", *file.relative_to(PACKAGE).with_suffix("").parts]
        found[".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)] = file
    return found


MODULES = modules()


def imports(file: Path) -> Iterator[str]:
    """Yield the modules of ours that a file imports, also within functions and where only types need them."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "sim")
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "sim":
            assert node.level == 0
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in MODULES else node.module


def test_every_room_has_a_floor():
    assert {room_of(m) for m in MODULES} <= set(LEVEL)


@pytest.mark.parametrize("room", [r for rooms in FLOORS for r in sorted(rooms) if r not in ("__main__", "__init__")])
def test_rooms_import_only_what_is_below(room: str):
    upward = [
        f"{module} -> {other}"
        for module, file in MODULES.items()
        if room_of(module) == room
        for other in imports(file)
        if room_of(other) != room and LEVEL.get(room_of(other), 99) >= LEVEL[room]
    ]
    assert upward == []


def test_no_circles():
    """Neither when files are loaded, nor within functions or for types alone: what needs each other is one thing."""
    edges = {module: {o for o in imports(file) if o in MODULES and o != module} for module, file in MODULES.items()}
    done: set[str] = set()

    def visit(module: str, path: tuple[str, ...]) -> None:
        assert module not in path, " -> ".join([*path[path.index(module) :], module])
        if module not in done:
            for other in edges[module]:
                visit(other, (*path, module))
            done.add(module)

    for module in MODULES:
        visit(module, ())


def test_files_of_studies_are_short():
    lengths = {
        str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines())
        for module, file in MODULES.items()
        if module.startswith("sim.studies")
    }
    assert {name: lines for name, lines in lengths.items() if lines > 300} == {}
    assert sum(lengths.values()) / len(lengths) < 120


def test_an_analysis_is_found_by_being_there():
    from sim.studies.question.analysis import Analysis, analysis, every, names

    room = PACKAGE / "studies" / "analyses"
    files = {file.stem for file in room.glob("*.py")} - {"__init__"}
    assert set(names()) == files
    added = {file.stem for file in (room / "additions").glob("*.py")} - {"__init__"}
    presets = {file.stem for file in (ROOT / "configs" / "study").glob("*.yaml")}
    assert presets == files | added  # one YAML an analysis: +study=<name>
    assert all(isinstance(analysis(name), Analysis) for name in files)
    tables = [name for found in every() for name in found.tables]
    assert all(text for found in every() for text in (*found.tables.values(), *found.files.values())) and tables


def kept_files() -> list[Path]:
    """List the files that are, or would be, under version control."""
    command = ["git", "-C", str(ROOT), "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(command, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("not a Git checkout")
    return [p for name in done.stdout.decode().split("\0") if name and (p := ROOT / name).is_file()]


def texts() -> Iterator[tuple[Path, str]]:
    for file in kept_files():
        try:
            yield file, file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def found(pattern: str) -> list[str]:
    expression = re.compile(pattern)
    return [
        f"{file.relative_to(ROOT)}:{text[: m.start()].count(chr(10)) + 1}: {m.group()}"
        for file, text in texts()
        for m in expression.finditer(text)
    ]


def test_no_registry_host_in_any_file():
    # Put together here, so that this file does not hold what it looks for.
    hosts = ["py" + "pi", "python" + "hosted", "npm" + "js", "ana" + "conda", "conda-" + "forge", "jfrog"]
    hosts.append("arti" + "factory")
    assert found(r"\b[\w.-]*(?:" + "|".join(hosts) + r")[\w-]*\.(?:org|com|io|net)\b") == []
    assert found(r"--?(?:extra-)?index-" + r"url\b") == []
    assert not {"uv.lock", "pylock.toml"} & {f.name for f in kept_files()}


def test_no_path_of_a_machine_in_any_file():
    roots = ["/ho" + "me/", "/ro" + "ot/", "/Us" + "ers/", "/wo" + "rk/", "C:" + r"\\\\Users"]
    assert found(r"(?<![\w.])(?:" + "|".join(roots) + r")\w+") == []
    checkout = re.escape(str(ROOT) + os.sep)
    assert found(checkout) == []


def test_no_kept_file_is_large():
    assert [str(f.relative_to(ROOT)) for f in kept_files() if f.stat().st_size > 1_500_000] == []


def test_no_function_takes_many_parameters():
    """At most 8, and 12 where compiled code is handed its structs."""
    many = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = [a.arg for a in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
                compiled = any(getattr(d, "id", "") in ("kernel", "helper") for d in node.decorator_list)
                where = f"{file.relative_to(PACKAGE).as_posix()}:{node.name}"
                most = 12 if compiled else 8
                if len([n for n in names if n not in ("self", "cls")]) > most:
                    many.add(where)
    assert many == set()


def test_no_function_is_named_by_a_participle():
    """What such a function gives cannot be guessed where it is called; a noun or a verb tells it."""
    participles = {"began", "acted", "told", "said", "understood", "printed", "conducted", "composed", "untold"}
    files = [f for f in kept_files() if f.suffix == ".py"]
    named = [
        f"{file.relative_to(ROOT)}: {node.name}"
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("test_")
        and participles & set(node.name.split("_"))
    ]
    assert files and named == []


def test_files_are_short():
    lengths = {str(f.relative_to(ROOT)): len(f.read_text(encoding="utf-8").splitlines()) for f in MODULES.values()}
    assert max(lengths.values()) <= 300, max(lengths, key=lengths.get)
    assert sum(lengths.values()) / len(lengths) < 120

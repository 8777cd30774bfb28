"""Habits of a public project: what stands in several files says the same, and checks need nothing from elsewhere."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from sim.version import __version__

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
MAKEFILE = (ROOT / "Makefile").read_text()


def test_the_citation_is_of_this_version():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text())
    assert citation["version"] == __version__ and citation["license"] == PROJECT["license"]
    assert citation["title"].startswith(PROJECT["name"])


def test_hooks_are_local_and_those_of_the_test_command():
    repos = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    assert [repo["repo"] for repo in repos] == ["local"]
    hooks = repos[0]["hooks"]
    assert {hook["language"] for hook in hooks} == {"system"}
    lint = re.search(r"^lint:.*\n((?:\t.*\n)+)", MAKEFILE, re.MULTILINE)[1]
    for hook in hooks:
        assert hook["name"] in lint
    assert re.search(r"^test: lint$", MAKEFILE, re.MULTILINE)


def test_every_place_allows_the_same_versions_of_python():
    low, high = re.fullmatch(r">=3\.(\d+),<3\.(\d+)", PROJECT["requires-python"]).groups()
    assert f"(3, {low}) <= sys.version_info[:2] < (3, {high})" in MAKEFILE
    assert f"Python 3.{low} to 3.{int(high) - 1}" in (ROOT / "README.md").read_text()
    listed = [c.rpartition(".")[2] for c in PROJECT["classifiers"] if "Python :: 3." in c]
    assert listed == [str(minor) for minor in range(int(low), int(high))]


@pytest.mark.skipif(shutil.which("make") is None, reason="no make here")
def test_make_says_what_to_install_where_no_python_fits(tmp_path):
    done = subprocess.run(["make", "run", "PY=", f"VENV={tmp_path / 'venv'}"], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 2 and done.stderr.count("\n") == 1
    assert "*** no Python 3.11 to 3.14 is found; install one" in done.stderr
    assert not (tmp_path / "venv").exists()

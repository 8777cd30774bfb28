"""The road to an error message stays short."""

from __future__ import annotations

import subprocess
import sys

import pytest


def test_settings_import_nothing_heavy():
    code = (
        "import sys; import sim.__main__, sim.commands.run, sim.commands.explain, sim.settings.composition;"
        "print(*[m for m in ('pandas','matplotlib','mesa','numba','scipy','pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


HEAVY = "{'numba','pandas','matplotlib','pyarrow','scipy'}"


@pytest.mark.parametrize(
    ("words", "heavy"),
    [(["run", "--help"], "{'numba','pandas','hydra','omegaconf'}"), (["run", "+intervention=takedwn"], HEAVY)],
    ids=["help", "a bad word"],
)
def test_help_of_run_and_a_bad_word_in_it_wait_for_no_compiler(words: list[str], heavy: str):
    script = f"import sys; from sim.__main__ import main; main(sys.argv[1:]); print({heavy} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script, *words], capture_output=True, text=True)
    assert done.stdout.splitlines()[-1] == "set()"


def test_the_first_page_of_the_dashboard_waits_for_no_tables():
    pytest.importorskip("nicegui")
    script = f"import sys, sim.dashboard.server; print({HEAVY} & {{*sys.modules}})"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["set()"]


def test_nothing_that_is_given_late_has_a_module_of_its_name():
    """Once such a module is read, the name of the package is the module's, and what was meant is gone."""
    from importlib.util import find_spec

    from sim import effects, settings

    assert [name for room in (effects, settings) for name in room._HOMES if find_spec(f"{room.__name__}.{name}")] == []

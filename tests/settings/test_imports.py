"""The road to an error message stays short."""

from __future__ import annotations

import subprocess
import sys


def test_settings_import_nothing_heavy():
    code = (
        "import sys; import sim.__main__, sim.commands.run, sim.commands.explain, sim.settings.composition;"
        "print(*[m for m in ('pandas','matplotlib','mesa','numba','scipy','pyarrow') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []

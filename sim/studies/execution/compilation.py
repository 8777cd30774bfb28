"""Compile the model before workers start: once on a machine, not once in every worker."""

from __future__ import annotations

import threading

from sim.settings import Settings
from sim.studies.execution.progress import Progress
from sim.studies.measurement.scenario import world


def compile_once(settings: Settings, progress: Progress) -> None:
    """Run a few days of a tiny world, and say so if that takes long."""

    def note() -> None:
        from sim.model.engine.kernels import not_yet_compiled

        if not_yet_compiled():  # else it is only being read, on a machine that has other things to do
            progress.note("compiling the model: up to a minute, once on this machine")

    patience = threading.Timer(2.5, note)
    patience.daemon = True
    patience.start()
    try:
        tiny = world(settings, 0, buyers=min(settings.buyers, 200), days=3, threads=1)
        tiny.step()
        twin = tiny.branch(settings.interventions) if settings.interventions else tiny
        twin.step()
        tiny.close()
        twin.close()
    finally:
        patience.cancel()
        patience.join()

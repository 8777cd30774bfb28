"""What to run: a scenario with its paired twin, in replicates, on workers; and the folder that keeps it."""

from sim.studies.loading import load
from sim.studies.result import Result
from sim.studies.runner import run
from sim.studies.scenario import run_replicate

__all__ = ["Result", "load", "run", "run_replicate"]

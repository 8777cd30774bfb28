"""Engines for more than one machine: Dask (a local cluster, a scheduler, or Slurm) and MPI."""

from __future__ import annotations

import logging
import sys
from concurrent.futures import Executor
from typing import Any

from sim.settings.errors import SettingsError
from sim.studies.execution.engines import Engine, EngineLost, missing
from sim.studies.question.executor import ExecutorOptions

LOOPBACK = "127.0.0.1"
UNSAID = "2GB"
"""Memory that Dask wants to be told where the job does not ask for any."""
RETRIES = 3
"""Times Dask runs a job again whose worker died."""


class Dask(Engine):
    """Dask distributed; it replaces dead workers and repeats their jobs by itself."""

    def __init__(self, options: ExecutorOptions, workers: int) -> None:
        try:
            from distributed import Client, LocalCluster
        except ImportError as error:
            raise missing("cluster", error) from None
        logging.getLogger("distributed").setLevel(logging.CRITICAL)
        self.workers, self._cluster, self._client = workers, None, None
        try:
            if options.engine == "slurm":
                self._cluster = _slurm(options)
                self.workers = options.jobs
            elif options.address is None:
                self._cluster = LocalCluster(n_workers=workers, threads_per_worker=1, host=LOOPBACK,
                                             dashboard_address=None, silence_logs=logging.CRITICAL)  # fmt: skip
            self._client = Client(self._cluster or options.address, timeout=options.timeout, set_as_default=False)
            if options.address is not None:
                self._client.wait_for_workers(1, timeout=options.timeout)
                self.workers = max(len(self._client.scheduler_info(n_workers=-1)["workers"]), 1)
        except (OSError, TimeoutError, ValueError) as error:
            self._stop()
            told = str(error).splitlines()[0] if str(error) else type(error).__name__
            where = f"executor.address={options.address}" if options.address else f"executor={options.engine}"
            raise SettingsError(f"{where}: no Dask scheduler with workers could be reached ({told})",
                                key="executor.address", value=options.address,
                                hint="start one with 'dask scheduler' and 'dask worker', or use executor=processes",
                                ) from None  # fmt: skip
        self.executor: Executor = self._client.get_executor(pure=False, retries=RETRIES)

    @property
    def room(self) -> int:
        return 4 * self.workers  # the way to a worker is longer

    def renew(self) -> None:
        raise EngineLost("the Dask workers died again and again")

    def close(self) -> None:
        self._stop()

    def _stop(self) -> None:
        for part in (self._client, self._cluster):
            if part is not None:
                try:
                    part.close()
                except (OSError, TimeoutError):
                    continue  # what does not answer any more needs no goodbye


def _slurm(options: ExecutorOptions) -> Any:
    try:
        from dask_jobqueue import SLURMCluster
    except ImportError as error:
        raise missing("cluster", error) from None
    place: dict[str, Any] = {"interface": options.interface} if options.interface else {}
    scheduler: dict[str, Any] = {"dashboard_address": None} | ({} if options.interface else {"host": LOOPBACK})
    worker = [] if options.interface else ["--host", LOOPBACK]
    if options.memory is None:  # some clusters give memory by core and refuse a job that asks for some
        place["job_directives_skip"] = ["--mem"]
        worker += ["--memory-limit", "0"]
    cluster = SLURMCluster(
        cores=1, processes=1, memory=options.memory or UNSAID, walltime=options.walltime, queue=options.queue,
        account=options.account, job_extra_directives=list(options.directives), python=sys.executable,
        scheduler_options=scheduler, worker_extra_args=["--no-dashboard", *worker], **place,
    )  # fmt: skip
    cluster.adapt(minimum=options.jobs, maximum=options.jobs)  # unlike scale(), replaces a job that was killed
    return cluster


class Mpi(Engine):
    """MPI ranks: ``mpiexec -n 33 python -m mpi4py.futures -m sim …``; a dead rank ends them all, the store stays."""

    def __init__(self) -> None:
        try:
            from mpi4py import MPI
            from mpi4py.futures import MPIPoolExecutor
        except (ImportError, RuntimeError) as error:
            known = error if isinstance(error, ImportError) else ImportError(str(error), name="an MPI library")
            raise missing("mpi", known) from None
        self.workers = MPI.COMM_WORLD.Get_size() - 1
        if self.workers < 1:
            raise SettingsError("executor=mpi: there is no second MPI rank to run on", key="executor",
                                hint="start it with 'mpiexec -n 3 python -m mpi4py.futures -m sim …'")  # fmt: skip
        self.executor: Executor = MPIPoolExecutor()

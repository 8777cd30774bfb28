"""Where a study runs, as options; whatever reaches a job script or a shell has a strict form."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Optional

from sim.model.engine.parameters import parameter
from sim.settings.errors import SettingsError

ENGINES = ("serial", "processes", "dask", "slurm", "mpi")
TYPED_ONLY = ("address", "interface")
"""Options that name a place in a network: only from the command line, as a scheduler is trusted with code."""
WORD = r"[A-Za-z0-9_][A-Za-z0-9_.,:+-]{0,99}"
FORMS = {
    "address": (r"(tcp|tls|ucx|ws|wss)://[A-Za-z0-9_.\[\]:-]{1,200}", "tcp://<host>:<port>"),
    "memory": (r"\d{1,6}(\.\d{1,3})?\s?([kKMGTP]i?)?B", "a number and a unit, such as 2GB"),
    "walltime": (r"(\d{1,3}-)?\d{1,3}(:\d{2}){1,2}", "[days-]hours:minutes:seconds, such as 01:00:00"),
    "queue": (WORD, "letters, digits and _ . , : + -"),
    "account": (WORD, "letters, digits and _ . , : + -"),
    "interface": (r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,14}", "the name of a network interface, such as ib0"),
    "directives": (
        r"--?(?!wrap)[A-Za-z][A-Za-z-]{0,40}([= ][A-Za-z0-9_.,:/@%+-]{1,200})?",
        "an option of sbatch, such as --exclusive or --mail-type=END",
    ),
}
"""What each option may look like, and how that is told."""


@dataclass(frozen=True)
class ExecutorOptions:
    """How runs are spread over cores and machines; never changes what they give."""

    engine: str = parameter("processes", "what runs the replicates", choices=ENGINES, status="setting")
    address: Optional[str] = parameter(None, "Dask scheduler to use, such as tcp://127.0.0.1:8786; none: start one here", status="setting")  # fmt: skip # noqa: E501, UP045
    timeout: float = parameter(30.0, "wait for a scheduler or a first worker", unit="s", low=0.1, high=86400, status="setting")  # fmt: skip # noqa: E501
    jobs: int = parameter(2, "Slurm jobs, one worker each", unit="jobs", low=1, high=10_000, status="setting")
    memory: Optional[str] = parameter("2GB", "memory of a Slurm job; none: not asked for, where a cluster knows no --mem", status="setting")  # fmt: skip # noqa: E501, UP045
    walltime: str = parameter("01:00:00", "time limit of a Slurm job", status="setting")
    queue: Optional[str] = parameter(None, "Slurm partition", status="setting")  # noqa: UP045
    account: Optional[str] = parameter(None, "Slurm account", status="setting")  # noqa: UP045
    interface: Optional[str] = parameter(None, "network interface that Slurm workers reach the scheduler by, such as ib0; none: this machine alone", status="setting")  # fmt: skip # noqa: E501, UP045
    directives: list[str] = parameter([], "further lines for the Slurm job, such as --exclusive", status="setting")

    def check(self, origin: Callable[[str], str] = lambda key: "") -> None:
        """Raise SettingsError for a value of another form than its option has: it may reach a shell."""
        for name, (form, told) in FORMS.items():
            value = getattr(self, name)
            for text in value if isinstance(value, list) else [value]:
                if text is not None and not re.fullmatch(form, text, re.ASCII):
                    key = f"executor.{name}"
                    shown = repr(text if len(text) <= 60 else text[:59] + "…")
                    raise SettingsError(f"{key}={shown} has not the form it needs", key=key, value=text, allowed=told,
                                        origin=origin(key))  # fmt: skip

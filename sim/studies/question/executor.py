"""Where a study runs, as options; whatever reaches a job script or a shell has a strict form."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Optional

from sim.model.engine.parameters import parameter
from sim.settings.errors import SettingsError, UnknownName, nearest

ENGINES = ("serial", "processes", "dask", "slurm", "mpi")
TYPED_ONLY = ("address", "interface")
"""Options that name a place in a network: only from the command line, as a scheduler is trusted with code."""
FILED = (
    "account", "constraint", "cpus-per-task", "exclusive", "gres", "hint", "licenses", "mail-type", "mem",
    "mem-per-cpu", "nice", "no-requeue", "nodes", "partition", "qos", "requeue", "reservation", "time",
)  # fmt: skip
"""Options of sbatch that a file may ask for: what a job is given, never where it works, what it reads or writes."""
WORD = r"[A-Za-z0-9_][A-Za-z0-9_.,:+-]{0,99}"
FORMS = {
    "address": (r"(tcp|tls|ucx|ws|wss)://[A-Za-z0-9_.\[\]:-]{1,200}", "tcp://<host>:<port>"),
    "memory": (r"\d{1,6}(\.\d{1,3})?\s?([kKMGTP]i?)?B", "a number and a unit, such as 2GB"),
    "walltime": (r"(\d{1,3}-)?\d{1,3}(:\d{2}){1,2}", "[days-]hours:minutes:seconds, such as 01:00:00"),
    "queue": (WORD, "letters, digits and _ . , : + -"),
    "account": (WORD, "letters, digits and _ . , : + -"),
    "interface": (r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,14}", "the name of a network interface, such as ib0"),
    "directives": (
        r"--?(?!wr)[A-Za-z][A-Za-z-]{0,40}([= ][A-Za-z0-9_.,:/@%+-]{1,200})?",
        "an option of sbatch, such as --exclusive or --mail-type=END",
    ),
}
"""What each option may look like, and how that is told. sbatch knows an option by its beginning: ``--wr`` is --wrap."""


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

    def check_filed(self, typed: Collection[str], origin: Callable[[str], str] = lambda key: "") -> None:
        """Raise SettingsError for what stands in a file, which somebody may have sent, and is for who types to say."""
        for name in TYPED_ONLY:
            value, key = getattr(self, name), f"executor.{name}"
            if value is not None and name not in typed:
                raise SettingsError(f"{key} stands in a file, and is only taken from the command line", key=key,
                                    value=value, hint=f"type {key}=… if you trust that place with code",
                                    origin=origin(key))  # fmt: skip
        for place, text in enumerate(self.directives if "directives" not in typed else ()):
            found = re.fullmatch(r"--([a-z-]+)([= ][A-Za-z0-9_.,:@%+-]+)?", text, re.ASCII)
            if not found or found[1] not in FILED:
                key = f"executor.directives[{place}]"
                near = nearest(found[1], FILED) if found else None
                raise UnknownName(f"{key}={text!r} is not for a file to ask for", key=key, value=text,
                                  near=near and f"--{near}", allowed=", ".join(f"--{name}" for name in FILED),
                                  hint="type executor.directives=[…] for others", origin=origin(key))  # fmt: skip

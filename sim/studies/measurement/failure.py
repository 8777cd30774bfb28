"""What is kept of an error in a run."""

from __future__ import annotations

import traceback
from dataclasses import dataclass


@dataclass(frozen=True)
class Failure:
    """A job that raised. ``usage``: the settings were at fault, so that other replicates would fail as well."""

    job: int
    kind: str
    message: str
    trace: str = ""
    usage: bool = False

    @classmethod
    def of(cls, error: BaseException, job: int) -> Failure:
        """Describe what was raised, since not every exception survives pickling."""
        usage = isinstance(error, ValueError) and hasattr(error, "key")
        trace = "".join(traceback.format_exception(error))
        return cls(job, type(error).__name__, " ".join(str(error).split()), trace, usage)

    def __str__(self) -> str:
        return f"replicate {self.job}: {'' if self.usage else self.kind + ': '}{self.message}"

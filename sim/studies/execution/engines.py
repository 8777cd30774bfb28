"""What an engine is: an Executor of the standard protocol, and what has to be known to keep it busy and renew it."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from typing import Any

from sim.settings.errors import SettingsError


class EngineLost(RuntimeError):
    """The engine as a whole is gone: a scheduler that ended, a connection that broke."""


class Engine:
    """An executor with what the protocol does not say: how much to send, and how to begin anew."""

    executor: Executor
    workers = 1
    idle = True
    """Whether nothing sent is unfinished."""

    @property
    def room(self) -> int:
        """Jobs that may be under way at a time: enough to keep every worker busy while results are stored."""
        return 2 * self.workers

    def watch(self) -> None:
        """Look, a few times a second, for what the executor cannot see."""

    def renew(self) -> None:
        """Start anew after workers died; most engines replace them by themselves."""
        raise EngineLost("the workers are gone")

    def close(self) -> None:
        """Stop the engine; at once if something is unfinished."""
        self.executor.shutdown(wait=True, cancel_futures=True)


class SerialExecutor(Executor):
    """Run each job in this process as it is submitted."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run the job and return its finished future."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Serial(Engine):
    """This process, one job after the other in order."""

    def __init__(self) -> None:
        self.executor = SerialExecutor()

    @property
    def room(self) -> int:
        return 1


def missing(extra: str, error: ImportError) -> SettingsError:
    """Say which extra of the installation an engine needs."""
    return SettingsError(f"this executor needs a package that is not installed ({error.name})", key="executor",
                         hint=f"pip install 'barrierlife[{extra}]'")  # fmt: skip

"""What ends a command from outside: SIGTERM (a time limit) and SIGHUP (a closed terminal) count as Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

NAMES = ("SIGTERM", "SIGHUP")


@contextmanager
def as_interrupt() -> Iterator[None]:
    """Raise KeyboardInterrupt where the system asks the command to end, so that what is finished is kept."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before: dict[int, Any] = {}
    for name in NAMES:
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:  # nohup stays in force
            before[number] = signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def interrupted(error: BaseException | None) -> bool:
    """Say whether an error is Ctrl-C by another name, as Python gives it where a class is made.

    What fails while the program stops for it, as a full disk does, is a fault of its own, and only has it for context.
    Not so what a ``finally`` misses of what was just being made, as argparse's own does.
    """
    while error is not None and not isinstance(error, KeyboardInterrupt):
        half_made = isinstance(error, (AttributeError, NameError))
        error = error.__cause__ or (error.__context__ if half_made else None)
    return error is not None


def _interrupt(number: int, frame: FrameType | None) -> None:
    raise KeyboardInterrupt

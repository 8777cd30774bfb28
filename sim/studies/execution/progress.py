"""What a study says while it runs. The base class says nothing; commands and notebooks bring their own."""

from __future__ import annotations


class Progress:
    """Listener to a study; every method may be called from the driver only."""

    def stage(self, name: str, most: int = 0) -> None:
        """Hear what the runs that begin next are for, and how many runs the whole study has at most (0: as before)."""

    def start(self, total: int, workers: int) -> None:
        """Hear that so many replicates begin on so many workers."""

    def advance(self, done: int, total: int) -> None:
        """Hear that a replicate is finished."""

    def tick(self) -> None:
        """Hear, a few times a second, that time passes."""

    def note(self, text: str) -> None:
        """Hear something a person should read."""

    def stop(self) -> None:
        """Hear that nothing more comes."""

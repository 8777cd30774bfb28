"""What an analysis is, and which there are: each is a class in a file of its own in ``sim/studies/analyses``."""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.studies.question.axes import Axis
    from sim.views.cautions import Caution

ROOM = "sim.studies.analyses"
FOLDER = Path(__file__).resolve().parents[1] / "analyses"
ADDITIONS = "additions"
"""Folder of analyses that an option adds to another one."""


class Analysis:
    """What a study needs for an answer, and what is made of its runs.

    Subclasses say what they are by the class attributes, and override what they do otherwise.
    """

    title: ClassVar[str] = ""
    """Heading of its section of the report."""
    reading: ClassVar[str] = ""
    """How to read its table, in the report."""
    tables: ClassVar[Mapping[str, str]] = {}
    """Tables it leaves as CSV, each with what README.txt says of it."""
    files: ClassVar[Mapping[str, str]] = {}
    """Other files it leaves, each with what README.txt says of it."""
    varied: ClassVar[int] = 0
    """Parameters that have to vary, at least."""
    rivals: ClassVar[bool] = False
    """Whether barriers are scenarios of their own, each held against the same worlds."""
    barriers: ClassVar[bool] = False
    """Whether it needs barriers."""
    sweeps: ClassVar[bool] = True
    """Whether parameters may vary."""
    searches: ClassVar[bool] = False
    """Whether its cases are found on the way; runs say by their ids whether they belong to it."""
    until_known: ClassVar[bool] = False
    """Whether replicates are added until the orders averted are known, where no number is given."""
    partial: ClassVar[bool] = False
    """Whether an answer is told of what is finished when the study is stopped."""

    @property
    def shown(self) -> Sequence[str]:
        """Tables that the report shows and the command prints: the first."""
        return list(self.tables)[:1]

    @property
    def name(self) -> str:
        """Name as typed: that of its file."""
        return type(self).__module__.rpartition(".")[2]

    def applies(self, options: Any) -> bool:
        """Tell whether the options of a study ask for it."""
        return bool(options.analysis == self.name)

    def check(self, options: Any, axes: Sequence[Axis]) -> None:
        """Raise SettingsError for what this analysis cannot do, before anything runs."""

    def check_settings(self, options: Any, settings: Any) -> None:
        """Raise SettingsError for a configuration with which it cannot do what the options ask."""

    def points(self, axes: Sequence[Axis], options: Any) -> list[dict[str, Any]]:
        """Lay the points of the design."""
        from sim.studies.question.sampling import points  # only now: help need not wait for NumPy

        return points(axes, options.design, options.samples, options.design_seed)

    def evaluate(self, runner: Any, plan: Any) -> Any:
        """Run the cases of a plan and return the plan with every case that was run; ``runner``: execution.Runner."""
        runner.evaluate(plan.cases, range(plan.settings.replicates))
        return plan

    def most(self, plan: Any) -> int:
        """Configurations that are run, at most: those of the plan, unless more are found on the way."""
        return len(plan.cases)

    def most_runs(self, plan: Any) -> int:
        """Paired runs, at most."""
        return self.most(plan) * int(plan.settings.replicates)

    def reported_effects(self, effects: pd.DataFrame, plan: Any) -> pd.DataFrame:
        """Give the outcomes that tables tell of: all, unless some only served to choose."""
        return effects

    def replicates(self, study: Any) -> int:
        """Replicates on which what is told rests."""
        return int(study.replicates)

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        """Make its tables from the outcomes of a study (storage.Study)."""
        return {}

    def write(self, study: Any) -> None:
        """Write its other files into the folder of a study."""

    def draw(self, study: Any) -> dict[str, Figure]:
        """Draw its pictures, by name."""
        return {}

    def page(self, study: Any, figures: Mapping[str, Figure]) -> str | None:
        """Write a report of its own as HTML; None: the one that all studies have, with its tables and pictures.

        ``figures``: the pictures of the study, which are drawn already.
        """
        return None

    def answer(self, study: Any) -> list[str]:
        """Give the sentences with which a report of its own begins; none: its advice."""
        return []

    def text(self, study: Any) -> str | None:
        """Give what is printed in place of the answer that all studies have; None: that one, with its tables."""
        return None

    def in_words(self, study: Any, table: pd.DataFrame) -> pd.DataFrame:
        """Give its table as people read it: columns in words, and no more than a terminal has room for."""
        return table

    def chooses(self, study: Any) -> list[str]:
        """Name the scenarios that its advice takes, of which the answer tells how long they last and what they cost."""
        return []

    def careful(self, study: Any) -> list[Caution]:
        """Say where its figures stand on weak ground: in print, on its page and in its workbook."""
        from sim.views.cautions import of_replicates
        from sim.views.grounds import grounds_of

        return of_replicates(self.replicates(study), grounds_of(case.settings for case in study.cases))

    def advice(self, study: Any) -> list[str]:
        """Say what its table comes to, in sentences."""
        return []


def names() -> tuple[str, ...]:
    """List the analyses that ``analysis=`` chooses among, by their files, without reading them."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules([str(FOLDER)]) if not module.ispkg))


@cache
def analysis(name: str) -> Analysis:
    """Find an analysis by name; ``additions.<name>`` for those that an option adds."""
    module = import_module(f"{ROOM}.{name}")
    kinds = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and issubclass(kind, Analysis) and kind.__module__ == module.__name__
    ]
    if len(kinds) != 1:
        raise TypeError(f"{module.__name__} has {len(kinds)} analyses; a file has one")
    made: Callable[[], Analysis] = kinds[0]
    return made()


def additions() -> list[Analysis]:
    """List the analyses that an option adds to the one that is chosen."""
    found = sorted(module.name for module in pkgutil.iter_modules([str(FOLDER / ADDITIONS)]))
    return [analysis(f"{ADDITIONS}.{name}") for name in found]


def chosen(options: Any) -> list[Analysis]:
    """List the analyses that the options of a study ask for: the one chosen, then what is added to it."""
    return [analysis(options.analysis), *(added for added in additions() if added.applies(options))]


@cache
def every() -> tuple[Analysis, ...]:
    """List all analyses with what may be added to them."""
    return (*map(analysis, names()), *additions())


def table_names() -> list[str]:
    """List the tables that any analysis leaves."""
    return [name for found in every() for name in found.tables]

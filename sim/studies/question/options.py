"""Options of a study: what it asks, how it is designed and where it runs."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field
from typing import Any, Optional

from sim.effects.repeats import REPEATS
from sim.model.engine.parameters import parameter, parameters_of
from sim.studies.question.analysis import names
from sim.studies.question.executor import ExecutorOptions

DAILY = ("none", "summary", "all", "everything")
DESIGNS = ("grid", "latin_hypercube", "sobol", "table")


@dataclass(frozen=True)
class StudyOptions:
    """One study: its question, its design, and how it is run."""

    title: str = parameter("", "title of the report", status="setting")
    question: str = parameter("", "what the study asks, in a sentence", status="setting")
    analysis: str = parameter("compare", "what is made of the runs", choices=names(), status="setting")
    words: list[str] = parameter([], "settings of the runs, as typed", status="setting")
    combine: str = parameter("none", "barriers together as well: by two, or every set", choices=("none", "pairs", "all"), status="setting")  # fmt: skip # noqa: E501
    ways: bool = parameter(False, "close each way of re-organisation in both twins, and tell its share", status="setting")  # fmt: skip # noqa: E501
    by_event: Optional[bool] = parameter(None, "what each barrier did from its own day, against the worlds without it; none: where several events of data= are replayed", status="setting")  # fmt: skip # noqa: E501, UP045
    ensemble: bool = parameter(False, "every two replicates take another set of parameters that no fact rules out (typed, also the FILE of an ensemble)", status="setting")  # fmt: skip # noqa: E501
    criterion: str = parameter("averted_first_year_share", "outcome that is aimed at or analysed", status="setting")  # fmt: skip # noqa: E501
    objective: str = parameter("", "what is to be reached, such as 'averted_first_year_share > 0.2 until 365'", status="setting")  # fmt: skip # noqa: E501
    half_width: float = parameter(0.02, "replicates=auto goes on until the criterion's 95 % interval is plus or minus this", low=0, high=1e12, status="setting")  # fmt: skip # noqa: E501
    budget: int = parameter(1000, "replicates=auto stops here", unit="replicates", low=2, high=1_000_000, status="setting")  # fmt: skip # noqa: E501
    daily: str = parameter("summary", "daily tables kept: none, what effect curves need, all columns, or groups and journal as well", choices=DAILY, status="setting")  # fmt: skip # noqa: E501
    design: str = parameter(
        "grid",
        "how points are laid (typed, also the FILE of a table: each of its rows is a point)",
        choices=DESIGNS,
        status="setting",
    )
    over: list[str] = parameter([], "parameters that vary over the range of their records", status="setting")
    samples: int = parameter(64, "points of a sampled design", unit="points", low=1, high=1_000_000, status="setting")
    design_seed: int = parameter(1, "seed of a sampled design", low=0, high=2**31 - 1, status="setting")
    threshold: float = parameter(0.05, "criterion that counts as a success (discovery, robustness)", low=-1e12, high=1e12, status="setting")  # fmt: skip # noqa: E501
    percentile: float = parameter(0.1, "share of the states in which it may be worse (robustness)", low=0, high=1, status="setting")  # fmt: skip # noqa: E501
    budget_eur: float = parameter(1e7, "most that a portfolio may cost in its first year", unit="EUR", low=0, high=1e13, status="setting")  # fmt: skip # noqa: E501
    generations: int = parameter(2, "generations of the search for portfolios", low=1, high=10_000, status="setting")
    executor: ExecutorOptions = field(default_factory=ExecutorOptions)

    @property
    def repeats(self) -> int:
        """How many replicates in a row share a set of parameters."""
        return REPEATS if self.ensemble else 1


NAMES = tuple(f.name for f in dataclasses.fields(StudyOptions))


def option_lines() -> list[tuple[str, Any]]:
    """List the options with their records, for help."""
    return [(p.name, p) for p in parameters_of(StudyOptions)]

"""``sim.validate``: the ecosystem and real episodes against what was observed, fact by fact."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.settings import Settings, compose
from sim.settings.errors import TYPED, OutOfRange, UnknownName, listed, nearest
from sim.studies.execution.notebook import heard_by
from sim.studies.execution.progress import Progress
from sim.studies.pages.written import report_to, workbook_to
from sim.studies.question.asked import words_of
from sim.studies.question.plan import GIVEN

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.studies.fitting.validation import Comparison

KEYS = ("buyers", "replicates", "seed", "workers", "output")
QUICK = ("buyers=2000", "replicates=4")


@dataclass(eq=False)
class Validation:
    """What was measured against the evidence. ``done``: replicates tried, passed over and failed."""

    settings: Settings
    done: Comparison

    @property
    def measured(self) -> pd.DataFrame:
        """One row per part, figure and replicate: part, id, label, replicate, value."""
        return self.done.measured

    @cached_property
    def table(self) -> pd.DataFrame:
        """One row per fact: the model with its 95 % interval, what was observed, whether it is met, the source."""
        from sim.views.validation import verdicts

        return verdicts(self.measured)

    def __str__(self) -> str:
        from sim.views.grounds import grounds_of
        from sim.views.validation import text

        if not self.done.finished:
            return "Nothing was finished."
        warnings = [f"Warning: {caution.text}" for caution in grounds_of([self.settings]).cautions()]
        return "\n".join([text(self.table, self.done.tried, self.done.passed_over), *warnings])

    def plot(self) -> dict[str, Figure]:
        """Draw every fact: where the model lies against the observed range, by name."""
        from sim.views.facts import draw_facts

        return {"facts": draw_facts(self.table)} if self.done.finished else {}

    def report(self, file: str | Path | None = None) -> str:
        """Return the comparison as one HTML page that needs nothing else; ``file``: also write it there."""
        from sim.views.findings_page import findings_page

        return report_to(findings_page("Validation", str(self), self.plot(), {"facts": self.table}), file)

    def to_excel(self, file: str | Path) -> Path:
        """Write facts and measurements as XLSX, a sheet each; return the path."""
        from sim.views.workbook import write_sheets

        sheets = {"facts": self.table, "measurements": self.measured}
        return workbook_to(file, lambda opened: write_sheets(opened, sheets, {}))


def validate(
    *, ecosystem: str = "western", quick: bool = False, progress: Progress | bool | None = None, **overrides: Any
) -> Validation:
    """Compare an ecosystem without barriers, and replays of real episodes, with what was observed.

    ``quick``: few replicates of a small world, for a first look. ``overrides``: buyers, replicates, seed, workers and
    settings of the ecosystem, as on the command line. Nothing is written. Raises SettingsError as the command line
    would; replicates that fail are told in ``done.failures``.
    """
    from sim.studies.fitting import validation

    settings = settings_of(words_of(options=overrides), quick, [f"ecosystem={ecosystem}"])
    done = validation.compare(
        settings.ecosystem, buyers=settings.buyers, replicates=settings.replicates, seed=settings.seed,
        workers=settings.workers, progress=heard_by(progress),
    )  # fmt: skip
    return Validation(settings, done)


def settings_of(words: Sequence[str], quick: bool = False, chosen: Sequence[str] = ()) -> Settings:
    """Compose the settings; refuse words that would change nothing here. ``chosen``: words that are known to."""
    for word in words:
        key, _, value = word.partition("=")
        bare = key.lstrip("+~")
        if bare in KEYS or bare.startswith("ecosystem."):
            continue
        hint = "validate looks at the ecosystem without barriers" if bare.startswith("intervention") else ""
        raise UnknownName(f"validate takes no '{key}'", key=bare, value=value, near=nearest(bare, KEYS), hint=hint,
                          allowed=listed([*KEYS, "ecosystem.…"]), origin=f"{TYPED}: {word}")  # fmt: skip
    typed = {word.partition("=")[0] for word in words}
    quicker = [word for word in QUICK if quick and word.partition("=")[0] not in typed]
    settings = compose([*chosen, *words, *quicker])
    if "replicates" not in typed and not settings.replicates:
        settings = replace(settings, replicates=GIVEN)
    if not settings.replicates:
        raise OutOfRange("replicates=0 is out of range", key="replicates", value=0, allowed="at least 1", origin=TYPED)
    return settings


def parameters_digest(settings: Settings) -> str:
    """Digest the ecosystem's figures, so that a page can tell whether it is of today's."""
    plain = json.dumps(settings.to_dict()["ecosystem"], sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()[:16]

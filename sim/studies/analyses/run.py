"""Run: one scenario with its twin, of which every table is kept; the answer in words, and the pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sim.studies.question.analysis import Analysis

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import Figure

    from sim.studies.storage.study import Study
    from sim.views.cautions import Caution

TABLES = ("daily", "groups", "journal")


class Run(Analysis):
    """How deep a barrier cuts, and how long that lasts."""

    tables = {"effects": "one row per replicate and outcome, from paired twins"}  # noqa: RUF012
    files = {  # noqa: RUF012
        "summary.txt": "the answer in words, as printed",
        "config.yaml": "every setting of the run, resolved",
        "daily.parquet": "one row per replicate, arm and day",
        "groups.parquet": "the same per marketplace, product, channel and country (long)",
        "journal.parquet": "every event: openings, closures with cause, arrests, triggers that fired, …",
    }
    sweeps = False
    partial = until_known = True

    @property
    def shown(self) -> Sequence[str]:
        return ()

    def derive(self, study: Any, plan: Any) -> dict[str, pd.DataFrame]:
        from sim.studies.storage.result import Result

        result = Result.of(replace(study, tables={}))  # a run has a summary of its own, also without barriers
        where = {"scenario": study.cases[0].scenario, "world": "", "point": 0}
        summary = result.summary
        for place, (name, value) in enumerate(where.items()):
            summary.insert(place, name, value)
        return {"effects": result.effects, "summary": summary}

    def write(self, study: Study) -> None:
        import yaml

        from sim.studies.storage.atomic import atomic
        from sim.studies.storage.result import Result

        result = Result.of(study)
        config = yaml.safe_dump(result.settings.to_dict(), sort_keys=False, allow_unicode=True)
        with atomic(study.folder / "config.yaml") as draft:
            draft.write_text(config, encoding="utf-8")
        for name in TABLES:
            with atomic(study.folder / f"{name}.parquet") as draft:
                getattr(result, name).to_parquet(draft, index=False, compression="zstd")
        with atomic(study.folder / "summary.txt") as draft:
            draft.write_text(f"{result}\n", encoding="utf-8")

    def draw(self, study: Study) -> dict[str, Any]:
        from sim.studies.storage.result import Result

        return Result.of(study).plot(study.left_out)

    def page(self, study: Study, figures: Mapping[str, Figure]) -> str | None:
        from sim.studies.storage.result import Result
        from sim.views.report import html

        return html(Result.of(study))

    def careful(self, study: Study) -> list[Caution]:
        from sim.studies.storage.result import Result
        from sim.views.report import careful

        return careful(Result.of(study))

    def answer(self, study: Study) -> list[str]:
        from sim.studies.storage.result import Result
        from sim.views.report import answer

        return answer(Result.of(study))

    def text(self, study: Study) -> str | None:
        from sim.studies.storage.result import Result

        return str(Result.of(study))

"""The page on which stored studies are laid beside each other."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from sim.dashboard import charts, comparison
from sim.dashboard.desk import Desk
from sim.dashboard.look import frame, heading, plain_table, soft
from sim.dashboard.running import fetch_links
from sim.dashboard.stored import Stored
from sim.settings import SettingsError
from sim.studies.storage.study import Study, read_study

MOST = 30
"""Studies that are listed: the newest."""


class ComparePage:
    """A list of studies with a box each; below it what those that are ticked say."""

    def __init__(self, desk: Desk) -> None:
        self.chosen: dict[str, Stored] = {}
        self.read: dict[str, Study] = {}
        with frame("/compare", "Stored studies beside each other"):
            found = desk.studies()[:MOST]
            if not found:
                soft("Nothing is stored yet: run something on the page Ask first.")
                return
            soft("Studies under results/, the newest first. Worlds, days and seeds may differ between studies: compare "
                 "within one study where you can.")  # fmt: skip
            for study in found:
                self._row(study)
            self.problem = ui.label("").classes("error").props("role=alert")
            self.box = ui.element("div").style("width: 100%").props("data-key=compared")

    def _row(self, study: Stored) -> None:
        text = f"{study.analysis}: {', '.join(study.barriers[:4])}{' …' if len(study.barriers) > 4 else ''}"
        ended = study.ended[:16].replace("T", " ")
        stopped = ", stopped before its end" if study.interrupted else ""
        with ui.element("div"):
            ui.checkbox(text, on_change=self._chooser(study)).props(f'data-key="{study.name}"')
            soft(f"{ended}, {study.runs:,} runs{stopped}; {study.command}")

    def _chooser(self, study: Stored) -> Any:
        async def hear(event: Any) -> None:
            if event.value:
                self.chosen[study.name] = study
            else:
                self.chosen.pop(study.name, None)
            await self._fill()

        return hear

    async def _fill(self) -> None:
        """Read what is ticked and show it."""
        self.problem.text = ""
        for name, stored in self.chosen.items():
            if name not in self.read:
                try:
                    self.read[name] = await run.io_bound(read_study, stored.folder)
                except SettingsError as error:
                    self.problem.text = str(error)
        chosen = [name for name in self.chosen if name in self.read]
        apart = len({_short(name) for name in chosen}) == len(chosen)
        studies = {_short(name) if apart else name: self.read[name] for name in chosen}
        self.box.clear()
        if not studies:
            return
        found = await run.io_bound(comparison.scenarios, studies)
        rows = await run.io_bound(comparison.table, found)
        lines = await run.io_bound(comparison.effects, found)
        with self.box:
            heading("Outcomes, with 95 % intervals")
            names = list(found)
            plain_table(["", *names], [[row["outcome"], *(row.get(name, "") for name in names)] for row in rows])
            if lines:
                ui.echart(charts.effects(lines), renderer="svg").classes("tall")
            for stored in self.chosen.values():
                heading(", ".join(stored.barriers), 3)
                fetch_links(stored.folder.parent.name, stored.name, stored.files())


def _short(name: str) -> str:
    """Name a study by its day and time."""
    return name[:15]

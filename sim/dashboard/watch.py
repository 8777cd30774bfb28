"""The page on which one world is watched day by day beside its twin."""

from __future__ import annotations

from typing import Any

from nicegui import run, ui

from sim.dashboard import charts
from sim.dashboard.desk import Desk
from sim.dashboard.look import frame, heading, paragraphs, plain_table, soft
from sim.dashboard.replay import MONTH, SHOWN, Replay, replay, replicates
from sim.settings import SettingsError
from sim.studies.storage.study import Study, read_study

PACES = {7: "a week a step", 1: "a day a step", 28: "four weeks a step"}
SECONDS = 0.7
"""Seconds between two steps: a page has to be drawn in between."""
MOST_EVENTS = 12
MOST_FLOWS = 8


class WatchPage:
    """Choose a study, a scenario and a replicate; then a day."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.study: Study | None = None
        self.replay: Replay | None = None
        self.shown: tuple[Any, ...] = ()
        self.day = 0
        with frame("/watch", "One world, day by day, beside its twin"):
            known = {
                s.name: f"{', '.join(s.barriers)} ({s.ended[:16].replace('T', ' ')})"
                for s in desk.studies()
                if s.everything
            }
            if not known:
                soft("Nothing is stored yet that kept its days: run something on the page Ask first.")
                return
            soft("One run is one possible course: what happened in it is an example, and not the answer.")
            with ui.element("div").classes("forms"):
                self.which = ui.select(known, label="study", on_change=self._open).props("data-key=study")
                self.scenario = ui.select([], label="scenario", on_change=self._choose).props("data-key=scenario")
                self.number = ui.select([], label="replicate", on_change=self._choose).props("data-key=replicate")
            self.wait = ui.label("reading …").props("aria-live=polite")
            self.problem = ui.label("").classes("error").props("role=alert")
            self.box = ui.element("div").style("width: 100%")
            self.which.value = name if name in known else next(iter(known))

    async def _open(self, event: Any) -> None:
        self.study, self.shown = None, ()
        self.wait.text = "reading …"
        stored = self.desk.study(str(event.value))
        if stored is None:
            self._refuse("this study is not stored any more")
            return
        try:
            self.study = await run.io_bound(read_study, stored.folder)
        except SettingsError as error:
            self._refuse(str(error))
            return
        if self.box.is_deleted:  # the page was left meanwhile
            return
        names = list(dict.fromkeys(case.scenario for case in self.study.cases if not case.world))
        self.scenario.set_options(names, value=names[0])
        numbers = replicates(self.study, self._case())
        self.number.set_options(numbers, value=numbers[0] if numbers else None)
        if not numbers:
            self._refuse("no replicate of this study is finished")
        await self._choose(None)

    def _case(self) -> Any:
        assert self.study is not None
        return next(c for c in self.study.cases if c.scenario == self.scenario.value and not c.world)

    async def _choose(self, _: Any) -> None:
        wanted = (self.study and self.study.folder, self.scenario.value, self.number.value)
        if self.study is None or self.number.value is None or wanted == self.shown:
            return
        self.shown = wanted  # entries tell of changes that are made here, too
        try:
            world = await run.io_bound(replay, self.study, self._case(), int(self.number.value))
        except (SettingsError, OSError, ValueError, KeyError) as error:
            self._refuse(f"this study cannot be watched: {error}")
            return
        if self.shown != wanted or self.box.is_deleted:  # something else was chosen meanwhile, or the page left
            return
        self.replay = world
        self.problem.text = self.wait.text = ""
        self.day = world.start or 0
        self.box.clear()
        with self.box:
            self._fill(world)

    def _refuse(self, problem: str) -> None:
        """Say why nothing is shown; what was shown before would pass for it."""
        self.replay = None
        self.wait.text, self.problem.text = "", problem
        self.box.clear()

    def _fill(self, world: Replay) -> None:
        with ui.element("div").classes("row-of"):
            self.play = ui.button("Play", on_click=self._toggle).props("data-key=play")
            ui.button("Back", on_click=lambda: self._step(-1)).props("outline")
            ui.button("On", on_click=lambda: self._step(1)).props("outline data-key=on")
            self.pace = ui.select(PACES, value=7, label="pace")
            self.told = ui.label("").props("data-key=day aria-live=off").style("font-weight: 600")
        self.slider = ui.slider(min=0, max=world.days - 1, value=self.day, on_change=self._slid)
        self.slider.props('aria-label="day" data-key=slider')
        self.bars = ui.echart(charts.shares(self._shares(world)), renderer="svg").classes("tall")
        with ui.element("div").classes("two"):
            self.lists = {arm: ui.element("div") for arm in world.arms()}
        with ui.element("div").classes("two"):
            self.lines = [
                ui.echart(
                    charts.lines(
                        told, {arm: of.daily[name] for arm, of in world.arms().items()}, world.start, self.day
                    ),
                    renderer="svg",
                ).classes("chart")
                for name, (told, _) in SHOWN.items()
            ]
        self.timer = ui.timer(SECONDS, lambda: self._step(1), active=False)
        self._show()

    def _shares(self, world: Replay) -> dict[str, Any]:
        return {arm: of.shares(self.day) for arm, of in world.arms().items()}

    def _toggle(self) -> None:
        self.timer.active = not self.timer.active
        self.play.text = "Pause" if self.timer.active else "Play"

    def _step(self, way: int) -> None:
        if self.replay is None:
            return
        last = self.replay.days - 1
        self.slider.value = min(max(self.day + way * int(self.pace.value), 0), last)
        if self.slider.value in (0, last) and self.timer.active:
            self._toggle()

    def _slid(self, event: Any) -> None:
        self.day = int(event.value)
        self._show()

    def _show(self) -> None:
        """Draw the day."""
        world = self.replay
        if world is None:
            return
        self.told.text = world.when(self.day)
        self.bars.options.update(charts.shares(self._shares(world)))
        self.bars.update()
        mark = charts.marks(world.start, self.day)
        for chart in self.lines:
            chart.run_chart_method("setOption", {"series": [{"markLine": mark}]})
        for arm, box in self.lists.items():
            box.clear()
            with box:
                _lists(arm, world, self.day)


def _lists(arm: str, world: Replay, day: int) -> None:
    of = world.arms()[arm]
    heading(f"{arm[0].upper()}{arm[1:]}: the last four weeks", 3)
    events = of.happened(day, MONTH)
    with ui.element("ul").classes("events"):
        for text in events[:MOST_EVENTS] or ["nothing happened to a marketplace"]:
            with ui.element("li"):
                ui.label(text).style("display: inline")
    flows = of.flows(day).head(MOST_FLOWS)
    if len(flows):
        rows = [[str(name), *(_signed(row[kind]) for kind in ("orders", "vendors"))] for name, row in flows.iterrows()]
        plain_table(["flows by marketplace", "orders a day", "vendors"], rows)
    else:
        paragraphs(["No marketplace gained or lost."])


def _signed(value: float) -> str:
    return f"{value:+,.0f}" if abs(value) >= 0.5 else "0"

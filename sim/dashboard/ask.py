"""The page on which a question is put together and started."""

from __future__ import annotations

from typing import Any

from nicegui import ui

from sim.dashboard import entries
from sim.dashboard.desk import Desk
from sim.dashboard.fields import Field, barrier_fields, run_fields
from sim.dashboard.form import Form
from sim.dashboard.look import frame, heading, soft
from sim.dashboard.question import COMMANDS, Question, choices, usual_barrier
from sim.dashboard.running import Running
from sim.dashboard.timeline import Timeline, as_date
from sim.settings import SettingsError

FIRST = 6
"""Settings of a barrier that are shown at once; the others wait behind a line."""


class AskPage:
    """The form, and below it what is known before the start."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.form = Form(Question(folders=desk.folders))
        self.barriers, self.ecosystems = choices()
        self.changed = True
        with frame("/", "How long does a barrier last?"):
            soft(
                "Choose barriers and a world. Every run has a twin without the barriers; what differs is their effect."
            )
            self._what()
            heading("Barriers")
            self._checks()
            self.cards = ui.element("div").style("width: 100%")
            heading("World and runs")
            self.world = ui.element("div").style("width: 100%")
            self._before()
            self.running = Running(desk, self._touch)
        self._fill_world()
        ui.timer(0.4, self._look)

    def _what(self) -> None:
        question = self.form.question
        radio = ui.radio(COMMANDS, value=question.command, on_change=self._command)
        radio.props('aria-label="What is asked" data-key="command"')

    def _checks(self) -> None:
        with ui.element("div").classes("forms"):
            for name, summary in self.barriers.items():
                with ui.element("div"):
                    box = ui.checkbox(name.replace("_", " "), on_change=self._chooser(name))
                    box.props(f'data-key="{name}"')
                    ui.label(summary).classes("help")

    def _chooser(self, name: str) -> Any:
        def hear(event: Any) -> None:
            self.form.choose(name, bool(event.value))
            self._fill_cards()

        return hear

    def _command(self, event: Any) -> None:
        self.form.question.command = str(event.value)
        self._touch()

    def _touch(self) -> None:
        self.changed = True

    def _fill_cards(self) -> None:
        """Make the card of each barrier that is chosen."""
        self.cards.clear()
        with self.cards:
            for name in self.form.question.barriers:
                self._card(name)
        self._touch()

    def _card(self, name: str) -> None:
        form, own = self.form, self.form.question.barriers[name]
        plain = usual_barrier(name, form.question.ecosystem)
        with ui.element("section").classes("card").props(f'aria-label="{name}"'):
            heading(name.replace("_", " "), 3)
            soft(f"{plain.summary}. Stage: {plain.stage}; {plain.kind}; source: {plain.source or 'our judgement'}.")

            def timed(start: int, duration: int | None) -> None:
                form.time(name, start, duration)
                self._touch()

            start = own.get("start", plain.start)
            end = start + own["duration"] if own.get("duration") else form.days
            Timeline(name, form.days, (start, end), form.origin, timed)
            fields = barrier_fields(name, plain)
            self._entries(fields[:FIRST], own)
            if fields[FIRST:]:
                with ui.expansion("More settings of this barrier").style("width: 100%"):
                    self._entries(fields[FIRST:], own)

    def _entries(self, fields: list[Field], place: dict[str, Any]) -> None:
        with ui.element("div").classes("forms"):
            for field in fields:
                self._entry(field, place)

    def _entry(self, field: Field, place: dict[str, Any]) -> None:
        def changed(of: Any, value: Any) -> None:
            days = self.form.days
            self.form.set(place, of, value)
            if self.form.days != days:
                self._fill_cards()
            self._touch()

        entries.entry(field, place.get(field.name, field.parameter.value), changed)

    def _fill_world(self) -> None:
        """Make the entries of the world and its runs."""
        form = self.form
        self.world.clear()
        with self.world, ui.element("div").classes("forms"):
            with ui.element("div"):
                ui.select(
                    self.ecosystems, label="ecosystem", value=form.question.ecosystem, on_change=self._other_world
                )
                ui.label("the world in which it happens; small is for a first look").classes("help")
            for field in run_fields(form.settings):
                self._entry(field, form.question.run)
            with ui.element("div"):
                shown = form.origin.isoformat() if form.origin else ""
                ui.input("date of day 0 (optional)", value=shown, on_change=self._dated).props("type=date stack-label")
                ui.label("with it lines of time, pictures and tables show dates").classes("help")

    def _other_world(self, event: Any) -> None:
        self.form.change_world(str(event.value))
        self._fill_world()
        self._fill_cards()

    def _dated(self, event: Any) -> None:
        self.form.date(as_date(event.value))
        self._fill_cards()

    def _before(self) -> None:
        heading("Before it starts")
        with ui.element("div").props("aria-live=polite").style("width: 100%"):
            self.known = ui.element("div").classes("told")
            self.error = ui.label("").classes("error").props("role=alert data-key=error")
        soft("The same from a command line:")
        with ui.element("div").classes("row-of"):
            self.line = ui.label("").classes("line").props("data-key=line")
            ui.button("Copy", on_click=lambda: ui.clipboard.write(self.line.text)).props("outline")
        with ui.element("div").classes("row-of").style("margin-top: .8rem"):
            self.button = ui.button("Run", on_click=self._start).props("data-key=run")

    def _look(self) -> None:
        """Check what was changed since, and tell."""
        if not self.changed:
            return
        self.changed = False
        before = self.form.before(self.desk)
        self.known.clear()
        with self.known:
            for text in before.lines:
                with ui.element("p"):
                    ui.label(text).style("display: inline")
        self.known.set_visibility(bool(before.lines))
        self.error.text = before.error
        self.line.text = self.form.question.line()
        self.button.set_enabled(not before.error and not self.desk.busy)

    def _start(self) -> None:
        try:
            self.desk.start(self.form.question)
        except SettingsError as error:
            self.error.text = str(error)
            return
        self.button.set_enabled(False)
        self.running.show()

"""The line of time of a barrier: dragged, typed in days, or chosen as dates where day 0 has one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from nicegui import ui

Changed = Callable[[int, int | None], None]


def as_date(text: Any) -> date | None:
    """Read a date as an entry of dates gives it, or None."""
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


class Timeline:
    """Start and end of a barrier; an end on the last day means that it stays. ``changed`` hears start and duration."""

    def __init__(self, name: str, days: int, span: tuple[int, int], origin: date | None, changed: Changed) -> None:
        self.days, self.origin, self.changed, self.still = days, origin, changed, False
        self.start, self.end = min(span[0], days - 1), min(span[1], days)
        with ui.element("div").style("width: 100%; padding: 0 .8rem 1.9rem"):
            self.range = ui.range(min=0, max=days, value={"min": self.start, "max": self.end}, on_change=self._dragged)
            self.range.props(
                f'label-always switch-label-side aria-label="{name}: first and last day" data-key="{name}.time"'
            )
        with ui.element("div").classes("forms"):
            self.first = ui.number("start (day)", value=self.start, on_change=self._typed).props("debounce=400 step=1")
            self.last = ui.number("end (day)", value=self.end, on_change=self._typed).props("debounce=400 step=1")
            self.first.props(f'data-key="{name}.start"')
            self.last.props(f'data-key="{name}.end"')
            if origin is not None:
                self.dates = [ui.input(text, on_change=self._dated).props("type=date") for text in ("from", "until")]
        self._show()

    def _dragged(self, event: Any) -> None:
        if not self.still:
            self._set(int(event.value["min"]), int(event.value["max"]))

    def _typed(self, _: Any) -> None:
        if not self.still and self.first.value is not None and self.last.value is not None:
            self._set(int(self.first.value), int(self.last.value))

    def _dated(self, _: Any) -> None:
        found = [as_date(entry.value) for entry in self.dates]
        if not self.still and self.origin and found[0] and found[1]:
            self._set((found[0] - self.origin).days, (found[1] - self.origin).days)

    def _set(self, start: int, end: int) -> None:
        self.start = min(max(start, 0), self.days - 1)
        self.end = min(max(end, self.start + 1), self.days)
        self._show()
        self.changed(self.start, None if self.end >= self.days else self.end - self.start)

    def _show(self) -> None:
        self.still = True
        self.range.value = {"min": self.start, "max": self.end}
        self.first.value, self.last.value = self.start, self.end
        if self.origin is not None:
            for entry, day in zip(self.dates, (self.start, self.end), strict=True):
                entry.value = (self.origin + timedelta(days=day)).isoformat()
        self.still = False

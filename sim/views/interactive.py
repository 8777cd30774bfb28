"""The one chart of a page that answers to the hand: hover, zoom, and scenarios that can be taken out and put back.

Bokeh draws it, as its code is small enough (1.3 MB) to stand in the page, which needs no network. Paper, and
readers without JavaScript, get the static picture in its place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from sim.views import style, words
from sim.views.page import Html, element

HEIGHT = 430
"""Pixels; the width is that of the page."""
MARKS = "hover: values; drag or pinch: zoom; a name in the key: hide or show it"


@dataclass(frozen=True)
class Axis:
    """What an axis shows: its words, and its unit (share, points, EUR, days or "")."""

    label: str
    unit: str = ""


def chart(series: Mapping[str, pd.DataFrame], across: Axis, up: Axis, still: Html, *, lines: bool = True) -> Html:
    """Show series by name, as lines or as marks with their intervals; ``still``: the picture in its place on paper.

    A series has columns x and y, and may have low and high (the 95 % interval) and text (what else hovering tells).
    """
    figure = _figure(across, up, lines)
    if lines:
        figure.y_range.start, figure.y_range.end = _span(series)
    keys = []
    for index, (name, table) in enumerate(series.items()):
        colour = style.PALETTE[index % len(style.PALETTE)]
        keys.append((words.spoken(name), _draw(figure, _source(name, table, across, up), colour, lines)))
    if len(keys) > 1:
        from bokeh.models.annotations import Legend

        legend = Legend(items=keys, click_policy="hide", location="left", orientation="vertical", ncols="auto")
        legend.border_line_color = None
        figure.add_layout(legend, "below")  # beside the axes, so that it never covers what is drawn
    hint = element("p", MARKS if len(keys) > 1 else MARKS.rpartition(";")[0], class_="note")
    return Html(
        element("div", element("div", id="chart"), hint, class_="chart")
        + element("div", still, class_="still")
        + _script(figure)
    )


def _figure(across: Axis, up: Axis, lines: bool) -> Any:
    from bokeh.models import BoxZoomTool, HoverTool, PanTool, ResetTool, WheelZoomTool
    from bokeh.plotting import figure

    hover = HoverTool(tooltips=[("", "@name"), (across.label, "@across"), (up.label, "@told"), ("", "@text")])
    hover.mode = "vline" if lines else "mouse"
    zoom = BoxZoomTool()
    made = figure(
        height=HEIGHT, sizing_mode="stretch_width", tools=[hover, PanTool(), zoom, WheelZoomTool(), ResetTool()],
        x_axis_label=across.label, y_axis_label=up.label, min_border_right=12,
    )  # fmt: skip
    made.toolbar.logo, made.toolbar_location = None, "above"
    made.toolbar.active_drag = zoom
    made.outline_line_color = made.xgrid.grid_line_color = None
    made.ygrid.grid_line_color = style.FAINT
    for axis, kind in ((made.xaxis, across), (made.yaxis, up)):
        axis.axis_label_text_font_style = "normal"
        axis.axis_label_text_color = axis.major_label_text_color = style.SOFT
        axis.major_label_text_font_size = axis.axis_label_text_font_size = "13px"
        axis.formatter = _formatter(kind.unit)
    return made


def _span(series: Mapping[str, pd.DataFrame]) -> tuple[float, float]:
    """Bounds of the vertical axis that show every line, and of what lies far below zero only the beginning.

    Where a twin collapses, trade is thousands of times its own: the lines would be flat. Zooming out shows all.
    """
    values = pd.concat([table["y"] for table in series.values()]).dropna()
    top = max(1.3 * float(values.max()), 0.05) if len(values) else 1.0
    return max(min(1.1 * float(values.min()), -0.08 * top), -0.75 * top) if len(values) else 0.0, top


def _formatter(unit: str) -> Any:
    from bokeh.models import NumeralTickFormatter

    return NumeralTickFormatter(format={"share": "0 %", "points": "0 %", "EUR": "0,0"}.get(unit, "0,0.[000]"))


def _source(name: str, table: pd.DataFrame, across: Axis, up: Axis) -> Any:
    from bokeh.models import ColumnDataSource

    low, high = (table[side] if side in table else table["y"] for side in ("low", "high"))
    told = [words.quantity(float(y), up.unit) for y in table["y"]]
    if "low" in table:
        bounds = [words.interval(float(a), float(b), up.unit) for a, b in zip(low, high, strict=True)]
        told = [f"{y} ({b})" if b != "-" else y for y, b in zip(told, bounds, strict=True)]
    columns = {
        "x": _numbers(table["x"]), "y": _numbers(table["y"]), "low": _numbers(low), "high": _numbers(high),
        "told": told, "across": [words.quantity(float(x), across.unit) for x in table["x"]],
        "name": [words.spoken(name)] * len(table), "text": list(table.get("text", [""] * len(table))),
    }  # fmt: skip
    return ColumnDataSource(columns)


def _numbers(column: Any) -> list[float | None]:
    return [float(f"{value:.5g}") if pd.notna(value) and abs(value) != float("inf") else None for value in column]


def _draw(figure: Any, source: Any, colour: str, lines: bool) -> list[Any]:
    if lines:
        band = figure.varea("x", "low", "high", source=source, fill_color=colour, fill_alpha=0.15)
        return [band, figure.line("x", "y", source=source, line_color=colour, line_width=2.4)]
    bars = figure.segment("x", "low", "x", "high", source=source, line_color=colour, line_alpha=0.45)
    return [bars, figure.scatter("x", "y", source=source, fill_color=colour, line_color=colour, size=8)]


def _script(figure: Any) -> Html:
    """Give the library and the chart; names of its parts are numbered anew, so that the same chart is the same text."""
    from bokeh.core.types import ID
    from bokeh.embed import json_item
    from bokeh.resources import Resources

    for hover in figure.select({"type": _hover()}):
        hover.renderers = [r for r in figure.renderers if type(r.glyph).__name__ in ("Line", "Scatter")]
    text = json.dumps(json_item(figure, ID("chart")), separators=(",", ":"), ensure_ascii=True)
    numbers: dict[str, str] = {}
    text = re.sub(r'"p\d+"', lambda found: numbers.setdefault(found[0], f'"c{len(numbers)}"'), text)
    text = text.replace("</", "<\\/")
    library = "\n".join(Resources(mode="inline", components=["bokeh"]).js_raw).replace("</script", "<\\/script")
    show = "document.documentElement.classList.add('live');"
    return Html(f"<script>{library}</script><script>{show}Bokeh.embed.embed_item({text});</script>")


def _hover() -> Any:
    from bokeh.models import HoverTool

    return HoverTool

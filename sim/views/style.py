"""One look for every figure: fonts, colours that colour-blind readers can tell apart, direct labels, no frames."""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.text import Text

INK, SOFT, FAINT = "#1a1a1a", "#5f6368", "#d5d8dc"
BASELINE, BARRIER, OBSERVER, WARNING = "#7a7f85", "#0072b2", "#b35900", "#a3123a"
PALETTE = ("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#332288", "#f0e442")
"""Okabe and Ito's colours, and an indigo in place of black."""
REST = "#d0d3d6"

GROUND = {"facecolor": "white", "alpha": 0.75, "edgecolor": "none", "pad": 1.0}

WIDTH, HEIGHT, DPI = 12.8, 7.2, 100
"""Inches and dots per inch: 1280 by 720 pixels."""

SETTINGS: dict[str, Any] = {
    "font.family": "DejaVu Sans",
    "font.size": 14,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "axes.labelsize": 13,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "xtick.labelsize": 13,
    "ytick.labelsize": 13,
    "figure.facecolor": "white",
    "svg.hashsalt": "sim",
    "svg.fonttype": "path",
    "text.parse_math": False,  # a dollar sign in a name is a dollar sign
}


class Chart(Figure):
    """A figure that needs no pyplot: it can be saved, and notebooks show it."""

    def _repr_png_(self) -> bytes:
        return png(self)


@contextmanager
def look() -> Iterator[None]:
    """Apply the look inside a with block and leave the user's own settings as they were."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(SETTINGS)  # type: ignore[arg-type]
        yield


def spaced() -> ConstrainedLayoutEngine:
    """Return a layout that leaves a margin around axes."""
    return ConstrainedLayoutEngine(w_pad=0.15, h_pad=0.15)


def chart(width: float = WIDTH, height: float = HEIGHT) -> tuple[Chart, Axes]:
    """Return an empty figure, inches wide and high, and its axes; to be called inside :func:`look`."""
    figure = Chart(figsize=(width, height), dpi=DPI, layout=spaced())
    FigureCanvasAgg(figure)
    return figure, figure.add_subplot()


def headline(axes: Axes, finding: str, detail: str = "", lift: float = 0.0) -> None:
    """Title the axes with what they show, and below it, smaller, what is drawn, ``lift`` points above the axes."""
    figure = axes.get_figure(root=True)
    size = figure.get_size_inches()[0] if figure else WIDTH
    finding, detail = balanced(finding, round(size * 6.1)), balanced(detail, round(size * 9.3))
    lines = detail.count("\n") + 1 if detail else 0
    axes.set_title(finding, fontsize=18, fontweight="bold", color=INK, pad=16 + 18 * lines + lift, linespacing=1.25)
    if detail:
        axes.annotate(
            detail, (0, 1), (0, 10 + lift), xycoords="axes fraction", textcoords="offset points",
            fontsize=13, color=SOFT, va="bottom", linespacing=1.3,
        )  # fmt: skip


def balanced(text: str, width: int) -> str:
    """Break a text into as few lines as the width in characters asks for, and of about the same length."""
    tied = text.replace(" %", "\u00a0%")
    lines = len(textwrap.wrap(tied, width))
    while lines > 1 and len(textwrap.wrap(tied, width - 1)) == lines:
        width -= 1
    return textwrap.fill(tied, width).replace("\u00a0", " ")


def letter_width(axes: Axes) -> float:
    """Width of a bold letter of a label, as a share of the width of the axes (which fill most of the figure)."""
    figure = axes.get_figure(root=True)
    return 0.0112 * WIDTH / (figure.get_size_inches()[0] if figure else WIDTH)


class NotDrawn(ValueError):
    """What there is to draw allows no picture; the message is the reason, in words for who reads the folder."""


def not_drawn(name: str, error: Exception) -> str:
    """Say that a picture is not there, and why: for want of something to draw, or by a fault of this program."""
    told = " ".join(str(error).split())
    if isinstance(error, NotDrawn):
        return f"no picture '{name}': {told}"
    return f"no picture '{name}', by a fault of this program ({type(error).__name__}: {told})"


def label(axes: Axes, text: str, xy: tuple[float, float], offset: tuple[float, float], colour: str, **how: Any) -> Text:
    """Write beside a mark, in its colour, on a white ground so that lines below do not disturb it."""
    options: dict[str, Any] = {"fontsize": 13, "color": colour, "linespacing": 1.25, "zorder": 10, "bbox": GROUND}
    return axes.annotate(text, xy, offset, textcoords="offset points", annotation_clip=False, **options | how)


def on(ground: str) -> str:
    """Return the colour in which text can be read on this ground: ink, or white where it is dark."""
    red, green, blue = (channel**2.2 for channel in to_rgb(ground))
    return "white" if 0.2126 * red + 0.7152 * green + 0.0722 * blue < 0.18 else INK


def barrier_start(axes: Axes, text: str = "barrier begins") -> None:
    """Mark day 0, the start of the barrier, with a line and its name at the top."""
    axes.axvline(0, color=INK, linewidth=1.2, linestyle=(0, (2, 2)), zorder=1)
    label(axes, text, (0, 0.985), (6, 0), INK, xycoords=("data", "axes fraction"), va="top")


def days_axis(axes: Axes, first: int, last: int, since: str = "the barrier began") -> None:
    """Label the time axis in days since day 0, at steps that are easy to count."""
    span = last - first
    step = next((s for s in (7, 14, 30, 60, 90, 180, 360, 720) if span / s <= 9), 1440)
    axes.set_xlim(first, last)
    axes.set_xticks(list(range(-(-first // step) * step, last + 1, step)))
    axes.set_xlabel(f"days since {since}")


_saved: WeakKeyDictionary[Figure, bytes] = WeakKeyDictionary()
"""Figures as SVG, as they were when they were saved."""


def png(figure: Figure) -> bytes:
    """Return the figure as PNG; the same figure gives the same bytes."""
    return _rendered(figure, "png", {"Software": None})


def svg_once(figure: Figure) -> bytes:
    """Return a figure as SVG for a page: one that was saved is not rendered again."""
    return _saved[figure] if figure in _saved else svg(figure)


def svg(figure: Figure) -> bytes:
    """Return the figure as SVG; the same figure gives the same bytes."""
    text = _rendered(figure, "svg", {"Date": None, "Creator": None}).decode()
    # A hundredth of a point cannot be seen and costs half of the file.
    return re.sub(r' d="([^"]*)"', lambda path: re.sub(r"(\.\d\d)\d+", r"\1", path[0]), text).encode()


def _rendered(figure: Figure, kind: str, metadata: dict[str, str | None]) -> bytes:
    buffer = io.BytesIO()
    with look():
        figure.savefig(buffer, format=kind, dpi=DPI, metadata=metadata)
    return buffer.getvalue()


def save(figure: Figure, stem: Path | str) -> list[Path]:
    """Write the figure as ``stem``.png and ``stem``.svg and return both paths; folders must exist."""
    rendered = {Path(f"{stem}.png"): png(figure), Path(f"{stem}.svg"): svg(figure)}
    _saved[figure] = rendered[Path(f"{stem}.svg")]
    for path, whole in rendered.items():
        path.write_bytes(whole)
    return list(rendered)

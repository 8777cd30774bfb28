"""A page of findings that are no study: what they come to, their pictures and tables."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
from matplotlib.figure import Figure

from sim.views.page import element, frame, page, picture, section
from sim.views.words import upper_first

MOST_ROWS = 200


def findings_page(title: str, text: str, figures: Mapping[str, Figure], tables: Mapping[str, pd.DataFrame]) -> str:
    """Write findings as one HTML page that needs nothing else; ``text``: as printed on the command line."""
    pictures = [picture(figure, name) for name, figure in figures.items()]
    shown = [section(upper_first(name), frame(table.head(MOST_ROWS))) for name, table in tables.items()]
    return page(title, element("h1", title), *pictures, section("What was found", element("pre", text)), *shown)

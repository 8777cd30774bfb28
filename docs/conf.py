"""The site of the documents: Sphinx with MyST, as its search works on pages opened from a folder, without a server.

The theme brings all it needs; a page asks nothing of a network.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import make_reference  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from sim.version import __version__  # noqa: E402

project = "barrierlife"
author = "the barrierlife authors"
release = version = __version__
extensions = ["myst_parser"]
myst_heading_anchors = 3
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"barrierlife {version}"
html_show_copyright = html_show_sphinx = False
html_copy_source = html_show_search_summary = False  # a page from a disk cannot fetch the text of others
pygments_style = "friendly"

make_reference.write(HERE / "_generated")

ASIDE = {"interventions"}
"""Pages that links lead to and the index leaves out: barriers one by one hold all that their table does."""


def setup(app: Sphinx) -> None:
    """Tell Sphinx which pages stand beside the index, so that it warns of all others that it lacks."""
    app.connect("source-read", _aside)


def _aside(app: Sphinx, name: str, source: list[str]) -> None:
    if name in ASIDE:
        source[0] = f"---\norphan: true\n---\n\n{source[0]}"

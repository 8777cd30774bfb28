"""The building blocks of a self-contained HTML page: escaped text, tables, inline figures, one style sheet.

Whatever comes from a configuration passes through :func:`escape`; a block already made is marked as :class:`Html`, so
nothing is escaped twice or not at all.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

import pandas as pd
from matplotlib.figure import Figure

from sim.views import style, words
from sim.views.cautions import Caution


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def escape(value: object) -> Html:
    """Make text safe inside HTML, also within attributes; HTML stays what it is."""
    return value if isinstance(value, Html) else Html(html.escape(str(value), quote=True))


def element(tag: str, *content: object, **attributes: str) -> Html:
    """Wrap content in a tag; ``class_`` stands for class."""
    given = "".join(f' {name.rstrip("_").replace("_", "-")}="{escape(value)}"' for name, value in attributes.items())
    return Html(f"<{tag}{given}>{''.join(escape(part) for part in content)}</{tag}>")


def paragraphs(texts: Iterable[object], class_: str = "") -> Html:
    """Make each text a paragraph."""
    attributes = {"class_": class_} if class_ else {}
    return Html("\n".join(element("p", tied(text), **attributes) for text in texts))


def tied(text: object) -> object:
    """Keep a number and its per cent sign on one line."""
    return text if isinstance(text, Html) else str(text).replace(" %", "\u00a0%")


def bullets(texts: Iterable[object]) -> Html:
    """Make texts a list."""
    return element("ul", *(element("li", text) for text in texts))


def section(title: str, *content: object) -> Html:
    """Make a section with a heading and an anchor."""
    anchor = re.sub(r"[^a-z]+", "-", title.lower()).strip("-")
    return element("section", element("h2", title), *content, id=anchor)


def table(head: Sequence[object], rows: Iterable[Sequence[object]], caption: str = "") -> Html:
    """Make a table that scrolls sideways where it is too wide; the first column heads its row, and stays."""
    top = element("tr", *(element("th", cell, scope="col") for cell in head))
    body = [
        element("tr", element("th", row[0], scope="row"), *(element("td", cell) for cell in row[1:])) for row in rows
    ]
    scrolled = element("div", element("table", element("thead", top), element("tbody", *body)), class_="wide")
    # Beside what scrolls rather than as its caption, which would scroll out of sight.
    return Html(element("p", caption, class_="note before") + scrolled) if caption else scrolled


def frame(data: pd.DataFrame) -> Html:
    """Show any small frame as a table, numbers rounded to what can be read."""
    rows = [[words.number(cell) if isinstance(cell, float) else cell for cell in row] for row in data.to_numpy(object)]
    return table([str(name) for name in data.columns], rows)


def picture(figure: Figure, name: str) -> Html:
    """Put a figure into the page as SVG; its names are made unique, as a page holds several."""
    text = style.svg_once(figure).decode()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.DOTALL)
    text = re.sub(r'(\bid="|url\(#|href="#)', rf"\g<1>{name}-", text)
    titles = [axes.get_title(loc="left").replace("\n", " ") for axes in figure.axes]
    title = "; ".join(filter(None, titles))  # of several panels each has its own
    text = re.sub(r'<svg [^>]*?viewBox="([^"]+)"[^>]*>', _opening(title), text, count=1, flags=re.DOTALL)
    # On a narrow screen the picture is small and its heading too: that stands above it, and a touch enlarges.
    heading = element("figcaption", element("strong", tied(title)), element("small", "touch the picture to enlarge it"))
    return element("figure", heading, Html(text), class_="wide", tabindex="0")


def _opening(title: str) -> str:
    label = escape(title).replace("\\", "\\\\")
    return (
        rf'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="\1" '
        rf'role="img" aria-label="{label}">'
    )


def page(title: str, *content: object) -> str:
    """Return the whole document."""
    head = element(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        Html(f'<meta http-equiv="Content-Security-Policy" content="{OFFLINE}">'),
        element("title", title),
        element("style", Html(CSS)),
    )
    return f'<!DOCTYPE html>\n<html lang="en">\n{head}\n{element("body", element("main", *content))}\n</html>\n'


OFFLINE = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:; font-src data:"
"""What a page may load: nothing but what stands in it."""
CSS = """
:root { --ink: #1a1a1a; --soft: #5f6368; --line: #d5d8dc; --blue: #0072b2; }
* { box-sizing: border-box; }
body { margin: 0; color: var(--ink); background: #fff; font: 17px/1.55 "Segoe UI", Helvetica, Arial, sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .4rem; }
h3 { font-size: 1.1rem; margin: 1.6rem 0 .4rem; }
h2 { font-size: 1.3rem; margin: 2.6rem 0 .6rem; padding-top: .8rem; border-top: 1px solid var(--line); }
p { margin: .5rem 0; max-width: 46rem; }
.where, .note { color: var(--soft); font-size: .95rem; }
.answer { border-left: 5px solid var(--blue); padding: .2rem 0 .2rem 1.1rem; margin: 1.4rem 0; }
.answer p { font-size: 1.15rem; }
.caution { background: #fff6e5; border-left: 5px solid #e69f00; padding: .5rem 1rem; max-width: 46rem; }
.wide { overflow-x: auto; margin: 1rem 0; }
td ul.matrix { margin: 0; padding-left: 1rem; white-space: normal; min-width: 8.5rem; text-align: left; }
.stacked tbody th { min-width: 3rem; }
div.wide {  /* a shadow on the side on which there is more */
  background: linear-gradient(to right, #fff 40%, #fff0), linear-gradient(to left, #fff 40%, #fff0) 100% 0,
    linear-gradient(to right, #0003, #0000), linear-gradient(to left, #0003, #0000) 100% 0;
  background-repeat: no-repeat; background-size: 3rem 100%, 3rem 100%, .8rem 100%, .8rem 100%;
  background-attachment: local, local, scroll, scroll;
}
.chart, .live .still { display: none; }
.live .chart { display: block; margin: 1rem 0; }
figure { margin: 1rem 0; }
figure svg { display: block; width: 100%; height: auto; }
figcaption, .label { display: none; }
table { border-collapse: separate; border-spacing: 0; font-size: .95rem; font-variant-numeric: tabular-nums; }
.settings { columns: 2; column-gap: 2.5rem; }
.settings .wide { margin-top: 0; break-inside: avoid; }
.settings .wide:has(th:nth-child(3)) { column-span: all; }
th, td { padding: .35rem .8rem .35rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--soft); font-weight: 600; border-bottom: 2px solid var(--soft); }
tbody th { font-weight: 600; min-width: 8rem; }
td small { display: block; color: var(--soft); font-size: .86em; line-height: 1.35; }
ul { padding-left: 1.2rem; max-width: 46rem; }
li { margin: .35rem 0; }
pre { background: #f4f5f6; padding: .8rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; font-size: .9rem; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--blue); }
@media (max-width: 600px) {
  body { font-size: 16px; }
  main { padding: 1rem 1rem 3rem; }
  h1 { font-size: 1.45rem; }
  .answer p { font-size: 1.05rem; }
  figcaption { display: block; position: sticky; left: 0; line-height: 1.35; }
  figcaption small { display: block; color: var(--soft); }
  figure:focus { outline: none; }
  figure:focus svg { width: 780px; }
  .stacked tbody, .stacked tr, .stacked tr > * { display: block; }
  .stacked thead { display: none; }
  .stacked tr > :first-child { position: static; max-width: none; padding-top: 1.2rem; font-size: 1.05rem; }
  .stacked ul.matrix { padding: 0; }
  .stacked li { display: inline; }
  .stacked li:not(:last-child)::after { content: ", "; }
  .stacked li small { display: none; }
  .label { display: block; color: var(--soft); font-weight: 600; }
  td { min-width: 6.5rem; }
  th, td { padding-right: .7rem; }
  tr > :first-child { position: sticky; left: 0; max-width: 8.5rem; background: #fff; overflow-wrap: anywhere; }
  .settings { columns: 1; }
}
@media print {
  .live .chart { display: none; }
  .live .still { display: block; }
  body { font-size: 10pt; line-height: 1.4; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 18pt; }
  h2, h3, .before { break-after: avoid; }
  h2 { margin-top: 1.4rem; }
  p, ul, .caution { max-width: none; }
  .answer p { font-size: 11pt; }
  .where, .note { font-size: 9pt; }
  table { font-size: 8pt; width: 100%; }
  tbody th { min-width: 0; }
  th, td { padding: .2rem .4rem .2rem 0; overflow-wrap: break-word; }
  figure { margin: .5rem 0; }
  figure svg { max-height: 19cm; }
  figure, tr, li, pre, .answer, .caution, .note { break-inside: avoid; }
  p { orphans: 3; widows: 3; }
  .wide { overflow: visible; background: none; }
  details { display: none; }  /* folded on the screen, and of no use folded on paper */
  a { color: inherit; text-decoration: none; }
  @page { size: A4; margin: 15mm; }
}
"""


def caution_block(cautions: Sequence[Caution]) -> Html:
    """Show what a reader has to be cautious of; nothing where there is nothing."""
    texts = [caution.text for caution in cautions]
    return element("div", paragraphs(texts), class_="caution") if texts else Html("")

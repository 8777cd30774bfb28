"""The look of the pages, and the frame that all of them have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nicegui import ui

PAGES = {"/": "Ask", "/watch": "Watch", "/compare": "Compare"}
ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#0072b2"/>'
    '<path d="M4 12h10c3 0 3 12 6 12h8" fill="none" stroke="#fff" stroke-width="3"/></svg>'
)
CSS = """
:root { --ink: #1a1a1a; --soft: #54585d; --line: #d5d8dc; --blue: #005f94; }
body { color: var(--ink); font: 16px/1.5 system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
.nicegui-content { padding: 0; }
.main { max-width: 76rem; margin: 0 auto; padding: 1rem 1.25rem 4rem; width: 100%; display: block; }
.bar { display: flex; gap: .4rem 1.4rem; flex-wrap: wrap; align-items: baseline; border-bottom: 1px solid var(--line);
  padding: .7rem 1.25rem; width: 100%; }
.bar b { margin-right: auto; }
.bar a { color: var(--blue); padding: .2rem .1rem; text-decoration: none; }
.bar a[aria-current=page] { color: var(--ink); font-weight: 600; border-bottom: 3px solid var(--blue); }
a:focus-visible, button:focus-visible, .q-checkbox:focus-visible, .q-radio:focus-visible, .q-toggle:focus-visible {
  outline: 3px solid #e69f00; outline-offset: 2px; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .4rem 0 .2rem; font-weight: 650; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 1.8rem 0 .5rem; font-weight: 600; }
h3 { font-size: 1.05rem; line-height: 1.3; margin: .2rem 0; font-weight: 600; }
.main a { color: var(--blue); }
.soft { color: var(--soft); font-size: .9rem; max-width: 48rem; }
.help { color: var(--soft); font-size: .82rem; line-height: 1.3; margin-top: 4px; }
.forms { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .8rem 1.4rem; width: 100%; }
.forms > * { min-width: 0; }
.forms .q-field { width: 100%; }
.q-field__messages { line-height: 1.25; }
.card { border: 1px solid var(--line); border-left: 5px solid var(--blue); padding: .7rem 1rem; margin: .4rem 0 1rem;
  width: 100%; display: block; }
.told { border-left: 5px solid var(--blue); padding: .3rem 0 .3rem 1rem; margin: 1rem 0; max-width: 52rem;
  display: block; }
.told p { margin: .3rem 0; font-size: 1.05rem; }
.error { color: #a3123a; font-weight: 600; max-width: 52rem; overflow-wrap: anywhere; }
.line { background: #f4f5f6; padding: .7rem .9rem; font: .85rem/1.45 ui-monospace, Menlo, Consolas, monospace;
  overflow-wrap: anywhere; white-space: pre-wrap; width: 100%; display: block; }
.row-of { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; width: 100%; }
.two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(21rem, 100%), 1fr)); gap: 1rem 2rem;
  width: 100%; }
.two > * { min-width: 0; }
.chart { width: 100%; height: 17rem; }
.tall { width: 100%; height: 30rem; }
.wide { overflow-x: auto; width: 100%; display: block; }
table.plain { border-collapse: collapse; font-size: .92rem; font-variant-numeric: tabular-nums; }
table.plain th, table.plain td { border-bottom: 1px solid var(--line); padding: .35rem .9rem .35rem 0; text-align: left;
  vertical-align: top; }
ul.events { margin: .2rem 0; padding-left: 1.1rem; max-height: 16rem; overflow-y: auto; }
.q-slider, .q-range { min-width: 12rem; }
@media (max-width: 600px) { .main { padding: .8rem .9rem 3rem; } h1 { font-size: 1.35rem; } .tall { height: 26rem; } }
"""


@contextmanager
def frame(path: str, title: str) -> Iterator[None]:
    """Put the head with its links on a page; what is made within stands under it."""
    ui.colors(primary="#005f94")
    with ui.element("nav").classes("bar").props('aria-label="Pages"'):
        ui.html("<b>barrierlife</b>", sanitize=False)
        for target, name in PAGES.items():
            link = ui.link(name, target)
            if target == path:
                link.props("aria-current=page")
    with ui.element("div").classes("main") as main:
        heading(title, 1)
        yield
    ui.skip_link("Skip to the page", target=main)


def heading(text: str, level: int = 2) -> ui.label:
    """Make a heading, which a reader of the screen can find; give its text."""
    with ui.element(f"h{level}"):
        return ui.label(text).style("display: inline")


def soft(text: str) -> ui.label:
    return ui.label(text).classes("soft")


def paragraphs(texts: list[str]) -> None:
    """Tell the answer."""
    with ui.element("div").classes("told"):
        for text in texts:
            with ui.element("p"):
                ui.label(text).style("display: inline")


def plain_table(heads: list[str], rows: list[list[str]]) -> None:
    """Make a table of text, which scrolls by itself where it is too wide."""
    wide = ui.element("div").classes("wide").props('tabindex=0 role=region aria-label="Table"')
    with wide, ui.element("table").classes("plain"):
        with ui.element("thead"), ui.element("tr"):
            for head in heads:
                with ui.element("th").props("scope=col"):
                    ui.label(head)
        with ui.element("tbody"):
            for row in rows:
                with ui.element("tr"):
                    for number, cell in enumerate(row):
                        with ui.element("td" if number else "th").props("" if number else "scope=row"):
                            ui.label(cell)

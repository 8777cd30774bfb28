"""The site of the documents: it is built without a warning, its links lead somewhere, it asks nothing of a network."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

pytest.importorskip("sphinx", reason="the extra [docs] is not installed")
pytest.importorskip("myst_parser", reason="the extra [docs] is not installed")
pytest.importorskip("furo", reason="the extra [docs] is not installed")
pytestmark = pytest.mark.slow

from sim.commands import COMMANDS, available  # noqa: E402
from sim.effects import OUTCOMES  # noqa: E402
from sim.model.columns import TABLE  # noqa: E402
from sim.model.engine.parameters import parameters_of  # noqa: E402
from sim.model.interventions.registry import catalogue  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]


class Page(HTMLParser):
    """Anchors of a page, its links, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self.anchors |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag in ("script", "img", "iframe", "source") and given.get("src"):
            self.loads.append(given["src"])
        if tag == "link" and given.get("href") and given.get("rel") != "canonical":
            self.loads.append(given["href"])


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    """Build the site, with every warning as an error."""
    target = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", str(target / "trees"), "-b", "html"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [*command, "docs", str(target / "html")], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return target / "html"


@pytest.fixture(scope="module")
def pages(site) -> dict[Path, Page]:
    return {file: Page(file.read_text(encoding="utf-8")) for file in site.rglob("*.html")}


def test_links_lead_to_a_page_and_its_anchor(site, pages):
    lost = []
    for file, page in pages.items():
        for link in page.links:
            parts = urlparse(link)
            if parts.scheme or link.startswith("//"):
                continue
            target = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            there = target in pages if target.suffix == ".html" else target.exists()
            if not there or (parts.fragment and target in pages and parts.fragment not in pages[target].anchors):
                lost.append(f"{file.relative_to(site)}: {link}")
    assert lost == []
    assert sum(len(page.links) for page in pages.values()) > 200


def test_nothing_is_loaded_from_elsewhere(site, pages):
    for file, page in pages.items():
        assert [source for source in page.loads if "//" in source and not source.startswith("data:")] == [], file
    for style in site.rglob("*.css"):
        assert re.findall(r"(?:@import|url\()\s*['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")) == [], style


def test_search_works_from_a_folder(site):
    """Its index is a script, which a page may load without a server."""
    assert (site / "searchindex.js").read_text(encoding="utf-8").startswith("Search.setIndex(")


def test_the_reference_is_that_of_the_code(site):
    def text(name: str) -> str:
        return re.sub(r"<[^>]+>", "", (site / "_generated" / f"{name}.html").read_text(encoding="utf-8"))

    barriers = text("barriers")
    for name, kind in catalogue().items():
        assert name in barriers and kind.summary in barriers.replace("&#39;", "'")
        assert all(p.name in barriers for p in parameters_of(kind))
    assert all(name in text("outcomes") for name in OUTCOMES)
    assert all(column.name in text("columns") for column in TABLE)
    commands = text("commands")
    assert all(f"python -m sim {name}" in commands for name in available()) and set(available()) == set(COMMANDS)

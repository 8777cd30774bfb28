"""A report in a real browser: on a phone and on a desk nothing is cut off, and pictures have their headings."""

import shutil
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest

from sim.effects.barrier_model import barrier_model
from sim.model.interventions.takedown import Takedown
from sim.views.report import html

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
BEYOND = """() => [...document.querySelectorAll('figure > svg, figcaption, .stacked td, .stacked ul, .answer p')]
    .filter(seen => seen.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(seen => seen.tagName)"""


@pytest.fixture(scope="module")
def report(result: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the report of a run with its barrier model; give its address."""
    run = SimpleNamespace(**vars(result))
    run.settings = SimpleNamespace(**result.plain)
    run.barrier_model = barrier_model({"takedown": Takedown()})
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(html(run), encoding="utf-8")
    return path.as_uri()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def comparison(study: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Write the report of a comparison; give its address."""
    path = tmp_path_factory.mktemp("comparison") / "report.html"
    path.write_text(html(study), encoding="utf-8")
    return path.as_uri()


@pytest.mark.parametrize("width", [390, 1280])
def test_a_comparison_fits_the_screen_and_the_paper(browser: Any, comparison: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(comparison, timeout=120_000)
    assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert page.evaluate(BEYOND) == [] and page.locator(".answer p").count() > 4
    assert page.locator(".chart").first.is_visible()
    page.emulate_media(media="print")  # on paper the chart has its picture in its place, and nothing is folded away
    assert not page.locator(".chart").first.is_visible() and page.locator(".still svg").first.is_visible()
    assert len(page.pdf(format="A4")) > 20_000
    page.close()


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_cut_off(browser: Any, report: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(report, timeout=120_000)
    assert page.locator("figure").count() == 4 and page.locator(".stacked tbody tr").count() == 4
    assert page.evaluate(BEYOND) == []
    assert page.locator("figcaption").nth(1).is_visible() == (width == 390)
    assert page.locator(".label").first.is_visible() == (width == 390)
    small = page.locator("figure > svg").nth(1).bounding_box()["width"]
    page.locator("figure").nth(1).focus()
    large = page.locator("figure > svg").nth(1).bounding_box()["width"]
    assert large > 2 * small if width == 390 else large == small
    page.close()

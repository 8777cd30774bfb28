"""The pages in a real Chromium: a question without typing, wrong numbers, the run, the replay, the comparison."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("nicegui", reason="the extra [dashboard] is not installed")
playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), ""
)
pytestmark = [pytest.mark.slow, pytest.mark.skipif(not CHROMIUM, reason="no Chromium here")]
WAIT = 90_000
"""Milliseconds: a slow machine is no failure."""
RUN_WAIT = 120_000
UP_WITHIN = 5.0
"""Seconds of processor time until the pages are served."""


def served(place):
    """Start the dashboard as a user would: NiceGUI behaves otherwise where it finds itself in a test."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PYTEST")} | {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "sim", "dashboard", "port=0", "--no-browser"]
    return subprocess.Popen(command, cwd=place, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.fixture(scope="module")
def desk(place, tmp_path_factory):
    """Give a copy of what is stored: runs are added to it."""
    return shutil.copytree(place, tmp_path_factory.mktemp("pages") / "desk")


@pytest.fixture(scope="module")
def address(desk):
    """Serve the dashboard in a process of its own; give the address that it prints."""
    server = served(desk)
    try:
        line = server.stdout.readline()
        yield re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", line)[0]
    finally:
        server.send_signal(signal.SIGINT)
        assert server.wait(timeout=30) in (0, -signal.SIGINT, 130)


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(params=[1280, 390])
def page(request, browser, address):
    """Open the first page; nothing may be asked of another machine, and no script may fail."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, accept_downloads=True)
    opened = context.new_page()
    opened.set_default_timeout(WAIT)
    asked, failed = [], []
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.on("pageerror", lambda error: failed.append(str(error)))
    opened.goto(address)
    opened.wait_for_selector("[data-key=run]")
    yield opened
    assert [url for url in asked if not url.startswith(("http://127.0.0.1:", "data:", "blob:"))] == []
    assert failed == []
    context.close()


def tick(page, name):
    page.get_by_role("checkbox", name=name, exact=True).click()


def entry(page, key):
    return page.locator(f'input[data-key="{key}"]').first


def fits(page):
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_it_is_up_within_seconds(place):
    """From the command to the first page, as processor time: other tests may share the machine."""
    import resource
    from urllib.request import HTTPCookieProcessor, build_opener

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    server = served(place)
    address = re.search(r"http://127\.0\.0\.1:\d+/\?key=\S+", server.stdout.readline())[0]
    page = build_opener(HTTPCookieProcessor()).open(address).read().decode()
    assert "How long does a barrier last?" in page
    server.send_signal(signal.SIGINT)
    server.wait(timeout=30)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < UP_WITHIN


def test_without_the_key_nothing_is_shown(browser, address):
    context = browser.new_context()
    answer = context.new_page().goto(address.partition("?")[0])
    assert answer.status == 403
    context.close()


def test_forms_say_what_is_wrong(page):
    tick(page, "takedown")
    count = entry(page, "interventions.takedown.count")
    count.fill("0")
    page.wait_for_function("document.querySelector('[data-key=error]').innerText.includes('count=0 is out of range')")
    assert page.get_by_role("button", name="Run").is_disabled()
    count.fill("2")
    page.wait_for_function("document.querySelector('[data-key=error]').innerText === ''")
    page.wait_for_function("document.querySelector('[data-key=line]').innerText.includes('takedown.count=2')")
    assert page.get_by_role("button", name="Run").is_enabled()
    assert "Cost of takedown: EUR 2,000,000" in page.locator("div.main").inner_text()
    assert fits(page)


def test_time_is_set_by_the_keyboard_and_by_dates(page):
    tick(page, "licensing")
    page.wait_for_selector('[data-key="licensing.start"]')
    thumb = page.locator('[data-key="licensing.time"] [tabindex="0"], [data-key="licensing.time"][tabindex="0"]').first
    thumb.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("/licensing.start=3[67]\\d/.test(document.querySelector('[data-key=line]').innerText)")
    box = thumb.bounding_box()
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2, steps=4)
    page.mouse.up()
    page.wait_for_function("/licensing.start=[4-9]\\d\\d/.test(document.querySelector('[data-key=line]').innerText)")
    page.locator("input[type=date]").first.fill("2025-01-01")
    page.wait_for_function("document.querySelectorAll('input[type=date]').length === 3")
    page.locator("input[type=date]").first.fill("2025-04-11")  # day 100: the line of time stands above
    page.wait_for_function("document.querySelector('[data-key=line]').innerText.includes('licensing.start=100')")


def test_everything_can_be_reached_by_tab(page):
    seen = set()  # every barrier is a stop on the way
    for _ in range(120):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("(document.activeElement.innerText || document.activeElement.ariaLabel || '').trim()"))
    assert {"Skip to the page", "Watch", "Compare", "takedown", "licensing"} <= seen


def test_a_question_is_run_watched_and_stopped(page):
    tick(page, "takedown")
    for key, value in {"buyers": "400", "days": "120", "replicates": "2"}.items():
        entry(page, key).fill(value)
    page.wait_for_function("document.querySelector('[data-key=error]').innerText.includes('beyond the horizon')")
    entry(page, "takedown.start").fill("60")
    page.wait_for_function("document.querySelector('[data-key=line]').innerText.includes('takedown.start=60')")
    page.wait_for_selector("[data-key=run]:not([disabled])")
    page.locator("[data-key=run]").click()
    page.wait_for_selector("[data-key=stop]")
    page.wait_for_selector("[data-key=watch]", timeout=RUN_WAIT)
    pictures = page.locator("img[data-key=picture]")
    assert pictures.count() == 4 and page.wait_for_function(
        "[...document.querySelectorAll('img[data-key=picture]')].every(seen => seen.naturalWidth > 100)"
    )
    told = page.locator("[data-key=result]").inner_text()
    assert "The answer" in told and "python -m sim reproduce results/runs/" in told and "thin world" in told
    with page.context.expect_page() as report:
        page.get_by_role("link", name="Report").click()
    report.value.wait_for_load_state()
    assert "takedown" in report.value.title().lower()
    with page.expect_download() as fetched:
        page.get_by_role("link", name="Summary (CSV)").click()
    assert Path(fetched.value.path()).read_text().startswith("scenario,")
    page.locator("[data-key=watch]").click()
    page.wait_for_selector("[data-key=slider]")
    assert "Day 60 of 119" in page.locator("[data-key=day]").inner_text()
    page.locator('[data-key=slider] [tabindex="0"], [data-key=slider][tabindex="0"]').first.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('[data-key=day]').innerText.startsWith('Day 61 ')")
    page.get_by_role("button", name="Play").press("Enter")
    page.wait_for_function("document.querySelector('[data-key=day]').innerText.startsWith('Day 119 ')")
    assert "Twin without it: the last four weeks" in page.locator("div.main").inner_text()
    assert fits(page)


@pytest.mark.parametrize("page", [1280], indirect=True)
@pytest.mark.parametrize("pause", [0.2, 6.0], ids=["at once", "later"])
def test_a_run_is_stopped(page, pause):
    tick(page, "takedown")
    entry(page, "buyers").fill("400")
    entry(page, "replicates").fill("500")
    page.wait_for_function("document.querySelector('[data-key=line]').innerText.includes('replicates=500')")
    page.wait_for_selector("[data-key=run]:not([disabled])")
    page.locator("[data-key=run]").click()
    page.wait_for_function("document.querySelector('[data-key=progress]').innerText.length > 0")
    time.sleep(pause)
    page.locator("[data-key=stop]").click()
    text = "document.querySelector('[data-key=progress]').innerText"
    page.wait_for_function(f"{text}.includes(': stopped')", timeout=RUN_WAIT)
    page.wait_for_selector("[data-key=run]:not([disabled])")


def test_stored_studies_are_laid_beside_each_other(page, address):
    page.get_by_role("link", name="Compare").click()
    page.locator('[data-key="one"]').click()
    page.locator('[data-key="two"]').click()
    page.wait_for_function("document.querySelector('[data-key=compared]').innerText.includes('licensing (two)')")
    told = page.locator("[data-key=compared]").inner_text()
    assert "takedown (one)" in told and "cost, first year" in told and "Workbook" in told
    page.wait_for_selector("[data-key=compared] svg")
    assert fits(page)

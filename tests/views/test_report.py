"""The report is one well-formed page without network, safe against its configuration, and says what the tables say."""

import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from types import SimpleNamespace

import pandas as pd
import pytest
import synthetic

from sim.views.page import OFFLINE, Html, element, escape
from sim.views.report import BOTH, CHANCE_ALONE, html
from sim.views.settings_section import flat

VOID = {"meta", "br", "img", "link"}


class Reader(HTMLParser):
    """Collect tags, ids, addresses and text, and complain where tags do not close."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.addresses: list[str] = []
        self.text = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data.replace("\u00a0", " ")


@pytest.fixture(scope="module")
def page(study: SimpleNamespace) -> str:
    return html(study)


def test_a_study_answers_and_shows_every_part(page: str) -> None:
    read = Reader(page)
    for heading in (
        "The league, with intervals", "Effect over time", "Who worked around what", "Unintended effects", "Cost",
        "Sensitivity", "What the model does not know", "Settings and provenance", "Repeat it",
    ):  # fmt: skip
        assert heading in read.text
    assert "What stays, missing in the second year, is" in read.text and "averts most" in read.text
    assert "Do combinations do more than their parts?" in read.text and "6 replicates are few" in read.text
    assert "python -m sim compare +intervention=[takedown,postal_inspection]" in read.text
    answer = page[page.index('class="answer"') :]
    assert answer[: answer.index("</div>")].count("<p>") == 8  # stays, passes, way, cost, burden, two spans, how sure


def test_what_intervals_cover_is_said_as_it_is(study: SimpleNamespace, page: str) -> None:
    drawn = SimpleNamespace(**vars(study))
    figures = dict.fromkeys(
        ("estimate", "chance_low", "unknown_low", "low", "chance_high", "unknown_high", "high"), 1.0
    )
    drawn.uncertainty = pd.DataFrame([{"label": "orders averted", "unit": "orders", "share_unknown": 0.5, **figures}])
    together = Reader(html(drawn)).text
    assert CHANCE_ALONE in Reader(page).text and BOTH not in Reader(page).text
    assert BOTH in together and CHANCE_ALONE not in together


def without_scripts(page: str) -> str:
    return re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL)


def test_it_loads_nothing_and_is_small(page: str) -> None:
    read = Reader(page)
    assert read.tags["script"] == 2 and not read.tags["link"] and not read.tags["img"]  # the library, and the chart
    assert all(address.startswith("#") for address in read.addresses)
    assert not re.search(r"url\((?!#)|@import", without_scripts(page))
    assert f'http-equiv="Content-Security-Policy" content="{OFFLINE}"' in page and "'none'" in OFFLINE
    assert not re.search("https?:|//", OFFLINE) and len(page.encode()) < 5_000_000


def test_one_chart_and_its_picture_for_paper(page: str) -> None:
    assert page.count('id="chart"') == 1 and page.count('class="still"') == 1
    assert page.index('class="still"') < page.index("effects-") and "takedown" in page[page.index("embed_item(") :]


def test_what_comes_from_configuration_is_escaped(study: SimpleNamespace, page: str) -> None:
    assert "<script>" not in without_scripts(page) and page.count("&lt;script&gt;") >= 4
    assert page.count("<script>") == page.count("</script>") == 2
    assert study.sensitivity["parameter"].iloc[0] in Reader(page).text


def test_names_in_the_page_are_unique_and_resolve(make: Callable[..., SimpleNamespace], page: str) -> None:
    single = make(synthetic.World(replicates=2))
    single.settings = SimpleNamespace(**single.plain)
    for text in (page, html(single)):
        read = Reader(text)
        assert [name for name, count in Counter(read.ids).items() if count > 1] == []
        wanted = {address[1:] for address in read.addresses} | set(
            re.findall(r"url\(#([^)]+)\)", without_scripts(text))
        )
        assert wanted <= set(read.ids)


def test_a_run_has_its_pictures(result: SimpleNamespace) -> None:
    run = SimpleNamespace(**vars(result))
    run.settings = SimpleNamespace(**result.plain)
    read = Reader(html(run))
    assert read.tags["figure"] == 4 and "Seizing the largest marketplace removed 47 %" in read.text


def test_the_same_study_gives_the_same_page(study: SimpleNamespace, page: str) -> None:
    assert html(study) == page


@pytest.mark.parametrize("world", [synthetic.World(replicates=1), synthetic.World(replicates=8, depth=0.0)])
def test_weak_results_are_said_to_be_weak(make: Callable[..., SimpleNamespace], world: synthetic.World) -> None:
    run = make(world)
    run.settings = SimpleNamespace(**run.plain)
    text = Reader(html(run)).text
    assert (
        "single pair of worlds" in text if world.replicates == 1 else "no loss of trade can be told from chance" in text
    )


def test_a_run_without_barriers_is_a_steady_state(make: Callable[..., SimpleNamespace]) -> None:
    run = make(synthetic.World(replicates=2), {})
    run.settings = SimpleNamespace(**run.plain)
    text = Reader(html(run)).text
    assert "steady state" in text and "orders a day" in text


def test_blocks_are_escaped_once() -> None:
    assert element("p", "a < b", class_='"x"') == '<p class="&quot;x&quot;">a &lt; b</p>'
    assert escape(Html("<b>")) == "<b>" and element("p", element("b", "&")) == "<p><b>&amp;</b></p>"


def test_settings_are_flattened() -> None:
    nested = {"a": {"b": [1, 2], "c": None}, "d": True}
    assert flat(nested) == [("a.b", "1, 2"), ("a.c", ""), ("d", "True")]

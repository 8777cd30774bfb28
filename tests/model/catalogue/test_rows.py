"""The catalogue: a row says all of a member, and everything else follows from the rows."""

from __future__ import annotations

import dataclasses
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from sim.commands import explain
from sim.model.agents.facilitators.layers import Together
from sim.model.agents.vendors.channels import OTHERS, usual_routes
from sim.model.catalogue import channels, countries, facilitators, partners, products, signals, substances, ways
from sim.model.catalogue.row import figures, names
from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import parameters_of
from sim.model.engine.rules import Shares
from sim.model.market.geography import AGES, AXES
from sim.model.parameters import EcosystemParameters
from sim.settings import compose
from sim.settings.errors import SettingsError, UnknownName

ROOMS = {
    "country": countries,
    "product": products,
    "channel": channels,
    "facilitator": facilitators,
    "substance": substances,
    "partner": partners,
    "signal": signals,
}
PAR = EcosystemParameters()


@pytest.mark.parametrize("room", ["countries", "products", "substances", "channels", "facilitators", "makes", "ways"])
def test_every_figure_lies_within_its_range_and_is_explained(room: str) -> None:
    rows = import_module(f"sim.model.catalogue.{room}").ROWS
    text = explain.members(room)
    for row in rows:
        assert row.meaning and f"| {row.name} |" in text
    for p in figures(rows):
        assert p.low <= p.value <= p.high, p.name
        assert p.unit and p.doc and f"| {p.name.partition('.')[2]} |" in text


def test_labels_follow_the_rows() -> None:
    assert {axis: tuple(row.name for row in room.ROWS) for axis, room in ROOMS.items()} | {"age": AGES} == AXES
    assert tuple(f.name for f in dataclasses.fields(PAR.ways)) == ways.WAYS
    with pytest.raises(ValueError, match="twice"):
        names([ways.ROWS[0], ways.ROWS[0]])


def test_what_a_user_may_set_follows_the_rows() -> None:
    lists: list[tuple[Any, Any, tuple[str, ...]]] = [
        (PAR.couriers, channels, ("fastest", "slowest", "loss", "postage", "examined")),
        (PAR.facilitators, facilitators, ("concentration", "awareness", "substitutes", "search_days", "surcharge")),
    ]
    for part, room, figures_of in lists:
        for name in figures_of:
            assert getattr(part, name) == [getattr(row, name) for row in room.ROWS]
    assert PAR.buyers.home == {row.name: row.buyers for row in countries.ROWS}
    assert PAR.vendors.home == {row.name: row.vendors for row in countries.ROWS}
    assert PAR.buyers.product == {row.name: row.orders for row in products.ROWS}


def test_a_user_may_still_set_them_all() -> None:
    n, f = len(channels.ROWS), len(facilitators.ROWS)
    settings = compose([
        f"ecosystem.couriers.postage=[{','.join(['4'] * n)}]",
        f"ecosystem.facilitators.surcharge=[{','.join(['0.2'] * f)}]",
        "ecosystem.buyers.home={DE: 0.5}",
        "ecosystem.ways.reroute=false",
    ])  # fmt: skip
    assert settings.ecosystem.couriers.postage == [4.0] * n and settings.ecosystem.facilitators.surcharge == [0.2] * f
    assert settings.ecosystem.buyers.home["DE"] == 0.5 and not settings.ecosystem.ways.reroute


def test_the_old_word_for_ways_is_refused_with_the_new_one() -> None:
    with pytest.raises(UnknownName, match=r"did you mean ecosystem\.ways"):
        compose(["ecosystem.channels.migrate=false"])


def test_posts_come_first_and_others_say_what_they_stand_in_for() -> None:
    assert [row.border for row in channels.ROWS[: len(channels.POSTS)]] == list(channels.BORDERS)
    route = usual_routes(PAR.vendors)
    for o, other in enumerate(OTHERS):
        assert not other.border and set(other.instead_of) <= set(channels.POSTS) and other.most > 0
        for p, post in enumerate(channels.POSTS):
            assert route[p, o] == (getattr(PAR.vendors, other.chosen) if post in other.instead_of else 0.0)
    assert (route.sum(axis=1) < 1.0).all()


def test_what_leans_on_several_facilitators_needs_each_of_them() -> None:
    world = Ecosystem(buyers=100, days=5)
    for leans in facilitators.LEANS:
        mine = [f for f in world.facilitators if f.leans == leans]
        assert mine and world.facilitators[leans].members == mine
    one, other = world.facilitators[0], world.facilitators[1]
    one.served = other.served = False  # while all suppliers serve, nobody looks at the tables
    one.supply, other.supply = 0.5, 0.4
    one.replaced[:], other.replaced[:] = 0.5, 0.25
    both = Together([one, other])
    assert both.supply == pytest.approx(0.2)
    assert both.surcharge == pytest.approx(one.dearer * 0.5 + other.dearer * 0.25)
    world.close()


@pytest.mark.parametrize("room", sorted({room.__name__.rpartition(".")[2] for room in ROOMS.values()} | {"payments"}))
def test_every_figure_of_a_row_is_read(room: str) -> None:
    module = import_module(f"sim.model.catalogue.{room}")
    own = Path(module.__file__ or "")
    others = [file.read_text() for file in own.parents[2].rglob("*.py") if file != own]
    kind = type(module.ROWS[0])
    for field in dataclasses.fields(kind):
        if field.metadata:
            read = (f'"{field.name}"', f".{field.name}")
            assert any(word in text for text in others for word in read), f"{room}: nothing reads {field.name}"


def test_shares_that_are_said_to_be_normalised_are_checked_and_told() -> None:
    for group in dataclasses.fields(EcosystemParameters):
        part = getattr(PAR, group.name)
        if dataclasses.is_dataclass(part):
            told = {p.name for p in parameters_of(part) if "(normalised" in p.doc}
            rules = {rule.name for rule in getattr(type(part), "RULES", ()) if isinstance(rule, Shares)}
            assert told <= rules, f"{group.name}: no rule for {told - rules}"


def test_routes_of_payment_none_of_which_is_taken_are_refused() -> None:
    with pytest.raises(SettingsError, match=r"payments\.cashed.*nothing to choose from"):
        compose(["ecosystem.payments.cashed=[0,0,0,0,0,0]"])
    settings = compose(["ecosystem.payments.bought=[0.1,0.1,0.1,0.1,0.1,0.1]"])
    assert settings.notes == ("ecosystem.payments.bought sums to 0.6; its shares are normalised to 1",)

"""What barriers say of themselves is so: their level, their partners, and what they refuse."""

from __future__ import annotations

from difflib import get_close_matches

import pytest

from sim.model.catalogue.facilitators import CASHING, PAYING, ROWS
from sim.model.catalogue.partners import PARTNERS, rows_of
from sim.model.ecosystem import Ecosystem
from sim.model.interventions.base import inside
from sim.model.interventions.campaign import Campaign
from sim.model.interventions.information_sharing import InformationSharing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.takedown import Takedown
from sim.model.interventions.takeover_messenger import TakeoverMessenger
from sim.model.market.levers import INSPECTION, MONEY
from tests.model.market.worlds import CALM, changed

MONEY_SERVICES = {row.name for row in ROWS if row.leans in (PAYING, CASHING)}


def test_barriers_on_money_are_at_the_level_of_payment() -> None:
    for name, kind in inside().items():
        moved = {m.lever for m in kind(start=1).modifiers(_day())}
        if moved & set(MONEY) or (kind.facilitators and set(kind.facilitators) <= MONEY_SERVICES):
            assert kind(start=1).at_level() == "payment" or name == "profession_ban", name


def mistaken(named: set[str]) -> dict[str, str]:
    """Return names that are nearly, and not quite, another one that is named or in the catalogue of partners."""
    known = named | {partner.replace("_", " ") for partner in PARTNERS}
    near = {name: get_close_matches(name, known - {name}, 1, 0.8) for name in named}
    return {name: close[0] for name, close in near.items() if close}


def test_partners_are_of_the_catalogue_or_see_nothing_and_none_is_misspelt() -> None:
    """Who takes part and sees no signal is in no catalogue, so that a slip of the pen would make a new partner."""
    named = {partner for kind in inside().values() for partner in kind.partners}
    assert not mistaken(named)
    assert any(not rows_of((partner,)) for partner in named) and any(rows_of((partner,)) for partner in named)
    for slip, meant in (("prosecuter", "prosecutor"), ("polices", "police"), ("tax authorities", "tax authority")):
        assert mistaken({*named, slip})[slip] == meant


@pytest.mark.parametrize(
    ("barrier", "said"),
    [
        (Campaign(persuades=-0.1), "only users can be drawn"),
        (InformationSharing(by_law=0.5, countries=["DE"]), "for all countries"),
        (TakeoverMessenger(duration=70, days=70), "before the network is closed"),
    ],
)
def test_what_would_do_nothing_is_refused(barrier, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        barrier.check(1000)


def test_the_first_of_a_plan_begins_once_even_on_day_0() -> None:
    world = Ecosystem(
        changed(**CALM, partners__review=50), buyers=200, days=20,
        interventions={"post": PostalInspection(start=0, cost_fixed=1000.0, cost_per_day=0.0)},
    ).run()  # fmt: skip
    assert world.records.column("cost").sum() == pytest.approx(1000.0)
    world.close()


def test_who_is_put_in_force_again_begins_anew_though_a_trigger_fired_long_ago() -> None:
    plan = {
        "post": PostalInspection(start=5, trigger="orders >= 0", duration=8, ramp=0, share=0.4),
        "site": Takedown(start=5, count=1),
    }
    world = Ecosystem(changed(**CALM, partners__review=10), buyers=300, days=60, interventions=plan)
    moved = []
    usual = world.levers[INSPECTION].max()
    while world.day < 60:
        world.step()
        moved.append(bool(world.levers[INSPECTION].max() > usual))
    world.close()
    turns = sum(now and not before for before, now in zip([False, *moved], moved, strict=False))
    assert turns >= 2, "its second turn is in force as well"


def _day():
    from sim.model.interventions.base import Today

    return Today(day=10, strength=1.0, first=True, elapsed=0, wave=0)

"""Acts: each says whom it strikes and how; one on vendors or buyers needs no more than its own class."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest

import sim.model.acts
from sim.commands import explain
from sim.model.acts.act import STRUCK, Act, acts
from sim.model.acts.crowds import Buyers, Members, Vendors
from sim.model.acts.targets import SELECTIONS, Targets
from sim.model.ecosystem import Ecosystem
from sim.model.market import codes
from sim.model.market.geography import CHANNELS, FACILITATORS, PRODUCTS
from sim.model.market.world import World


@pytest.fixture
def world():
    made = Ecosystem(buyers=1_000, days=30).run(5)
    yield made
    made.close()


@dataclass(frozen=True, slots=True)
class Warn(Act):
    """Tell some vendors that they are known: they hide better."""

    targets: Vendors = Vendors(share=0.5)

    strikes: ClassVar[str] = "vendors"

    def strike(self, world: World, row: int) -> None:
        world.state.vendors["stealth"][row] = 1.0


def test_every_file_that_holds_one_is_found_and_explained() -> None:
    files = {f.stem for f in Path(sim.model.acts.__file__).parent.glob("*.py") if "(Act)" in f.read_text()}
    assert set(acts()) == files and len(files) >= 4
    for name, kind in acts().items():
        assert kind.phrase and kind.strikes in STRUCK and f"| {name} |" in explain.acts()
        if kind.strikes:
            assert kind().targets.strikes == kind.strikes


def test_an_act_on_vendors_is_its_own_class(world: Ecosystem) -> None:
    rows = Vendors().choose(world)
    assert sorted(rows) == sorted(world.state.active[: world.state.n_active].tolist())
    done = world.authority.carry_out(Warn(), "a test")
    assert done == -(-len(rows) // 2)
    assert int((world.state.vendors["stealth"][rows] == 1.0).sum()) == done
    assert world.authority.carry_out(Warn(probability=0.0)) == 0


def test_luck_is_of_the_barrier(world: Ecosystem) -> None:
    one, other, again = (Warn(0.5, Vendors()).carry_out(world, name) for name in ("a", "b", "a"))
    assert one == again and Vendors("random", count=9).choose(world, 1 << 16) != Vendors("random", count=9).choose(
        world
    )
    assert 0 < one < len(Vendors().choose(world)) and other > 0


def test_crowds_are_limited_to_countries_products_and_numbers(world: Ecosystem) -> None:
    vendors, buyers = world.state.vendors, world.state.buyers
    largest = Vendors("largest", count=5).choose(world)
    assert len(largest) == 5
    trading = Vendors().choose(world)
    assert vendors["sales"][largest].min() >= sorted(vendors["sales"][trading])[-5]
    germans = Buyers(countries=("DE",)).choose(world)
    assert germans and set(buyers["home"][germans].tolist()) == {0}
    assert set(buyers["state"][germans].tolist()) == {codes.ACTIVE}
    cannabis = Buyers(products=("cannabis",), share=0.1).choose(world)
    assert set(buyers["product"][cannabis].tolist()) == {PRODUCTS.index("cannabis")}
    assert Buyers(share=0.0).choose(world) == []


def test_members_of_the_catalogue_are_struck_by_name(world: Ecosystem) -> None:
    assert Members(("hosting",), "facilitators").choose(world) == [FACILITATORS.index("hosting")]
    assert Members(("local_drop",), "channels").choose(world) == [CHANNELS.index("local_drop")]


def test_targets_are_told() -> None:
    assert {s: Targets(s, 2, 0.055, ("market-1", "market-2")).describe() for s in SELECTIONS} == {
        "largest": "the 2 largest marketplaces", "oldest": "the 2 oldest marketplaces",
        "share": "the marketplaces with the first 5.5 % of revenue", "random": "2 marketplaces at random",
        "named": "market-1 and market-2", "refuge": "the likely refuge",
    }  # fmt: skip
    assert (
        Targets("largest").describe() == "the largest marketplace"
        and Targets("random").describe() == "a marketplace at random"
    )


def test_an_act_that_does_not_say_what_it_does_fails(world: Ecosystem) -> None:
    @dataclass(frozen=True, slots=True)
    class Nothing(Act):
        targets: Targets = Targets("largest")

    with pytest.raises(NotImplementedError, match="Nothing"):
        world.authority.carry_out(Nothing())

"""Suppliers who know, act when asked, are put out of business; and what each sector holds up.

Expected from the sources, before it was coded: who knows is not persuaded (S18, S48), a licence or a trial does it;
what is done to a few large suppliers counts (B109), to many small ones not (B113), and passes as others are found.
"""

from __future__ import annotations

import numpy as np
import pytest

from sim.model.agents.administrators.phase import found_out
from sim.model.agents.facilitators.suppliers import Suppliers
from sim.model.catalogue.channels import CHANNELS, POSTS
from sim.model.catalogue.channels import ROWS as CHANNEL_ROWS
from sim.model.catalogue.facilitators import CARRYING, ROWS
from sim.model.catalogue.payments import PAYMENTS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.streams import Draws
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.call_to_action import CallToAction
from sim.model.interventions.delisting import Delisting
from sim.model.interventions.extend_postal_powers import ExtendPostalPowers
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.machine_licensing import MachineLicensing
from sim.model.interventions.mixer_sanction import MixerSanction
from sim.model.interventions.prosecute_supplier import ProsecuteSupplier
from sim.model.interventions.takedown import Takedown
from sim.model.interventions.takeover_messenger import TakeoverMessenger
from sim.model.market.carriage import divided
from sim.model.market.geography import COUNTRIES, FACILITATORS
from sim.model.market.paying import GONE as GONE_WAY
from sim.model.market.paying import SERVED, fails
from tests.model.market.worlds import changed, differences, pairs, ratio, struck
from tests.thorough import some_always

ONE = np.ones(1)
N = len(FACILITATORS)
START = 20


def every(**figures: float) -> dict[str, list[float]]:
    return {f"facilitators__{name}": [value] * N for name, value in figures.items()}


def lowest(barrier: Intervention, name: str, days: int = 60, **changes: object) -> float:
    """Return the mean over worlds of the least supply a barrier leaves."""
    found = []
    for replicate in range(6):
        world = Ecosystem(changed(**changes), buyers=60, days=days, replicate=replicate, interventions=[barrier]).run()
        found.append(world.records.column(name).min())
        world.close()
    return float(np.mean(found))


# who can be persuaded


@pytest.mark.parametrize("name", some_always(FACILITATORS, ("exchange", "hosting", "packaging")))
def test_who_knows_is_not_persuaded_but_stops_under_a_licence(name: str) -> None:
    knowing = every(knowing=1.0, awareness=1.0, cooperation=1.0, concentration=0.05)
    call = CallToAction(start=START, facilitator=name, reach=1.0, delay=1.0)
    assert lowest(call, name, **knowing) == 1.0
    assert lowest(call, name, **{**knowing, **every(knowing=0.0)}) < 0.5
    assert lowest(Licensing(start=START, facilitator=name, ramp=0), name, **knowing) < 0.8


def test_a_call_to_those_who_know_changes_nothing_at_all() -> None:
    par = changed(**every(knowing=1.0))
    stem = Ecosystem(par, buyers=400, days=60).run(START)
    struck, twin = (
        stem.branch([CallToAction(start=START, facilitator="hosting", cost_fixed=0.0, cost_per_day=0.0)]),
        stem,
    )
    # whoever takes part in a barrier is reminded of what they agreed to
    assert set(differences(struck.run(), twin.run())) <= {"commitment"}
    struck.close(), twin.close()


def test_a_share_is_persuaded_as_knowledge_and_cooperation_say() -> None:
    gone = [
        struck(Suppliers(Draws(s), 4, 0.02, knowing=0.3, cooperation=0.5), "persuaded", called=0.8).mean()
        for s in range(60)
    ]
    assert np.mean(gone) == pytest.approx(0.7 * 0.5 * 0.8, abs=0.03)
    one = Suppliers(Draws(1), 4, 0.1, knowing=0.3, cooperation=0.5)
    less, more = (struck(one, "persuaded", called=share) for share in (0.3, 0.9))
    assert (less <= more).all() and not struck(one, "persuaded").any()


def test_a_trial_takes_the_largest_who_know_and_nobody_else() -> None:
    knows = Suppliers(Draws(2), 2, 0.2, knowing=1.0)
    assert set(knows.of[struck(knows, "closed", convicted=2.0)[:, 0]]) == {0, 1}
    assert not struck(Suppliers(Draws(2), 2, 0.2, knowing=0.0), "closed", convicted=99.0).any()
    some = Suppliers(Draws(2), 2, 0.2, knowing=0.5)
    taken = np.unique(some.of[struck(some, "closed", convicted=2.0)[:, 0]])
    assert some.knows[taken].all() and taken.tolist() == np.flatnonzero(some.knows)[:2].tolist()
    assert set(some.of[struck(some, "closed", taken_over=1.0)[:, 0]]) == {0}  # a takeover asks nobody what they knew
    assert struck(some, "closed", removed=1.0).all() and not struck(some, "closed").any()
    less, more = (struck(some, "closed", removed=share) for share in (0.3, 0.8))
    assert (less <= more).all() and less.sum() < more.sum()


GONE = {
    "machines": MachineLicensing(start=START, share=0.8, ramp=0),
    "privacy_coin": Delisting(start=START, share=0.8, ramp=0),
    "packaging": ProsecuteSupplier(start=START, facilitator="packaging", count=100),
    "mixer": MixerSanction(start=START, count=100, jurisdiction=1.0),
}


@pytest.mark.parametrize("name", some_always(GONE, ["machines"]))
def test_who_is_gone_fails_those_as_well_whom_it_would_not_have_recognised(name: str) -> None:
    """A machine switched off serves nobody; one that must refuse the trade still serves whom it does not know."""
    blind = every(awareness=0.0, knowing=1.0, substitutes=0.0, concentration=0.05)
    assert lowest(GONE[name], name, **blind) < 0.6
    refuses = Licensing(start=START, facilitator=name, coverage=1.0, enforcement=1.0, ramp=0)
    assert lowest(refuses, name, **blind) == 1.0


def test_a_customer_of_who_is_gone_pays_again_once_another_is_found() -> None:
    assert fails(0.1, 0.5, 0.3, 0.4) and not fails(0.1, 0.3, 0.3, 0.4)
    assert not fails(0.4, 0.5, 0.3, 0.4)  # not recognised, and served
    assert fails(0.4, 0.5, 0.3, GONE_WAY - 0.4) and not fails(0.4, 0.3, 0.3, GONE_WAY - 0.4)
    assert not fails(0.1, 0.9, 1.0, SERVED)


def test_the_fewer_the_suppliers_the_more_a_trial_does_and_it_passes() -> None:
    trial = ProsecuteSupplier(start=START, facilitator="packaging", count=1)
    sure = every(knowing=1.0, awareness=1.0, substitutes=1.0)
    low = [lowest(trial, "packaging", **sure, **every(concentration=h)) for h in (0.0, 0.1, 0.5)]
    assert low[0] > 0.99 and low[2] < low[1] - 0.2 < 0.75
    back = {}
    for days in (5.0, 50.0):
        par = changed(**sure, **every(concentration=0.5, search_days=days))
        world = Ecosystem(par, buyers=60, days=90, interventions=[trial]).run()
        back[days] = world.records.column("packaging")[START + 40]
        world.close()
    assert back[5.0] > 0.95 > 0.8 > back[50.0]


def test_scattered_suppliers_with_easy_substitutes_are_no_lever() -> None:
    easy = every(knowing=1.0, awareness=1.0, substitutes=1.0, search_days=0.1, concentration=0.0)
    found = pairs([ProsecuteSupplier(start=40, facilitator="exchange", count=3)], days=140, replicates=3, **easy)
    assert ratio(found, "orders", 0, 100) == pytest.approx(1.0, abs=0.01)


def test_what_was_asked_fades() -> None:
    called = [next(iter(CallToAction(half_life=50.0, delay=5.0).modifiers(day))).amount
              for day in (_on(0), _on(20), _on(120))]  # fmt: skip
    assert called[0] < called[2] < 0.5 * called[1]


def _on(elapsed: int) -> Today:
    return Today(day=elapsed, strength=1.0, first=elapsed == 0, elapsed=elapsed, wave=0)


def test_a_barrier_on_suppliers_acts_at_the_stage_of_the_facilitator() -> None:
    for row in ROWS:
        for kind in (Licensing, CallToAction, ProsecuteSupplier):
            assert kind(facilitator=row.name).at_stage() == row.stage in kind.stages()


# what each holds up


ALONE = {**every(awareness=1.0, substitutes=0.0), "ways__switch": False}
NO = {"coverage": 1.0, "enforcement": 1.0, "ramp": 0}


def test_without_any_transport_there_is_no_parcel() -> None:
    carriers = sorted({row.carrier for row in CHANNEL_ROWS})
    barriers = {name: Licensing(start=START, facilitator=name, **NO) for name in carriers}
    found = pairs(barriers, start=START, days=120, replicates=2, **ALONE)
    for pair in found:
        assert pair.struck.records.column("carried")[START:].max() == pytest.approx(0.0, abs=1e-9)
        assert pair.sums("parcels_sent", 0, 100)[0] == 0.0 < pair.sums("parcels_sent", 0, 100)[1]
        assert pair.sums("no_carrier", 0, 100)[0] > 0.0
        assert pair.sums("orders", 0, 100)[0] == pair.sums("direct_orders", 0, 100)[0] == 0.0


def test_other_channels_take_over_what_one_carrier_leaves() -> None:
    post = Licensing(start=40, facilitator="post", **NO)
    open_, closed = (pairs([post], days=120, replicates=2, **ALONE, ways__reroute=r) for r in (True, False))
    assert ratio(open_, "orders", 5, 60) > 0.9 > 0.4 > ratio(closed, "orders", 5, 60)
    groups = open_[0].struck.records.groups()
    late = groups[(groups["kind"] == "channel") & (groups["day"] >= 45)].groupby("group")["parcels"].sum()
    assert late[list(POSTS)].sum() == 0 and late.drop(list(POSTS)).min() > 0
    assert late["private_parcel"] == late.max()


def test_what_cannot_be_sent_is_what_no_channel_has_room_for() -> None:
    route = np.zeros((len(COUNTRIES), len(POSTS), len(CHANNELS) - len(POSTS)))
    route[:, :, 0] = 0.1
    arriving = np.ones((len(COUNTRIES), len(POSTS)))
    serve = np.ones((len(CHANNELS), len(COUNTRIES)))
    whole = divided(route, serve, arriving, True)
    assert whole.halted.max() == 0.0 and whole.route == pytest.approx(route)
    serve[: len(POSTS)] = 0.25
    serve[len(POSTS) :] = 0.0
    for reroute in (True, False):
        some = divided(route, serve, arriving, reroute)
        assert some.halted == pytest.approx(0.75 if reroute else 1.0 - 0.9 * 0.25) and some.route.max() == 0.0
    serve[CHANNELS.index("private_parcel")] = 0.5  # room for half of all parcels
    assert divided(route, serve, arriving, True).halted == pytest.approx(0.25)
    assert divided(route, serve, arriving, True).route[:, :, 0] == pytest.approx(2.0 / 3.0)


def test_drops_are_arranged_by_messenger() -> None:
    found = pairs([Licensing(start=40, facilitator="messenger", **NO)], days=120, replicates=2, **ALONE)
    for pair in found:
        groups = pair.struck.records.groups()
        drops = groups[(groups["group"] == "local_drop") & (groups["day"] >= 40)]["parcels"]
        assert drops.sum() == 0 and pair.sums("direct_orders", 0, 80)[0] == 0.0


def test_direct_deals_after_a_takedown_fall_with_the_supply_of_messengers() -> None:
    deals = {"buyers__direct_contact": 0.5, "buyers__trust_contact": 0.2, "buyers__direct_use": 0.0}
    direct = []
    for lost in (0.0, 0.5, 1.0):
        barriers: dict[str, Intervention] = {"takedown": Takedown(start=60, count=12)}
        if lost:
            barriers["quiet"] = Licensing(start=60, facilitator="messenger", coverage=1.0, enforcement=lost, ramp=0)
        few = {**ALONE, **every(concentration=0.0)}
        found = pairs(barriers, start=60, days=100, replicates=2, **few, **deals, ways__open=False)
        direct.append(sum(pair.sums("direct_orders", 1, 40)[0] for pair in found))
    assert direct[0] > 50 and direct[0] > 1.5 * direct[1] > 0 == direct[2]


def test_social_media_are_a_second_outlet_beside_the_street() -> None:
    found = pairs([Licensing(start=40, facilitator="social_media", **NO)], days=120, replicates=2, **ALONE)
    before = sum(float(p.twin.records.column("social_orders").sum() / p.twin.records.column("street_orders").sum())
                 for p in found) / 2  # fmt: skip
    assert before == pytest.approx(0.3, abs=0.04)
    assert all(pair.sums("social_orders", 0, 80)[0] == 0.0 for pair in found)
    assert ratio(found, "street_orders", 0, 20) == pytest.approx(0.7, abs=0.06)
    assert ratio(found, "unmet_orders", 0, 20) > 1.5


def test_without_designers_nothing_is_opened() -> None:
    found = pairs([Licensing(start=40, facilitator="web_design", **NO)], days=200, replicates=2, **ALONE,
                  administrators__openings=60.0, administrators__build_days=5.0)  # fmt: skip
    opened = [[sum(e[1] == "open" and e[0] > 90 for e in getattr(p, arm).state.journal) for p in found]
              for arm in ("struck", "twin")]  # fmt: skip
    assert sum(opened[0]) == 0 < sum(opened[1])


def test_machines_lost_make_cashing_out_dearer() -> None:
    stem = Ecosystem(changed(**ALONE, payments__switch_days=1.0), buyers=200, days=40).run(START)
    costs = []
    for barriers in ([Licensing(start=START, facilitator="machines", **NO)], []):
        world = stem.branch(barriers)
        world.step()
        costs.append(world.work.today[0]["cash_out"].copy())
        world.close()
    par, place = stem.parameters.payments, PAYMENTS.index("machine")
    moved = par.cashed[place]
    dear = costs[0] - costs[1]
    # all that others charge beyond what machines do, and what it costs to change
    assert (dear > 0.9 * moved * par.displaced).all() and (dear < moved * (par.displaced + max(par.fee))).all()


def test_operators_and_organised_vendors_are_found_more_often_without_what_shields_them() -> None:
    stem = Ecosystem(changed(**ALONE, facilitators__shielding=3.0), buyers=200, days=40).run(START)
    world = stem.branch([Licensing(start=START, facilitator="criminal_ict", **NO)])
    world.step()
    assert found_out(world) == pytest.approx(4.0) and found_out(stem) == 1.0
    assert world.work.today[0]["exposed"] == pytest.approx(4.0) and (world.work.today[0]["investigation"] == 1.0).all()
    world.close()


@pytest.mark.parametrize(("name", "running"), [("hosting", True), ("post", False), ("messenger", False)])
def test_who_cooperates_and_reports_helps_to_find(name: str, running: bool) -> None:
    told = every(knowing=0.0, cooperation=1.0, awareness=1.0, reports=0.5)
    call = CallToAction(start=START, facilitator=name, reach=1.0, delay=0.1)
    world = Ecosystem(changed(**told, facilitators__attribution=4.0), buyers=100, days=60, interventions=[call]).run(40)
    factor = found_out(world) if running else world.work.today[0]["investigation"].min()
    assert factor == pytest.approx(1.0 + 4.0 * 0.5, abs=0.2) and world.facilitators.likelier(not running, 4.0) == 1.0
    silent = Ecosystem(changed(**told), buyers=100, days=60).run(40)
    assert silent.facilitators.likelier(running, 4.0) == 1.0
    world.close(), silent.close()


def test_reading_along_gives_leads_on_who_uses_it_and_closes_it() -> None:
    par = {**ALONE, **every(concentration=0.5), "vendors__kind": {"lone": 0.5, "organised": 0.5, "producer": 0.0}}
    found = pairs([TakeoverMessenger(start=40, days=20, leads=1.0, lead_delay=5.0)], days=110, replicates=3, **par)
    for pair in found:
        led = [e for e in pair.struck.state.journal if e[1] == "lead"]
        assert led and all(pair.struck.state.vendors["kind"][e[3]] > 0 for e in led)
        supply = pair.struck.records.column("criminal_ict")
        assert supply[:60].min() == 1.0 and supply[60:].max() < 0.5
    arrests = np.sum([pair.sums("arrests_vendors", 20, 70) for pair in found], axis=0)
    assert arrests[0] > 3 * arrests[1] + 5


def test_powers_over_the_post_find_more_at_home() -> None:
    found = pairs([ExtendPostalPowers(start=40, ramp=0, opened=0.3)], days=120, replicates=3)
    struck, twin = (sum(_seized(getattr(p, arm), "domestic_post") for p in found) for arm in ("struck", "twin"))
    assert struck > 5 * twin + 20
    de = ExtendPostalPowers(countries=["DE"])
    assert {m.where["country"] for m in de.modifiers(_on(0))} == {("DE",)}


def _seized(world: Ecosystem, channel: str) -> int:
    groups = world.records.groups()
    return int(groups[(groups["group"] == channel) & (groups["day"] >= 40)]["seized"].sum())


def test_lockers_hide_who_fetches_a_parcel() -> None:
    rows = {row.name: row.addressed for row in CHANNEL_ROWS}
    assert rows["locker"] < rows["domestic_post"] == 1.0
    seized = {"couriers__examined": [1.0] * len(CHANNELS), "couriers__buyer_case": 0.5, "couriers__letter": 0.5}
    cases = []
    for known in (0.0, 1.0):
        world = Ecosystem(changed(**seized, couriers__addressed=[known] * len(CHANNELS)), buyers=2000, days=40).run()
        cases.append(float(world.records.column("cases_buyers").sum()))
        world.close()
    assert cases[0] == 0.0 < cases[1]


def test_every_channel_has_a_carrier_and_carriers_carry() -> None:
    carriers = {row.carrier for row in CHANNEL_ROWS}
    assert {row.name for row in ROWS if row.leans == CARRYING} <= carriers <= set(FACILITATORS)

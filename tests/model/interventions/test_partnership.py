"""Barriers of partners move the ecosystem the way they should, lapse the way they should, and reviews choose."""

from __future__ import annotations

import pytest

from sim.model.ecosystem import Ecosystem
from sim.model.interventions.coordination import Coordination
from sim.model.interventions.education import Education
from sim.model.interventions.information_sharing import InformationSharing
from sim.model.interventions.investigation_teams import InvestigationTeams
from sim.model.interventions.observation import Observation
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.research import Research
from sim.model.interventions.takedown import Takedown
from sim.model.policy.plan import seen_orders, watched
from tests.model.market.worlds import CALM, changed, differences, pairs, ratio

START = 40
SIGNALLED = {
    "partners__signals": dict.fromkeys(
        ("unexplained_income", "machine_cash_out", "consignments", "parcels_abroad", "tracking_off", "talk"), 0.1
    ),
    "authorities__lead_delay": 20.0, "authorities__vendors": 0.0, "authorities__case_days": 10.0,
    "vendors__per_buyer": 0.02,  # of a handful nothing is seen
}  # fmt: skip
LASTING = {"partners__commitment_half_life": 100_000.0}


def leads(barriers, first: int = 0, last: int = 100, **changes: object) -> float:
    found = pairs(barriers, replicates=3, days=START + 100, **{**SIGNALLED, **changes})
    return sum(pair.sums("signal_leads", first, last)[0] for pair in found)


def test_sharing_leads_to_arrests_and_sooner_is_sooner() -> None:
    barrier = [InformationSharing(start=START, ramp=0)]
    found = pairs(barrier, replicates=3, days=START + 100, **{**SIGNALLED, **LASTING})
    assert sum(pair.sums("signal_leads", 0, 100)[1] for pair in found) == 0
    assert ratio(found, "arrests_vendors", 0, 100) > 1.2
    late = leads([InformationSharing(start=START, ramp=0, lag=90.0)], 0, 30, **LASTING)
    assert 0 < late < 0.7 * sum(pair.sums("signal_leads", 0, 30)[0] for pair in found)


def test_leads_stop_after_sharing_ends() -> None:
    barrier = [InformationSharing(start=START, ramp=0, duration=30, lag=1.0)]
    assert leads(barrier, 0, 40, **LASTING) > 0 == leads(barrier, 95, 100, **LASTING)


def test_leads_are_worked_off_by_teams_where_there_are_any() -> None:
    from sim.model.interventions.online_investigation import OnlineInvestigation

    sharing = InformationSharing(start=START, ramp=0, lag=2.0)
    teams = OnlineInvestigation(start=START, ramp=0, teams=20.0)
    quiet = {"vendors__arrests": 0.0, "couriers__vendor_case": 0.0, "authorities__purchases": 0.0,
             "authorities__parcel_link": 0.0}  # fmt: skip
    found = pairs([sharing, teams], replicates=2, days=START + 100, **{**SIGNALLED, **LASTING, **quiet})
    assert sum(pair.sums("cases_opened", 0, 100)[0] for pair in found) > 0
    alone = pairs([teams], replicates=2, days=START + 100, **{**SIGNALLED, **LASTING, **quiet})
    assert sum(pair.sums("cases_opened", 0, 100)[0] for pair in alone) == 0


def test_a_coordinator_pays_where_there_is_joint_work_and_only_there() -> None:
    fading = {"partners__commitment_half_life": 20.0}
    sharing = InformationSharing(start=START, ramp=0)
    alone = leads([sharing], 40, 100, **fading)
    assert leads([sharing, Coordination(start=START)], 40, 100, **fading) > 1.5 * alone
    world = Ecosystem(changed(**CALM), buyers=1_000, days=90, seed=4).run(START)
    struck = world.branch([Coordination(start=START)])
    assert set(differences(world.run(), struck.run())) <= {"cost", "records.states", "commitment"}
    for each in (world, struck):
        each.close()


def test_education_finds_more_parcels_and_fades_after_it_ended() -> None:
    barrier = [Education(start=START, pace=0.2, duration=40)]
    changes = {"couriers__detection": 0.3, "partners__skill": 1.0, "partners__awareness_half_life": 8.0}
    found = pairs(barrier, replicates=3, days=START + 150, **changes)
    assert ratio(found, "parcels_seized", 10, 40) > 1.5
    assert ratio(found, "parcels_seized", 110, 150) == pytest.approx(1.0, abs=0.25)
    dull = pairs(barrier, replicates=1, days=START + 40, **{**changes, "partners__skill": 0.0})
    assert ratio(dull, "parcels_seized", 10, 40) == 1.0  # who is taught to examine and learns nothing


def test_observation_and_research_let_authorities_catch_up() -> None:
    for barrier in (Observation(start=START), Research(start=START, ramp=0, pace=0.02)):
        (pair,) = pairs([barrier], replicates=1, days=START + 150)
        struck, twin = pair.sums("knowledge", 0, 150)
        assert struck > 1.1 * twin
        struck, twin = pair.sums("trail", 0, 150)
        assert struck <= twin
    seized = pairs([Observation(start=START, every=1.0, shown=0.5)], replicates=3, couriers__detection=0.3)
    assert ratio(seized, "parcels_seized", 20, 60) > 1.1


def test_joint_teams_share_what_each_sees() -> None:
    found = pairs([InvestigationTeams(start=START, ramp=0)], replicates=2, days=START + 100, **{**SIGNALLED, **LASTING})
    assert sum(pair.sums("signal_leads", 0, 100)[0] for pair in found) > 0
    with pytest.raises(ValueError, match="one country"):
        InvestigationTeams(countries=["NL"]).check(500)
    InvestigationTeams(countries=["NL", "DE"]).check(500)


@pytest.mark.parametrize(
    "kind", [InformationSharing, Education, Observation, Research, Coordination, InvestigationTeams]
)
def test_at_zero_intensity_nothing_changes(kind) -> None:
    world = Ecosystem(changed(**{**CALM, **SIGNALLED}), buyers=800, days=80, seed=4).run(START)
    struck = world.branch([kind(start=START, intensity=0.0)])
    assert differences(world.run(), struck.run()) == []
    for each in (world, struck):
        each.close()


def test_incapable_partners_do_nothing_of_a_barrier() -> None:
    from sim.model.catalogue.partners import PARTNERS

    nobody = {**CALM, "partners__competence": dict.fromkeys(PARTNERS, 0.0)}
    world = Ecosystem(changed(**nobody), buyers=800, days=80, seed=4).run(START)
    struck = world.branch({"mail": PostalInspection(start=START, share=0.9), "raid": Takedown(start=START + 5)})
    found = set(differences(world.run(), struck.run()))
    assert found <= {"cost", "records.states", "commitment"}
    for each in (world, struck):
        each.close()


def plan(**changes: object) -> Ecosystem:
    barriers = {"mail": PostalInspection(start=START), "raid": Takedown(start=START)}
    return Ecosystem(changed(**{**CALM, **changes}), buyers=800, days=140, seed=4, interventions=barriers)


def test_reviews_put_the_next_barrier_in_force_and_none_means_all_at_once() -> None:
    world = plan(partners__review=30).run()
    reviews = [entry[0] for entry in world.state.journal if entry[1] == "review"]
    assert reviews == [70, 100, 130]
    raids = [entry[0] for entry in world.state.journal if entry[1] == "close" and entry[4] == "seizure"]
    assert raids == [70, 130]
    world.close()
    for never in ({}, {"partners__review": 1_000}):
        world = plan(**never).run()
        raids = [entry[0] for entry in world.state.journal if entry[1] == "close" and entry[4] == "seizure"]
        assert raids == ([] if never else [START])
        world.close()


def test_what_works_is_kept_by_win_stay() -> None:
    for fall, expected in ((0.0, False), (1.0, True)):
        world = plan(partners__review=30, partners__review_rule="win_stay", partners__review_fall=fall).run(60)
        world.state.plan_orders = 1e9 if not expected else seen_orders(world) * 0.5
        world.run(75)
        assert (world.state.plan == 1) == expected
        world.close()


def test_what_is_watched_is_old_and_wrong_unless_somebody_looks() -> None:
    fresh, old, wrong = (plan(**c).run(39) for c in ({}, {"partners__watch_days": 5}, {"partners__watch_error": 0.5}))
    column = fresh.records.column("orders")
    assert watched(fresh)["orders"] == column[-1] and watched(old)["orders"] == column[-6]
    assert watched(wrong)["orders"] != column[-1]
    from sim.model.engine.levers import Modifier
    from sim.model.market.levers import WATCHED

    wrong.levers.apply([Modifier(WATCHED, 1.0)])
    old.levers.apply([Modifier(WATCHED, 1.0)])
    assert watched(wrong)["orders"] == column[-1] == watched(old)["orders"]
    for world in (fresh, old, wrong):
        world.close()

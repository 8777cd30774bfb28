"""Parameters as data: each with what a reader and a sweep need, and each of use."""

from __future__ import annotations

import ast
import dataclasses
import math
from collections.abc import Iterator
from pathlib import Path

import pytest

from sim.model.acts.act import Act
from sim.model.acts.arrest import Arrest
from sim.model.acts.targets import Targets
from sim.model.catalogue.channels import ROWS as CHANNEL_ROWS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.parameters import STATUSES, Parameter, parameter, parameters_of
from sim.model.interventions.account_blocking import AccountBlocking
from sim.model.interventions.asset_recovery import AssetRecovery
from sim.model.interventions.base import Intervention, Today
from sim.model.interventions.buyer_policy import BuyerPolicy
from sim.model.interventions.exchange_reporting import ExchangeReporting
from sim.model.interventions.hack import Hack
from sim.model.interventions.information_sharing import InformationSharing
from sim.model.interventions.investigation_teams import InvestigationTeams
from sim.model.interventions.licensing import Licensing
from sim.model.interventions.postal_inspection import PostalInspection
from sim.model.interventions.production_control import ProductionControl
from sim.model.interventions.registry import catalogue
from sim.model.interventions.takedown import Takedown
from sim.model.market.geography import SIGNALS
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import changed, differences

OWNERS = {"ecosystem": EcosystemParameters, **catalogue()}


def numbers(value: object) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, dict):
        value = list(value.values())
    return [float(v) for v in value if isinstance(v, (int, float))] if isinstance(value, list) else []


@pytest.mark.parametrize("owner", sorted(OWNERS))
def test_every_parameter_says_what_it_is(owner: str) -> None:
    for p in parameters_of(OWNERS[owner]):
        assert p.doc and p.status in STATUSES, p.name
        assert p.source or p.status in ("judgement", "setting"), p.name
        for value in numbers(p.value):
            assert p.low is not None and p.high is not None, p.name
            assert math.isfinite(value) and p.low <= value <= p.high, p.name
        if numbers(p.value) and p.status != "setting":
            assert p.unit, p.name
        chosen = p.value if isinstance(p.value, list) else [p.value]
        assert p.choices is None or set(chosen) <= set(p.choices), p.name


def test_names_are_dotted_and_unique() -> None:
    names = [p.name for p in parameters_of(EcosystemParameters)]
    assert len(set(names)) == len(names) > 100
    assert {"buyers.order_rate", "ways.migrate", "name"} <= set(names)
    assert [p.value for p in parameters_of(EcosystemParameters(name="x")) if p.name == "name"] == ["x"]


def test_defaults_are_not_shared() -> None:
    @dataclasses.dataclass(frozen=True)
    class Part:
        shares: list[float] = parameter([0.5], "shares", unit="share", low=0, high=1)
        split: dict[str, float] = parameter({"DE": 1.0}, "split", unit="share", low=0, high=1)

    one, other = Part(), Part()
    one.shares.append(2.0)
    one.split["NL"] = 1.0
    assert other.shares == [0.5] and other.split == {"DE": 1.0} and Part().shares == [0.5]


def test_a_declaration_must_be_honest() -> None:
    with pytest.raises(ValueError, match="status"):
        parameter(1.0, "x", status="guess")  # type: ignore[arg-type]
    for status in ("measured", "derived"):
        with pytest.raises(ValueError, match="source"):
            parameter(1.0, "x", status=status)  # type: ignore[arg-type]


@dataclasses.dataclass(frozen=True)
class Moderators(Intervention):
    """Arrest the moderators of the largest marketplace."""

    def acts(self, today: Today) -> Iterator[Act]:
        if today.first:
            yield Arrest(targets=Targets("largest"), role="moderators")


EVENTFUL = {
    "buyers__order_rate": 0.05, "vendors__per_buyer": 0.1, "vendors__early_sales": 5.0, "vendors__early_share": 0.5,
    "vendors__honesty_low": 0.3, "administrators__early_allowed": 1.0,
    "vendors__quality": 0.9,
    "authorities__raids": 0.02, "authorities__raid_leads": 0.6, "authorities__lead_delay": 30.0,
    "authorities__operator_arrest": 0.2, "vendors__admission_refused": 0.95, "administrators__harden": 1.0,
    "administrators__initial_age": 900.0, "administrators__ageing": 4.0, "administrators__running_cost": 0.02,
    "administrators__give_up": 0.05, "administrators__hack_returns": 0.9,
    "buyers__direct_contact": 0.5, "buyers__trust_contact": 0.2,
    "vendors__exit_scam": 0.05, "vendors__exit_scam_sales": 5.0,
    "couriers__postage": [{"domestic_post": 6.0, "private_parcel": 9.0}.get(c.name, c.postage) for c in CHANNEL_ROWS],
    "couriers__slowest": [{"domestic_post": 6.0}.get(c.name, c.slowest) for c in CHANNEL_ROWS],
}  # fmt: skip
EVENTS = {
    "takedown": Takedown(start=30, targets="share", share=0.5, publicity=1.0),
    "takeover": Takedown(start=50, takeover=True, takeover_days=20),  # what is run by police first is told as such
    "hack": Hack(start=45),
    "exchange": Licensing(start=20, ramp=0, enforcement=1.0, coverage=0.8),
    "hosting": Licensing(start=20, ramp=0, facilitator="hosting", coverage=0.8, enforcement=1.0),
    "packaging": Licensing(start=20, ramp=0, facilitator="packaging", coverage=0.8, enforcement=1.0),
    "reporting": ExchangeReporting(start=20, ramp=0, coverage=1.0),
    "blocking": AccountBlocking(start=20, ramp=0, share=0.8),
    "recovery": AssetRecovery(start=20, ramp=0, cases=3.0),
    "production": ProductionControl(start=20, product="cannabis", share=0.9),
    "inspection": PostalInspection(start=20, domestic_powers=0.3),
}
LOUD = {
    **EVENTFUL, "authorities__vendors": 0.0, "authorities__case_days": 10.0, "authorities__powers_gain": 50.0,
    "partners__signals": dict.fromkeys(SIGNALS, 0.1), "partners__lead_opens": 1.0,
    "health__accepted": 1.0,
}  # fmt: skip
MORE = {
    **EVENTS,
    "moderators": Moderators(start=20),
    "buyer_policy": BuyerPolicy(start=25, share=1.0),  # few are identified: help is offered to all
    # at once, while there still are vendors of whom something is seen and against whom cases are worked off
    "information_sharing": InformationSharing(start=5, ramp=0),
    "investigation_teams": InvestigationTeams(start=5, ramp=0),
    **{
        name: catalogue()[name](start=25)
        for name in (
            "buyer_cases",
            "call_to_action",
            "campaign",
            "coordination",
            "delivery_shock",
            "drug_alert",
            "drug_checking",
            "education",
            "fines",
            "legal_framework",
            "machine_licensing",
            "mixer_sanction",
            "observation",
            "online_investigation",
            "product_ban",
            "profession_ban",
            "publicise",
            "regulated_supply",
            "research",
            "takeover_messenger",
            "tax_assessment",
            "vendor_targeting",
            "white_hats",
        )
    },
}
"""Events of a world in which all that police and others do is to be seen."""
REVIEWS = "interventions/test_partnership.py::test_what_works_is_kept_by_win_stay"
WATCHED = "interventions/test_partnership.py::test_what_is_watched_is_old_and_wrong_unless_somebody_looks"
HEARD = "agents/test_partners.py::test_nobody_aware_or_nobody_who_may_tell_means_no_leads"
WARNED = "market/test_harm.py::test_a_warning_comes_late_reaches_some_and_is_heeded_by_some"
FELT = "market/test_deterrence.py::test_how_hard_or_soon_it_is_weighs_as_far_as_it_is_felt"
TOLD = "agents/test_suppliers.py::test_who_cooperates_and_reports_helps_to_find"
MAKES = "market/test_makes.py::test_"
FORUM = "interventions/test_markets.py::test_without_a_forum_fewer_enter_and_nothing_else_hangs_on_it_but_news"
STAFF = "interventions/test_markets.py::test_a_large_marketplace_has_more_moderators_and_the_smallest_some"
HARDER = MAKES + "after_seizures_administrators_build_what_is_hard_to_seize_unless_that_way_is_closed"
WEIGHED = MAKES + "vendors_weigh_fees_and_seizures_and_ease"
BAD = MAKES + "more_orders_are_bad_where_nobody_judges"
SHOPS = MAKES + "a_shop_serves_those_who_know_the_vendor_most_when_marketplaces_are_gone"
ELSEWHERE = {
    "administrators.moderators": STAFF, "administrators.moderators_least": STAFF,
    "facilitators.neighbours": "records/test_columns.py::test_every_level_reads_what_it_says",
    "makes.share": HARDER, "makes.feared": HARDER, "ways.remake": HARDER,
    "makes.ease": WEIGHED, "makes.fee": WEIGHED, "makes.saved": WEIGHED, "makes.safer": WEIGHED,
    "makes.dispute": BAD, "makes.unjudged": BAD,
    "makes.lure": MAKES + "who_means_to_cheat_is_drawn_to_where_nobody_judges",
    "makes.seizable": MAKES + "a_takedown_of_a_decentralised_marketplace_fails_as_often_as_it_is_said",
    "makes.back_end": MAKES + "a_seized_back_end_without_users_names_nobody",
    "makes.build": MAKES + "a_marketplace_opens_as_what_was_begun_and_takes_its_time",
    "makes.nearness": MAKES + "the_weight_of_home_grows_with_dislike_and_with_told_risk_and_not_without_borders",
    "news.forum_days": FORUM, "vendors.recruited": FORUM,
    "news.forum_delay": "interventions/test_markets.py::"
                        "test_news_comes_late_and_little_is_learnt_of_a_seizure_without_a_forum",
    "vendors.customer_trust": MAKES + "who_comes_to_sell_was_a_customer_and_without_customers_nobody_comes",
    "vendors.own_shop_cost": MAKES + "established_vendors_have_shops_built_where_they_can_pay_and_find_a_designer",
    "vendors.own_shop_days": MAKES + "a_shop_takes_its_time",
    "vendors.own_shop_use": SHOPS, "vendors.own_shop_fallback": SHOPS,
    "authorities.severity_felt": FELT, "authorities.speed_felt": FELT,
    "facilitators.attribution": TOLD, "facilitators.reports": TOLD,
    "facilitators.bystanders": "records/test_columns.py::test_every_level_reads_what_it_says",
    "health.batch_days": "market/test_harm.py::test_a_batch_is_sold_so_many_days_on_the_mean",
    "health.batch_harm": WARNED, "health.batch_share": WARNED, "health.heed": WARNED,
    "health.lawful": "interventions/test_health.py::test_a_ban_raises_trade_in_what_is_banned_and_not_in_what_is_not",
    "partners.awareness": HEARD, "partners.shares": HEARD, "partners.signals": HEARD,
    "partners.review": "interventions/test_partnership.py::"
                       "test_reviews_put_the_next_barrier_in_force_and_none_means_all_at_once",
    "partners.review_fall": REVIEWS, "partners.review_rule": REVIEWS,
    "partners.skill": "interventions/test_partnership.py::test_education_finds_more_parcels_and_fades_after_it_ended",
    "partners.watch_days": WATCHED, "partners.watch_error": WATCHED,
    "payments.report_leads": "interventions/test_money.py::test_reports_become_leads_and_leads_arrests",
    "trends.openings": "market/test_trends.py::test_openings_go_with_people_as_far_as_is_said",
    "trends.people_halving": "market/test_trends.py::test_growth_halves_in_the_years_that_are_said",
}  # fmt: skip
"""What does not show in either world, and the test in whose world it does."""
OUTSIDE = {"name", "annual_revenue"}
"""What names the ecosystem, and what brings results to its size."""
FIGURES = [p for p in parameters_of(EcosystemParameters) if p.name not in OUTSIDE | set(ELSEWHERE)]


@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_is_shown_elsewhere_has_a_test_that_names_it(name: str) -> None:
    file, _, test = ELSEWHERE[name].partition("::")
    tree = ast.parse((Path(__file__).parents[1] / file).read_text(encoding="utf-8"))
    (found,) = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == test)
    assert name.rpartition(".")[2] in ast.unparse(found).lower() or file == "records/test_columns.py"


def eventful(seed: int, more: bool = False, **changes: object) -> Ecosystem:
    parameters = changed(**{**(LOUD if more else EVENTFUL), **changes})
    return Ecosystem(parameters, buyers=1_200, days=110, interventions=MORE if more else EVENTS, seed=seed)


def shows(usual: Ecosystem, other: Ecosystem) -> bool:
    """Say whether anything differs, and look after every few days, as most of what matters shows early."""
    while other.state.day < other.days:
        days = other.run(other.state.day + 10).records.written
        if any(
            getattr(usual.records, table)[:days].tobytes() != getattr(other.records, table)[:days].tobytes()
            for table in ("counts", "states")
        ):
            other.close()
            return True
    other.close()
    return bool(differences(usual, other))


@pytest.fixture(scope="module")
def usual() -> dict[tuple[int, bool], Ecosystem]:
    """What happens without a change, by seed and world: what is rare may not happen in every one."""
    worlds = {(seed, more): eventful(seed, more) for more, seed in ((False, 5), (True, 5), (False, 6), (False, 7))}
    for world in worlds.values():
        world.run().close()
    return worlds


def others(p: Parameter, now: object) -> list[object]:
    """Values of a parameter to try instead: toward both ends of its range."""
    if isinstance(now, bool):
        return [not now]
    if isinstance(now, str):
        return [choice for choice in p.choices if choice != now]
    if isinstance(now, dict):
        return [{**now, next(iter(now)): 0.0}]
    if isinstance(now, list):
        return [[p.high] * len(now), [p.low] * len(now)]
    assert isinstance(now, (int, float)) and p.low is not None and p.high is not None
    places = [now + far * (end - now) for far in (1.0, 0.3) for end in (p.high, p.low)]
    return [round(place) if isinstance(now, int) else place for place in places]


@pytest.mark.long
@pytest.mark.parametrize("p", FIGURES, ids=[p.name for p in FIGURES])
def test_every_parameter_of_the_ecosystem_matters(usual: dict[tuple[int, bool], Ecosystem], p: Parameter) -> None:
    """A figure that changes nothing would be documented, swept and calibrated in vain."""
    name = p.name.replace(".", "__")
    values = others(p, LOUD.get(name, p.value))
    assert any(shows(world, eventful(*which, **{name: v})) for which, world in usual.items() for v in values)


def test_a_parameter_is_told_nothing_that_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="has no statu"):
        parameter(1.0, "a figure", statu="measured")

"""Every daily column has a known value here, so that exchanging two names or two readers is caught."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from sim.commands import explain
from sim.model.catalogue.facilitators import FACILITATORS, RUNNING
from sim.model.catalogue.payments import PAYMENTS
from sim.model.columns import LEVELS, TABLE, WATCHED, observed
from sim.model.engine.kernels import aligned
from sim.model.engine.levers import Lever
from sim.model.interventions.timeline import OBSERVABLE
from sim.model.market import codes, counters
from sim.model.market.arguments import TODAY
from sim.model.market.case_load import PUT_DOWN
from sim.model.market.geography import COUNTRIES
from sim.model.market.levers import DETECTION, LEARNING
from sim.model.market.payments import Paying
from sim.model.market.state import State, empty
from sim.model.market.tables import MARKET as ROW_OF_MARKET
from sim.model.records.records import Records

COUNTED = {
    "WISHES": "wishes", "ONLINE": "online_wishes", "DETERRED": "deterred",
    "TURNED": "turned_away", "WAITING": "waiting", "MERGED": "merged",
    "ORDERS": "orders",
    "REVENUE": "revenue", "EARLY_ORDERS": "early_orders", "DIRECT_ORDERS": "direct_orders",
    "DIRECT_REVENUE": "direct_revenue", "STREET": "street_orders", "SOCIAL": "social_orders",
    "UNMET": "unmet_orders", "NO_OFFER": "no_offer",
    "NO_COIN": "no_coin", "LAWFUL": "lawful_orders", "NO_CARRIER": "no_carrier",
    "UNREACHED": "unreached", "FAKED": "fake_orders", "SHOPPED": "shop_orders",
    "ARRIVED": "arrived", "STOPPED": "stopped", "KEPT_OUT": "kept_out", "YOUNG_ARRIVED": "young_arrived",
    "YOUNG_STOPPED": "young_stopped", "TRUST": "trust", "RISK": "risk",
    "LOOKED": "looked", "SENT": "parcels_sent", "N_DELIVERED": "parcels_delivered", "N_SEIZED": "parcels_seized",
    "N_LOST": "parcels_lost", "N_UNSENT": "unsent", "RESHIPPED": "reshipped", "POSITIVE": "positive",
    "NEGATIVE": "negative", "DISPUTES": "disputes", "REFUNDED": "refunded", "COMMISSION": "commission",
    "MOVED": "moved", "PAID": "buyers_paid", "BACK": "buyers_back", "EXCHANGE_IN": "exchange_in",
    "UPSTREAM_IN": "upstream_in", "AUTHORITY_IN": "authority_in", "CASES_BUYERS": "cases_buyers",
    "LETTERS": "letters", "CASES_VENDORS": "cases_vendors", "ARRESTS": "arrests_vendors",
    "CASES_OPENED": "cases_opened", "CASES_DROPPED": "cases_dropped", "SEEN": "signals_seen",
    "SHARED": "signal_leads", "TREATED": "treated",
    "HARM_ONLINE": "harm_of_online", "HARM_STREET": "harm_of_street", "HARM_LAWFUL": "harm_of_lawful",
    "REPORTS": "reports", "ASSESSMENTS": "assessments", "TAKEN": "taken",
    "PROFIT": "profit", "PROFIT_ORGANISED": "profit_organised", "ENTRANTS": "entrants",
    "LEAVERS": "leavers", "VENDORS": "active_vendors", "PRICE": "price", "STEALTH": "stealth",
    "HOMEBOUND": "homebound", "N_EXIT_SCAMMING": "exit_scamming",
}  # fmt: skip
"""What compiled code counts under a name, and the column that must show it."""
MONEY = {"revenue", "direct_revenue", "refunded", "commission", "buyers_paid", "buyers_back", "exchange_in",
         "upstream_in", "authority_in", "profit", "profit_organised", "taken"}  # fmt: skip
MARKET = {
    "M_ORDERS": "orders", "M_REVENUE": "revenue", "M_VISITS": "visits", "M_TURNED": "turned_away",
    "M_ESCROW_IN": "escrow_in", "M_ESCROW_OUT": "escrow_out", "M_COMMISSION": "commission", "M_GOOD": "positive",
    "M_BAD": "negative", "M_EARLY": "early", "M_MOVED": "moved", "M_BONDS": "bonds",
}  # fmt: skip
STATE = {
    "active_buyers": 101.0, "vendors_in_business": 77.0, "marketplaces": 4.0, "leader_share": 0.41, "hhi": 0.27,
    "escrow": 12.5,
    "escrow_lost": 7.25, "alarm": 0.31, "upset": 0.13, "seen_seized": 0.2, "demand": 55.0, "unserved": 0.06,
    "cost": 900.0, "strict_admission": 0.25, "parcels_moving": 33.0, "lawful_opened": 1.5, "cases_waiting": 2.0,
    "knowledge": 0.25, "trail": 3.0,
    "lawful_refused": 1.0, "accounts_watched": 9.0, "lawful_sites_down": 5.0,
    "forum": 0.7, "encrypting": 0.6, "decentralised": 0.2, "national": 0.4,
    "hosting": 0.91, "exchange": 0.92, "packaging": 0.93, "carried": 0.8,
    "harm": 13.0, "harm_online": 2.0, "harm_street": 4.0, "harm_lawful": 7.0, "batches": 2.0, "in_treatment": 3.5,
    "young_users": 29.0,
    **{f"by_{name}": 0.1 + 0.01 * n for n, name in enumerate(PAYMENTS)},
}  # fmt: skip


VENDORS = np.full(len(COUNTRIES), 1 / len(COUNTRIES))


def counts() -> np.ndarray:
    """Known counts of a day: no two alike."""
    row = np.zeros(counters.SIZE, dtype=np.int64)
    for n, name in enumerate(COUNTED):
        row[getattr(counters, name)] = 1_000 + 37 * n
    return row


class Unmoved(dict[Lever, np.ndarray]):
    """Levers that no barrier moves."""

    def moved(self, *levers: Lever) -> bool:
        return False


def _routes(first: float) -> np.ndarray:
    """Shares by route and country, the same in all countries."""
    return (first + 0.01 * np.arange(len(PAYMENTS)))[:, None] + np.zeros(len(COUNTRIES))


def _markets(**columns: list[float]) -> np.ndarray:
    """Marketplaces of which these columns are known."""
    table = np.zeros(5, ROW_OF_MARKET)
    for name, values in columns.items():
        table[name] = values
    return table


class Sectors(list[SimpleNamespace]):
    """Sectors of suppliers, of which something moved."""

    moved = frozenset({RUNNING})


def world() -> SimpleNamespace:
    """A day that ends as STATE says."""
    state = SimpleNamespace(
        day=9, customers=101, leader_share=0.41, hhi=0.27, news=np.zeros(3),
        seen=np.repeat(np.array([0.1, 0.2, 0.3, 0.8, 0.9])[:, None], len(COUNTRIES), axis=1),
        arriving=np.ones((len(COUNTRIES), 3)),
        known=0.25, known_usual=0.25, educated=False, demand=55.0, unserved=0.06, cost=900.0, moving=33,
        n_active=77, usual_demand=10.0, in_treatment=3.5, young=29, forum=0.7, encrypting=0.6,
         batches=[(0, 1, 9), (3, 2, 12)],
        covert={1: (1.0, 9.0, 0.5)}, cases={4: (1, 5.0), 7: (2, PUT_DOWN), 8: (3, 0.0)},
        journal=[(8, "close", 0, -1, "hack", 99.0), (9, "close", 1, -1, "voluntary", 5.0),
                 (9, "open", 2, -1, "", 3.0), (9, "close", 3, -1, "hack", 7.25)],
        markets=_markets(
            admission=[codes.INVITATION, codes.FREE, codes.BOND, codes.FREE, codes.INVITATION], make=[0, 1, 0, 2, 0],
            sellers=[5, 6, 0, 0, 0], orders=[1.0, 2.0, 3.0, 4.0, 5.0], impaired_until=[0, 10, 9, 30, 99],
            impairment=[0.5, 0.25, 0.5, 0.75, 1.0], state=[codes.CLOSED, *[codes.OPEN] * 4],
        ),
        buyers=np.array([(1, codes.ACTIVE)] * 3 + [(1, codes.AWAY), (0, codes.ACTIVE)],
                        dtype=[("market", "i2"), ("state", "u1")]),
    )  # fmt: skip
    state.today = lambda: State.today(state)  # type: ignore[arg-type]
    state.news[[codes.ALARM, codes.UPSET, codes.PRESS]] = 0.31, 0.13, 0.77
    counted = np.zeros(counters.SIZE, dtype=np.int64)
    counted[counters.N_SEIZED] = 3
    counted[counters.HARM_ONLINE], counted[counters.HARM_STREET] = 2_000_000, 4_000_000
    counted[counters.HARM_LAWFUL] = 6_000_000
    today = aligned(1, TODAY)
    today["day"], today["halts"] = 9, 0.2
    return SimpleNamespace(
        state=state,
        work=SimpleNamespace(slots=np.array([0, 1, 2, 3]), escrow=1250, counts=counted,
                             by_market=np.zeros((5, counters.M_SIZE), dtype=np.int64),
                             beside=0.1,  # harm for each of 10 wishes a day
                             today=today, held={"halts": today["halts"]},
                             paying=Paying.of(VENDORS, np.array([_routes(0.1), _routes(0.5)]), np.zeros(1))),
        parameters=SimpleNamespace(
            couriers=SimpleNamespace(false_alarms=0.5),
            facilitators=SimpleNamespace(mistaken=2.0, bystanders=7.0, neighbours=5.0),
            buyers=SimpleNamespace(growth=0.0), trends=SimpleNamespace(people=0.0, parcels=0.0),
            partners=SimpleNamespace(learning=1.0 - 1.5 ** (-1 / 3)),
        ),
        constants=SimpleNamespace(
            buyer_shares=VENDORS, vendor_shares=VENDORS,
        ),
        levers=Unmoved({
            DETECTION: np.full(len(COUNTRIES), 0.8), LEARNING: np.zeros(()),
        }),
        facilitators=Sectors(
            SimpleNamespace(supply=STATE.get(name, 0.5), served=name != "hosting", leans=RUNNING, awareness=0.5,
                            ordinary=0.75)
            for name in FACILITATORS
        ),
    )  # fmt: skip


def levels(day: SimpleNamespace) -> np.ndarray:
    """What the records of a day hold as levels."""
    records = Records(1, empty(10, 2, 2))
    records.write(day)  # type: ignore[arg-type]
    found: np.ndarray = records.states[0]
    return found


def test_compiled_code_counts_under_the_name_of_the_column() -> None:
    assert [c.name for c in counters.COUNTS] == list(COUNTED.values())
    for constant, name in COUNTED.items():
        assert counters.COUNTS[getattr(counters, constant)].name == name
    for constant, name in MARKET.items():
        assert counters.MARKET_COUNTS[getattr(counters, constant)].name == name
    assert len(MARKET) == counters.M_SIZE


def test_the_blocks_lie_one_behind_the_other() -> None:
    origin, kind, signal, product, country, channel = counters.BLOCKS
    assert (product.first, country.first, channel.first) == (counters.BY_PRODUCT, counters.BY_COUNTRY, counters.BY_CHANNEL)  # fmt: skip # noqa: E501
    assert (
        (origin.first, origin.end, kind.end, signal.end) == (len(COUNTED), kind.first, signal.first, product.first)
        and product.end == country.first
        and country.end == channel.first
    )
    assert channel.end == counters.END
    assert [c.name for c in channel.figures] == ["orders", "revenue", "parcels", "seized"]
    assert product.figures == country.figures == channel.figures[:2]


def test_every_level_reads_what_it_says() -> None:
    known = {**dict.fromkeys(FACILITATORS, 0.5), **STATE}
    assert dict(zip((c.name for c in LEVELS), levels(world()), strict=True)) == pytest.approx(known)


def test_every_column_of_the_table_shows_its_own() -> None:
    day, row = world(), counts()
    day.work.counts = row.copy()
    day.work.by_market[1] = np.arange(10, 10 + counters.M_SIZE)
    records = Records(1, empty(10, 2, 2))
    records.write(day)  # type: ignore[arg-type]
    assert not day.work.counts.any() and not day.work.by_market.any(), "tomorrow begins anew"
    table = records.daily().iloc[0]
    n = {column: int(row[getattr(counters, constant)]) for constant, column in COUNTED.items()}
    expected: dict[str, float] = {name: value / 100 if name in MONEY else value for name, value in n.items()}
    harm = {outlet: n[f"harm_of_{outlet}"] / 1e6 for outlet in ("online", "street", "lawful")}
    harm["lawful"] += 1.0
    for name in ("risk", "looked", "price", "harm_of_online", "harm_of_street", "harm_of_lawful"):
        del expected[name]
    feedback = n["positive"] + n["negative"]
    expected |= {**dict.fromkeys(FACILITATORS, 0.5), **STATE, "lawful_opened": 0.5 * n["parcels_seized"]} | {
        "harm": sum(harm.values()),
        **{f"harm_{outlet}": value for outlet, value in harm.items()},
        "trust": n["trust"] / 1e6 / n["looked"],
        "stealth": n["stealth"] / 1e6 / n["active_vendors"],
        "perceived_risk": n["risk"] / 1e6 / n["wishes"],
        "price_index": n["price"] / 1e6 / n["active_vendors"],
        "early_share": n["early_orders"] / n["orders"],
        "all_feedback": feedback,
        "positive_feedback": n["positive"] / feedback,
        "negative_feedback": n["negative"] / feedback,
        "day": 0,
    }
    assert table.to_dict() == pytest.approx(expected)
    assert records.markets[0, :2].tolist() == [[0, 0, 0], [10, 11, 6]]
    share = n["street_orders"] / n["wishes"]
    assert records.observed()["street_share"] == pytest.approx(share)
    groups = records.groups()
    market = groups[groups["kind"] == "marketplace"].iloc[0]
    assert (market["group"], market["orders"], market["revenue"], market["vendors"]) == ("market-2", 10, 0.11, 6)


def test_what_triggers_watch_is_yesterday_in_the_same_words() -> None:
    day, row = world(), counts()
    assert observed(row, np.array(levels(day))) == pytest.approx({
        "orders": row[counters.ORDERS], "revenue": row[counters.REVENUE] / 100, "active_vendors": 77.0,
        "marketplaces": 4.0, "leader_share": 0.41, "hhi": 0.27, "alarm": 0.31, "seized_share": 0.2, "unserved": 0.06,
        "street_share": row[counters.STREET] / row[counters.WISHES],
    })  # fmt: skip
    assert tuple(WATCHED) == OBSERVABLE


def test_all_are_explained() -> None:
    text = explain.columns()
    for column in TABLE:
        assert column.meaning and column.unit and f"| {column.name} | {column.kind} | {column.unit} |" in text
    assert all(f"| {name} | {column.meaning} |" in text for name, column in WATCHED.items())

"""The minimal market day over compiled columns: the layout of the real model, with the rules of ``minimal_day``.

Buyers are records of half a cache line; vendors and marketplaces are few and stay in cache. A day is three kernels
called from Python. Orders are handled in batches: first all draws, then what is looked at, then the choices.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from benchmarks import minimal_day as rules
from benchmarks.minimal_day import Checksum, Draw, fingerprint
from sim.model.engine.kernels import aligned, kernel
from sim.model.engine.processor import prefetch
from sim.model.engine.streams import key, uniform, uniforms

BATCH = 64
RING = rules.SLOWEST + 1
LOG_STAY = math.log1p(-rules.ORDER)
_REPUTATION, _EXPERIENCE, _FAVOURITE = rules.REPUTATION, rules.EXPERIENCE, rules.FAVOURITE
_SEIZED, _SCAMMED, _FASTEST, _LOOKS = rules.SEIZED, rules.SCAMMED, rules.FASTEST, rules.LOOKS
_SPAN = rules.SLOWEST - rules.FASTEST + 1
# plain numbers: code on disk must not depend on the class they come from
_WAIT, _CHOICE, _FATE, _TRAVEL, _LOOK = (
    int(d) for d in (Draw.WAIT, Draw.CHOICE, Draw.FATE, Draw.TRAVEL, Draw.LOOK)
)  # fmt: skip

BUYER = np.dtype([
    ("spent", np.int64), ("favourite", np.int32), ("since", np.int32), ("good", np.int32), ("bad", np.int32),
    ("marketplace", np.int32), ("spare", np.int32),
])  # fmt: skip
VENDOR = np.dtype([
    ("income", np.int64), ("reputation", np.float64), ("price", np.int32), ("good", np.int32), ("bad", np.int32),
    ("marketplace", np.int32),
])  # fmt: skip
PARCEL = np.dtype([
    ("fate", np.float64), ("buyer", np.int32), ("vendor", np.int32), ("price", np.int32), ("sent", np.int32),
])  # fmt: skip
MARKET = np.dtype([(name, np.int64) for name in ("escrow", "delivered", "seized", "scammed", "refunded", "overflow")])


@kernel
def receive(day: int, buyers: Any, vendors: Any, parcels: Any, due: Any, market: Any) -> None:
    """Phase 2: parcels due today."""
    slot = day % RING
    for i in range(due[slot]):
        p = parcels[slot, i]
        buyer, vendor = buyers[p.buyer], vendors[p.vendor]
        market[0].escrow -= p.price
        if p.fate < _SEIZED:
            market[0].seized += 1
            market[0].refunded += p.price
            buyer.bad += 1
            continue
        vendor.income += p.price
        if p.fate < _SCAMMED:
            market[0].scammed += 1
            vendor.bad += 1
            buyer.bad += 1
            continue
        market[0].delivered += 1
        vendor.good += 1
        buyer.good += 1
        if p.sent > buyer.since:
            buyer.since = p.sent
            buyer.favourite = p.vendor
    due[slot] = 0


@kernel
def order(
    seed: int, day: int, next_order: Any, buyers: Any, vendors: Any, listed: Any, listings: Any, orders: Any,
    parcels: Any, due: Any, market: Any,
) -> None:  # fmt: skip
    """Phase 3: buyers whose day has come; rows of the vendors of marketplace m are listings[listed[m]:listed[m+1]]."""
    batch = np.empty(BATCH, np.int64)
    drawn = np.empty((4 + _LOOKS, BATCH))
    seen = np.empty((_LOOKS, BATCH), np.int64)
    weight = np.empty(_LOOKS)
    n, row = len(next_order), 0
    while row < n:
        count = 0
        while row < n and count < BATCH:
            batch[count] = row
            count += next_order[row] == day
            row += 1
        for j in range(count):
            prefetch(buyers, batch[j])
            who = key(seed, day + 1, batch[j])
            drawn[0, j] = uniform(who, _WAIT)
            drawn[1, j] = uniform(who, _CHOICE)
            drawn[2, j] = uniform(who, _FATE)
            drawn[3, j] = uniform(who, _TRAVEL)
            for k in range(_LOOKS):
                drawn[4 + k, j] = uniform(who, _LOOK + k)
        for j in range(count):
            first = listed[buyers[batch[j]].marketplace]
            many = listed[buyers[batch[j]].marketplace + 1] - first
            for k in range(_LOOKS):
                seen[k, j] = listings[first + int(drawn[4 + k, j] * many)] if many else -1
                prefetch(vendors, seen[k, j])
        for j in range(count):
            buyer = buyers[batch[j]]
            next_order[batch[j]] = day + 1 + int(math.log(1.0 - drawn[0, j]) / LOG_STAY)
            if seen[0, j] < 0:
                continue
            trust = (buyer.good + 1) / (buyer.good + buyer.bad + 2)
            total = 0.0
            for k in range(_LOOKS):
                v = seen[k, j]
                utility = _REPUTATION * vendors[v].reputation * (1.0 + _EXPERIENCE * trust) - vendors[v].price / 5000.0
                if v == buyer.favourite:
                    utility += _FAVOURITE
                weight[k] = math.exp(utility)
                total += weight[k]
            target = drawn[1, j] * total
            chosen = _LOOKS - 1
            for k in range(_LOOKS):
                target -= weight[k]
                if target < 0.0:
                    chosen = k
                    break
            v = seen[chosen, j]
            price = vendors[v].price
            buyer.spent += price
            market[0].escrow += price
            orders[buyer.marketplace] += 1
            slot = (day + _FASTEST + int(drawn[3, j] * _SPAN)) % RING
            if due[slot] >= parcels.shape[1]:
                market[0].overflow += 1
                continue
            p = parcels[slot, due[slot]]
            p.fate = drawn[2, j]
            p.buyer = batch[j]
            p.vendor = v
            p.price = price
            p.sent = day
            due[slot] += 1


@kernel
def settle(vendors: Any) -> None:
    """Phase 4: reputations."""
    for v in range(len(vendors)):
        vendors[v].reputation = (vendors[v].good + 1) / (vendors[v].good + vendors[v].bad + 2)


class Market:
    """Twelve marketplaces, their vendors and buyers."""

    def __init__(self, buyers: int, days: int, run_seed: int = 1) -> None:
        self.days, self.run_seed, self.day = days, run_seed, 0
        rows = np.arange(max(buyers // rules.BUYERS_PER_VENDOR, 1))
        self.vendors = aligned(len(rows), VENDOR)
        home = uniforms(run_seed, Draw.VENDOR_MARKETPLACE, 0, rows)
        self.vendors["marketplace"] = home * home * rules.MARKETPLACES
        self.vendors["price"] = 2000 + (uniforms(run_seed, Draw.PRICE, 0, rows) * 6000).astype(np.int64)
        self.vendors["reputation"] = 0.5
        rows = np.arange(buyers)
        self.buyers = aligned(buyers, BUYER)
        home = uniforms(run_seed, Draw.MARKETPLACE, 0, rows)
        self.buyers["marketplace"] = home * home * rules.MARKETPLACES
        self.buyers["favourite"] = self.buyers["since"] = -1
        self.next_order = aligned(buyers, np.int32)
        self.next_order[:] = np.log(1.0 - uniforms(run_seed, Draw.WAIT, 0, rows)) / LOG_STAY
        self.orders = np.zeros(rules.MARKETPLACES, np.int64)
        room = int(1.3 * rules.ORDER * buyers + 10 * math.sqrt(buyers) + 64)
        self.parcels, self.due = aligned((RING, room), PARCEL), np.zeros(RING, np.int64)
        self.market = aligned(1, MARKET)
        self.list_vendors()

    @property
    def bytes_per_buyer(self) -> float:
        """Memory of buyers and their parcels."""
        return (self.buyers.nbytes + self.next_order.nbytes + self.parcels.nbytes) / len(self.buyers)

    def list_vendors(self) -> None:
        self.listings = np.argsort(self.vendors["marketplace"], kind="stable")
        self.listed = np.searchsorted(self.vendors["marketplace"][self.listings], np.arange(rules.MARKETPLACES + 1))

    def step(self) -> None:
        if self.day == self.days // 2:
            self.close_largest()
        receive(self.day, self.buyers, self.vendors, self.parcels, self.due, self.market)
        order(
            self.run_seed, self.day, self.next_order, self.buyers, self.vendors, self.listed, self.listings,
            self.orders, self.parcels, self.due, self.market,
        )  # fmt: skip
        settle(self.vendors)
        self.day += 1

    def close_largest(self) -> None:
        closed = int(np.argmax(self.orders))
        rest = np.array([m for m in range(rules.MARKETPLACES) if m != closed])
        for people, kind in ((self.vendors, Draw.VENDOR_MOVE), (self.buyers, Draw.MOVE)):
            moving = np.flatnonzero(people["marketplace"] == closed)
            u = uniforms(self.run_seed, kind, self.day, moving)
            people["marketplace"][moving] = rest[(u * len(rest)).astype(np.int64)]
        self.list_vendors()

    def checksum(self) -> Checksum:
        market, buyers, vendors = self.market[0], self.buyers, self.vendors
        if market["overflow"]:
            raise RuntimeError("more parcels than room was made for")
        experience = buyers["good"].astype(np.int64) * 1000 + buyers["bad"] + buyers["spent"]
        delivered, seized, scammed, escrow, refunded = (
            int(market[name]) for name in ("delivered", "seized", "scammed", "escrow", "refunded")
        )
        return Checksum(
            int(self.orders.sum()), delivered, seized, scammed, escrow, int(vendors["income"].sum()), refunded,
            fingerprint((buyers["favourite"].astype(np.int64) + 1).tolist()), fingerprint(experience.tolist()),
            fingerprint((vendors["good"].astype(np.int64) * 1000 + vendors["bad"]).tolist()),
            tuple(self.orders.tolist()),
        )  # fmt: skip

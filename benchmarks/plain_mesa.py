"""The minimal market day in plain Mesa, as a Mesa user would write it: an agent is an object, a day is ``shuffle_do``.

Draws are made for all buyers of the day at once with NumPy, which costs less than ``self.random`` would, so nothing
of what is measured is due to the way the draws are made.
"""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np

from benchmarks import minimal_day as rules
from benchmarks.minimal_day import Checksum, Draw, fingerprint
from sim.model.engine.streams import uniforms


@dataclass(slots=True)
class Parcel:
    """One order under way."""

    buyer: Buyer
    vendor: Vendor
    price: int  # cents
    sent: int  # day
    fate: float


class Vendor(mesa.Agent):
    """Sells on one marketplace at one price."""

    def __init__(self, model: Market, row: int, marketplace: int, price: int) -> None:
        super().__init__(model)
        self.row, self.marketplace, self.price = row, marketplace, price
        self.good = self.bad = self.income = 0
        self.reputation = 0.5
        model.listings[marketplace].append(self)

    def settle(self) -> None:
        self.reputation = (self.good + 1) / (self.good + self.bad + 2)


class Buyer(mesa.Agent):
    """Orders now and then on one marketplace."""

    def __init__(self, model: Market, row: int, marketplace: int, first_order: int) -> None:
        super().__init__(model)
        self.row, self.marketplace, self.next_order = row, marketplace, first_order
        model.expected[first_order].append(row)
        self.good = self.bad = self.spent = 0
        self.favourite: Vendor | None = None
        self.since = -1

    def step(self) -> None:
        if self.next_order != self.model.day:
            return
        market = self.model
        wait, choice, fate, travel, *looks = market.draws[self.row]
        self.next_order = market.day + 1 + int(math.log(1.0 - wait) / market.log_stay)
        market.expected[self.next_order].append(self.row)
        listed = market.listings[self.marketplace]
        if not listed:
            return
        vendor = self.choose([listed[int(u * len(listed))] for u in looks], choice)
        self.spent += vendor.price
        market.escrow += vendor.price
        market.orders[self.marketplace] += 1
        due = market.day + rules.FASTEST + int(travel * (rules.SLOWEST - rules.FASTEST + 1))
        market.parcels[due].append(Parcel(self, vendor, vendor.price, market.day, fate))

    def choose(self, seen: list[Vendor], choice: float) -> Vendor:
        trust = (self.good + 1) / (self.good + self.bad + 2)
        weights = []
        for vendor in seen:
            utility = rules.REPUTATION * vendor.reputation * (1.0 + rules.EXPERIENCE * trust) - vendor.price / 5000.0
            if vendor is self.favourite:
                utility += rules.FAVOURITE
            weights.append(math.exp(utility))
        target = choice * sum(weights)
        for vendor, weight in zip(seen, weights, strict=True):
            target -= weight
            if target < 0.0:
                return vendor
        return seen[-1]

    def receive(self, parcel: Parcel) -> None:
        vendor, market = parcel.vendor, self.model
        market.escrow -= parcel.price
        if parcel.fate < rules.SEIZED:
            market.seized += 1
            market.refunded += parcel.price
            self.bad += 1
            return
        vendor.income += parcel.price
        if parcel.fate < rules.SCAMMED:
            market.scammed += 1
            vendor.bad += 1
            self.bad += 1
            return
        market.delivered += 1
        vendor.good += 1
        self.good += 1
        if parcel.sent > self.since:
            self.since, self.favourite = parcel.sent, vendor


class Market(mesa.Model):
    """Twelve marketplaces, their vendors and buyers."""

    def __init__(self, buyers: int, days: int, run_seed: int = 1) -> None:
        super().__init__(rng=run_seed)
        self.days, self.run_seed, self.day = days, run_seed, 0
        self.log_stay = math.log1p(-rules.ORDER)
        self.listings: list[list[Vendor]] = [[] for _ in range(rules.MARKETPLACES)]
        self.orders = [0] * rules.MARKETPLACES
        self.parcels: defaultdict[int, list[Parcel]] = defaultdict(list)
        self.expected: defaultdict[int, list[int]] = defaultdict(list)  # only to make the day's draws at once
        self.escrow = self.delivered = self.seized = self.scammed = self.refunded = 0
        rows = np.arange(max(buyers // rules.BUYERS_PER_VENDOR, 1))
        homes = uniforms(run_seed, Draw.VENDOR_MARKETPLACE, 0, rows).tolist()
        prices = uniforms(run_seed, Draw.PRICE, 0, rows).tolist()
        for row, (home, price) in enumerate(zip(homes, prices, strict=True)):
            Vendor(self, row, int(home * home * rules.MARKETPLACES), 2000 + int(price * 6000))
        rows = np.arange(buyers)
        homes = uniforms(run_seed, Draw.MARKETPLACE, 0, rows).tolist()
        waits = uniforms(run_seed, Draw.WAIT, 0, rows).tolist()
        for row, (home, wait) in enumerate(zip(homes, waits, strict=True)):
            Buyer(self, row, int(home * home * rules.MARKETPLACES), int(math.log(1.0 - wait) / self.log_stay))
        self.buyers, self.vendors = self.agents_by_type[Buyer], self.agents_by_type[Vendor]

    def step(self) -> None:
        if self.day == self.days // 2:
            self.close_largest()
        for parcel in self.parcels.pop(self.day, ()):
            parcel.buyer.receive(parcel)
        self.draw()
        self.buyers.shuffle_do("step")
        self.vendors.do("settle")
        self.day += 1

    def draw(self) -> None:
        """Make the draws of the buyers who order today."""
        rows = self.expected.pop(self.day, [])
        kinds = [Draw.WAIT, Draw.CHOICE, Draw.FATE, Draw.TRAVEL, *(Draw.LOOK + k for k in range(rules.LOOKS))]
        columns = [uniforms(self.run_seed, kind, self.day + 1, rows).tolist() for kind in kinds]
        self.draws = dict(zip(rows, zip(*columns, strict=True), strict=True))

    def close_largest(self) -> None:
        closed = self.orders.index(max(self.orders))
        rest = [m for m in range(rules.MARKETPLACES) if m != closed]
        for people, kind in ((self.vendors, Draw.VENDOR_MOVE), (self.buyers, Draw.MOVE)):
            moving: Any = sorted((a for a in people if a.marketplace == closed), key=lambda a: a.row)
            drawn = uniforms(self.run_seed, kind, self.day, [a.row for a in moving]).tolist()
            for agent, u in zip(moving, drawn, strict=True):
                agent.marketplace = rest[int(u * len(rest))]
        self.listings = [[] for _ in self.listings]
        for vendor in sorted(self.vendors, key=lambda v: v.row):
            self.listings[vendor.marketplace].append(vendor)

    def checksum(self) -> Checksum:
        buyers, vendors = sorted(self.buyers, key=lambda b: b.row), sorted(self.vendors, key=lambda v: v.row)
        return Checksum(
            sum(self.orders), self.delivered, self.seized, self.scammed, self.escrow,
            sum(v.income for v in vendors), self.refunded,
            fingerprint([b.favourite.row + 1 if b.favourite else 0 for b in buyers]),
            fingerprint([b.good * 1000 + b.bad + b.spent for b in buyers]),
            fingerprint([v.good * 1000 + v.bad for v in vendors]), tuple(self.orders),
        )  # fmt: skip

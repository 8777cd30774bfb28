"""The administrator of one marketplace."""

from __future__ import annotations

import math
from typing import Any

import mesa

from sim.model.agents.administrators.rules import tempted
from sim.model.catalogue.makes import CENTRAL
from sim.model.engine.kernels import helper, kernel
from sim.model.engine.streams import key, normal_quantile, uniform
from sim.model.market import codes, decisions
from sim.model.market.closing import close, name_of
from sim.model.market.robbery import rob


@helper
def _spread(k, decision):  # type: ignore[no-untyped-def]
    return normal_quantile(min(max(uniform(k, decision), 1e-12), 1 - 1e-12))


@kernel
def furnish(markets, row, seed, figures, share, demand, opened, who):  # type: ignore[no-untyped-def]
    """Open a marketplace in ``row`` with what its administrator, ``who``, is like.

    ``share``: trade it starts with, of the ``demand``; ``opened``: day.
    """
    par, m = figures[0].administrators, markets[row]
    k = key(seed, decisions.BIRTH, who)
    m.who = who
    m.raid_in = -math.log(1.0 - uniform(k, decisions.M_RAID_IN))
    m.hack_in = -math.log(1.0 - uniform(k, decisions.M_HACK_IN))
    m.scam_in = -math.log(1.0 - uniform(k, decisions.M_SCAM_IN))
    m.retire_in = -math.log(1.0 - uniform(k, decisions.M_RETIRE_IN))
    m.state, m.cause, m.opened, m.closed = codes.OPEN, codes.RUNNING, opened, -1
    m.make, m.country = CENTRAL, -1
    m.covert_until, m.impaired_until, m.offline_until = -1, -1, -1
    width = par.commission_high - par.commission_low
    m.commission = par.commission_low + width * uniform(k, decisions.M_COMMISSION)
    m.dispute_full = min(max(par.dispute_quality + 0.1 * _spread(k, decisions.M_DISPUTE), 0.0), 1.0)
    m.dispute = m.dispute_full
    m.security = min(max(par.security + 0.2 * _spread(k, decisions.M_SECURITY), 0.0), 1.0)
    for attempt in range(40):
        # who has run a marketplace for long is not one who would have left with the escrow long ago
        drawn = key(seed, decisions.BIRTH + attempt, who)
        m.discount = par.discount * math.exp(par.discount_spread * _spread(drawn, decisions.M_DISCOUNT))
        m.integrity = par.integrity * math.exp(0.3 * _spread(drawn, decisions.M_INTEGRITY))
        income = max(m.commission * m.integrity, 1e-9)
        lure = max(9.0 * (m.discount + par.felt_hazard) / income, 1e-9)
        weekly = tempted(lure, 1.0, max(par.temptation_spread, 1e-9))
        if uniform(drawn, decisions.M_SURVIVED) < (1.0 - weekly) ** (max(-opened, 0) / 7.0):
            break
    m.early_allowed = 1 if uniform(k, decisions.M_EARLY) < par.early_allowed else 0
    m.admission = codes.BOND if uniform(k, decisions.M_ADMISSION) < 0.5 else codes.FREE
    m.desk, m.places, m.staff, m.watched = 0.0, 1.0, 1.0, 0.0
    trade = share * demand
    m.orders = m.usual = m.visits = trade
    m.revenue = trade * 100.0
    m.capacity = max(par.slack * trade, par.minimum_capacity * demand)
    m.rating = 0.9


class Administrator(mesa.Agent):
    """Treasurer and manager of a marketplace; what it decides each day is weighed in ``rules.consider``."""

    def __init__(self, model: Any, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.name = name_of(row)

    @property
    def market(self) -> Any:
        """The marketplace's record (dtype MARKET)."""
        return self.model.state.markets[self.row]

    @property
    def is_open(self) -> bool:
        """Whether the marketplace takes orders."""
        return bool(self.market["state"] == codes.OPEN)

    @property
    def who(self) -> int:
        """Whose draws this administrator's are."""
        return int(self.market["who"])

    def end(self, cause: int) -> None:
        """Close the marketplace: retire in good order, leave with the escrow, or be hacked."""
        if cause == codes.HACK:
            rob(self.model, self.row)
        else:
            close(self.model.state, self.row, cause, self.model.parameters.news)

    def hear_of_seizure(self, publicity: float) -> None:
        """Tighten the admission of vendors, perhaps, after another marketplace was seized."""
        par, model = self.model.parameters.administrators, self.model
        if not model.parameters.ways.harden or self.market["admission"] == codes.INVITATION:
            return
        if model.draws.uniform(decisions.M_HARDEN, model.state.day, self.who) < par.harden * publicity:
            self.market["admission"] += 1
            model.state.write("harden", self.row, cause=codes.ADMISSIONS[self.market["admission"]])

    def reconsider(self) -> None:
        """Relax a strict admission rule, perhaps, when things have been quiet."""
        model = self.model
        if self.market["admission"] == codes.INVITATION and model.state.news[codes.ALARM] < 0.05:
            if model.draws.uniform(decisions.M_RELAX, model.state.day, self.who) < 0.2:
                self.market["admission"] = codes.BOND
                model.state.write("relax", self.row, cause=codes.ADMISSIONS[codes.BOND])

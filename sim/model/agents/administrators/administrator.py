"""The administrator of one marketplace."""

from __future__ import annotations

import math
from typing import Any

import mesa

from sim.model.agents.administrators.parameters import AdministratorParameters
from sim.model.agents.administrators.rules import tempted
from sim.model.catalogue.makes import CENTRAL
from sim.model.engine.streams import Draws, normal_quantile
from sim.model.market import codes, decisions
from sim.model.market.closing import close, name_of
from sim.model.market.robbery import rob
from sim.model.market.state import State


def furnish(
    state: State, row: int, draws: Draws, par: AdministratorParameters, share: float, opened: int, who: int
) -> None:  # fmt: skip
    """Open a marketplace in ``row`` with what its administrator, ``who``, is like; ``share``: trade it starts with."""

    def spread(decision: int, day: int = decisions.BIRTH) -> float:
        return normal_quantile(min(max(draws.uniform(decision, day, who), 1e-12), 1 - 1e-12))

    m = state.markets[row]
    m["who"] = who
    for column in ("raid", "hack", "scam", "retire"):
        m[f"{column}_in"] = draws.exponential(getattr(decisions, f"M_{column.upper()}_IN"), decisions.BIRTH, who)
    m["state"], m["cause"], m["opened"], m["closed"] = codes.OPEN, codes.RUNNING, opened, -1
    m["make"], m["country"] = CENTRAL, -1
    m["covert_until"], m["impaired_until"], m["offline_until"] = -1, -1, -1
    width = par.commission_high - par.commission_low
    m["commission"] = par.commission_low + width * draws.uniform(decisions.M_COMMISSION, decisions.BIRTH, who)
    m["dispute_full"] = m["dispute"] = min(max(par.dispute_quality + 0.1 * spread(decisions.M_DISPUTE), 0.0), 1.0)
    m["security"] = min(max(par.security + 0.2 * spread(decisions.M_SECURITY), 0.0), 1.0)
    for attempt in range(40):
        # who has run a marketplace for long is not one who would have left with the escrow long ago
        drawn = decisions.BIRTH + attempt
        m["discount"] = par.discount * math.exp(par.discount_spread * spread(decisions.M_DISCOUNT, drawn))
        m["integrity"] = par.integrity * math.exp(0.3 * spread(decisions.M_INTEGRITY, drawn))
        income = max(float(m["commission"]) * float(m["integrity"]), 1e-9)
        lure = max(9.0 * (float(m["discount"]) + par.felt_hazard) / income, 1e-9)
        weekly = tempted(lure, 1.0, max(par.temptation_spread, 1e-9))
        if draws.uniform(decisions.M_SURVIVED, drawn, who) < (1.0 - weekly) ** (max(-opened, 0) / 7.0):
            break
    m["early_allowed"] = int(draws.uniform(decisions.M_EARLY, decisions.BIRTH, who) < par.early_allowed)
    m["admission"] = codes.BOND if draws.uniform(decisions.M_ADMISSION, decisions.BIRTH, who) < 0.5 else codes.FREE
    m["desk"], m["places"], m["staff"], m["watched"] = 0.0, 1.0, 1.0, 0.0
    trade = share * state.demand
    m["orders"] = m["usual"] = m["visits"] = trade
    m["revenue"] = trade * 100.0
    m["capacity"] = max(par.slack * trade, par.minimum_capacity * state.demand)
    m["rating"] = 0.9


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

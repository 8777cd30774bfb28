"""The authority that carries out acts: closes, takes over, impairs, follows leads, publishes."""

from __future__ import annotations

import zlib

import mesa
import numpy as np

from sim.model.engine.streams import uniforms
from sim.model.market import codes, decisions
from sim.model.market.acts import Act, Close, Impair, Publicise, TakeOver, Targets
from sim.model.market.closing import close, name_of
from sim.model.market.leads import lead_time

_CAUSES = {name: code for code, name in enumerate(codes.CAUSES) if name}


class ClosedMarketplace(ValueError):
    """A barrier names a marketplace that is not open on the day; carries ``key``, ``value`` and ``allowed``."""

    def __init__(self, name: str, day: int, open_rows: list[int]) -> None:
        self.key, self.value = "names", name
        self.allowed = [name_of(r) for r in open_rows]
        super().__init__(f"names: {name} is not open on day {day}; open: {', '.join(self.allowed) or 'none'}")


class Authority(mesa.Agent):
    """Police and prosecutors, and for shocks also fate; the only one who carries out acts."""

    def step(self) -> None:
        """Close the marketplaces whose covert takeover ends today."""
        state = self.model.state
        for row in [r for r in state.covert if state.markets[r]["covert_until"] == state.day]:
            back_end = state.covert.pop(row)
            if state.markets[row]["state"] == codes.OPEN:
                self.seize(row, *back_end)
                self.tell_administrators(back_end[2])

    def carry_out(self, act: Act, barrier: str = "") -> int:
        """Do what a barrier orders and return for how many targets it succeeded; barriers, and what one does,
        have luck of their own."""
        if isinstance(act, Publicise):
            self.model.state.tell(codes.ALARM, act.probability * act.loudness, self.model.parameters.news.delay)
            return int(act.probability > 0)
        done, luck = 0, zlib.crc32(f"{barrier} {type(act).__name__}".encode()) << 16
        for row in self.choose(act.targets, luck):  # type: ignore[attr-defined]
            if self.model.draws.uniform(decisions.A_SUCCESS, self.model.state.day, row + luck) >= act.probability:
                continue
            done += 1
            if isinstance(act, TakeOver):
                self.take_over(row, act)
            elif isinstance(act, Impair):
                self.impair(row, act)
            elif isinstance(act, Close):
                if act.cause == "seizure":
                    self.seize(row, act.leads, act.lead_delay, act.publicity)
                else:
                    close(self.model.state, row, _CAUSES[act.cause], self.model.parameters.news)
        if done and isinstance(act, Close) and act.cause == "seizure":
            self.tell_administrators(act.publicity)
        return done

    def tell_administrators(self, publicity: float) -> None:
        """Let the administrators who are left hear of today's seizures."""
        for administrator in self.model.administrators():
            if administrator.is_open:
                administrator.hear_of_seizure(publicity)

    def choose(self, targets: Targets, luck: int = 0) -> list[int]:
        """Return rows of the open marketplaces that are meant, in the order in which they are dealt with.

        ``luck``: offset of the draws, another for each barrier and kind of act: two barriers that choose at random on
        one day choose independently.
        """
        state = self.model.state
        rows = state.rows(codes.OPEN)
        trade = state.markets["orders"][rows]
        ranked = [int(r) for r in rows[np.argsort(-trade, kind="stable")]]
        if targets.selection == "named":
            named = {name_of(r): r for r in ranked}
            missing = [n for n in targets.names if n not in named]
            if len(missing) == len(targets.names) and self.model.replicate == 0:
                raise ClosedMarketplace(missing[0], state.day, sorted(named.values()))
            for name in missing:  # it may have closed by itself in this replicate only
                state.write("missed", cause=name)
            return [named[n] for n in dict.fromkeys(targets.names) if n in named]
        if targets.selection == "refuge":
            return [r for r in ranked if state.markets["covert_until"][r] < 0][: targets.count]
        if targets.selection == "share":
            chosen, covered = [], 0.0
            for row in ranked:
                if covered >= targets.share * trade.sum():
                    break
                chosen.append(row)
                covered += float(state.markets["orders"][row])
            return chosen
        if targets.selection == "oldest":
            ranked.sort(key=lambda r: int(state.markets["opened"][r]))
        elif targets.selection == "random":
            ranked.sort(key=lambda r: self.model.draws.uniform(decisions.A_RANDOM, state.day, r + luck))
        return ranked[: targets.count]

    def seize(self, row: int, leads: float, lead_delay: float, publicity: float) -> None:
        """Seize a marketplace with its back end."""
        state = self.model.state
        self.follow_up(row, leads, lead_delay)
        close(state, row, codes.SEIZURE, self.model.parameters.news, publicity)
        par, draws = self.model.parameters, self.model.draws
        returns = draws.uniform(decisions.A_RETURNS, state.day, row) < par.authorities.operator_returns
        if draws.uniform(decisions.A_OPERATOR, state.day, row) < par.authorities.operator_arrest:
            state.write("operator_arrest", row)
        elif par.channels.open and returns:
            wait = draws.exponential(decisions.A_RETURN, state.day, row) * par.administrators.build_days
            state.building.append(state.day + 1 + int(wait))

    def take_over(self, row: int, act: TakeOver) -> None:
        """Run a marketplace covertly; it goes on trading, and the back end is read all the while."""
        state = self.model.state
        if state.markets[row]["covert_until"] < 0:
            state.markets[row]["covert_until"] = state.day + act.days
            state.covert[row] = (min(2.0 * act.leads, 1.0), act.lead_delay, act.publicity)
            state.write("takeover", row)

    def impair(self, row: int, act: Impair) -> None:
        """Make a marketplace hard to reach for some days, today the first of them."""
        state = self.model.state
        m = state.markets[row]
        m["impaired_until"], m["impairment"] = state.day + act.days, act.severity
        if m["offline_until"] <= state.day:  # what fails today by crowding alone, as worked out last evening
            crowded = max(1.0 - float(m["capacity"]) / max(float(m["visits"]), 1e-9), 0.0)
            m["fail"] = 1.0 - (1.0 - crowded) * (1.0 - act.severity)
        state.write("impair", row, amount=act.severity)

    def follow_up(self, row: int, leads: float, delay: float) -> None:
        """Turn a share of the vendors with an account on a marketplace into leads, worked off later."""
        state = self.model.state
        accounts = state.accounts[: state.n_accounts]
        there = (accounts["market"] == row) & (accounts["closed"] < 0)
        vendors = np.unique(accounts["vendor"][there])
        seed, day = self.model.run_seed, state.day
        mean = self.model.parameters.vendors.opsec
        careless = (1.0 - state.vendors["opsec"][vendors]) / max(1.0 - mean, 0.05)
        own = np.int64(row + 1) << 32  # each back end is a chance of its own
        led = vendors[uniforms(seed, decisions.A_LEAD, day, vendors + own) < leads * careless]
        waits = -np.log1p(-uniforms(seed, decisions.A_DELAY, day, led + own)) * lead_time(self.model, delay)
        waits = np.minimum(waits, codes.NEVER)
        for vendor, wait in zip(led.tolist(), waits.tolist(), strict=True):
            on = state.day + 1 + int(wait)
            if state.vendors["arrest_on"][vendor] < 0 or on < state.vendors["arrest_on"][vendor]:
                state.vendors["arrest_on"][vendor] = on
            state.write("lead", row, vendor=vendor)

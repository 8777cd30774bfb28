"""What a vendor does whose marketplace closed: leave it, and move under the old name or a new one."""

from __future__ import annotations

from sim.model.agents.vendors.accounts import ACCOUNTS, add_account, note, post_bond, standing, takes_on
from sim.model.agents.vendors.makes import lure_now, serves
from sim.model.agents.vendors.means import can_reopen
from sim.model.agents.vendors.reputation import asked_for
from sim.model.engine.kernels import helper
from sim.model.engine.streams import geometric, key, random_bits, uniform
from sim.model.market import codes, decisions
from sim.model.market.racing import race


@helper
def leave_closed(x, closing, tables, day, fig):  # type: ignore[no-untyped-def]
    """Leave marketplaces that closed; return whether none is left.

    ``closing``: whether one closed today; accounts are looked up only then.
    """
    accounts, markets = tables.accounts, tables.markets
    displaced = True
    for s in range(4):
        a = x.account[s]
        if a < 0:
            continue
        if not closing:
            displaced = False
            continue
        m = accounts[a].market
        if markets[m].state != codes.OPEN:
            accounts[a].closed = day
            x.account[s] = -1
            x.lost += 1
            if markets[m].cause == codes.SEIZURE:
                x.risk += fig.vendors.risk_exposed + fig.vendors.risk_takeover * (markets[m].covert_until >= 0)
            if fig.ways.carry_reputation:  # standing of the best account is what can be taken along
                kept = fig.institutions.reputation_carried * standing(accounts[a], fig.institutions.bad_weight)
                x.standing = max(x.standing, max(kept, 0.0))
        else:
            displaced = False
    return displaced


@helper
def days_to_move(x, par):  # type: ignore[no-untyped-def]
    """Return the mean days until a vendor has replaced an account that closed with its marketplace."""
    return par.move_days if x.sold > par.early_sales else par.move_days_small


@helper
def move(x, v, seed, day, prepared, tables, lists, places, fig, counted):  # type: ignore[no-untyped-def]
    """Open again elsewhere once that day has come; return whether the vendor leaves the trade instead.

    What is drawn is drawn by attempt, whatever the day.
    """
    par, markets = fig.vendors, tables.markets
    slots, pull = places.slots, places.pull
    n_slots = slots.shape[0]
    if not fig.ways.migrate:
        note(lists, day, codes.STRAND, v, -1)
        return True
    k = key(seed, decisions.BIRTH + 1 + x.tries, x.born)
    if x.moves_on < 0:
        slow = days_to_move(x, par) * (1.0 - prepared)
        x.moves_on = day + geometric(k, decisions.V_MOVE, min(1.0 / max(slow, 1.0), 1.0))
    elif day >= x.moves_on and n_slots > 0 and pull[n_slots] > 0.0:
        x.tries += 1
        m = slots[max(race(pull, markets, slots, random_bits(k, decisions.V_WHERE), x.home, lure_now(x, fig)), 0)]
        keep = par.identity_kept + (par.identity_sales if x.sold > par.early_sales else -0.1)
        keep -= par.identity_risk * x.risk  # whose account police have read
        known = fig.ways.carry_reputation and uniform(k, decisions.V_KEEP) < keep
        proven = known and x.sold > par.early_sales  # key and record speak for themselves: nothing to be vetted
        admitted = proven or takes_on(markets[m])  # the line may be longer than a day's work
        admitted = admitted and serves(markets[m], x.home)
        bond = 0 if known or markets[m].admission != codes.BOND else fig.bond
        if not admitted or not can_reopen(x, bond, fig):
            admitted = False
        elif markets[m].admission == codes.INVITATION and not proven:
            admitted = uniform(k, decisions.V_ADMIT) >= par.admission_refused
        elif bond > 0:
            post_bond(x, m, bond, counted)
        if admitted:
            markets[m].places -= not proven
            carried = x.standing if known else 0.0
            early = 1 if known and x.early == 1 and carried > par.early_sales else 0
            if not known:
                x.identity = lists.used[ACCOUNTS] + 1_000_000
                x.price = x.price_start * asked_for(0.0, par)
            add_account(tables, lists, x, v, m, day, carried, early)
            x.moves_on, x.lost = -1, max(x.lost, 1) - 1
            x.standing = 0.0
            note(lists, day, codes.MOVE if known else codes.RENAME, v, m)
        elif day - x.moves_on > par.move_patience:
            note(lists, day, codes.STRAND, v, -1)
            return True
    return False

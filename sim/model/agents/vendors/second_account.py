"""When a vendor opens an account on another marketplace beside."""

from __future__ import annotations

from sim.model.agents.vendors.accounts import add_account, note, post_bond, standing, takes_on
from sim.model.agents.vendors.makes import lure_now, serves
from sim.model.agents.vendors.means import can_pay
from sim.model.agents.vendors.moving import days_to_move
from sim.model.engine.kernels import helper
from sim.model.engine.streams import key, random_bits
from sim.model.market import codes, decisions
from sim.model.market.racing import race


@helper
def second_account_chance(x, spread, fig):  # type: ignore[no-untyped-def]
    """Return the chance of one today: more for a large vendor, and where trade is spread over marketplaces.

    Who has lost one to a closure makes it good as soon as who lost all (D21: listings are back within a week).
    """
    par = fig.vendors
    chance = par.second_account * spread * min(0.3 + x.scale, 3.0)
    return chance + (1.0 / max(days_to_move(x, par), 1.0) if x.lost > 0 and fig.ways.migrate else 0.0)


@helper
def open_beside(x, v, seed, day, tables, lists, places, fig, counted):  # type: ignore[no-untyped-def]
    """Open another account, unless the marketplace drawn has one or admits only those who are introduced."""
    accounts, markets = tables.accounts, tables.markets
    par, inst = fig.vendors, fig.institutions
    k = key(seed, decisions.BIRTH + 1 + x.tries, x.born)
    x.tries += 1
    luck = random_bits(k, decisions.V_SECOND_WHERE)
    m = places.slots[max(race(places.wide, markets, places.slots, luck, x.home, lure_now(x, fig)), 0)]
    there = not serves(markets[m], x.home)
    there = there or (markets[m].admission == codes.INVITATION and x.sold < par.early_sales)
    asks = markets[m].admission == codes.BOND and x.sold <= par.early_sales  # waived for the proven
    there = there or (asks and not can_pay(x, fig.bond))
    best = 0.0
    for s in range(4):
        if x.account[s] >= 0:
            there = there or accounts[x.account[s]].market == m
            best = max(best, standing(accounts[x.account[s]], inst.bad_weight))
    proven = fig.ways.carry_reputation and x.sold > par.early_sales  # nothing to be vetted
    if not there and (proven or takes_on(markets[m])):
        markets[m].places -= not proven
        x.lost = max(x.lost, 1) - 1
        carried = inst.reputation_carried * best if fig.ways.carry_reputation else 0.0
        add_account(tables, lists, x, v, m, day, carried, 0)
        if asks:
            post_bond(x, m, fig.bond, counted)
        note(lists, day, codes.SECOND, v, m)

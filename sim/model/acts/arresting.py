"""What an arrest is, whoever orders it: it is carried out, told, and felt by those alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.market import codes
from sim.model.market.closing import share_of

if TYPE_CHECKING:
    from sim.model.market.world import World


def arrest_vendor(world: World, row: int, publicity: float) -> None:
    """Arrest a vendor today, before anything else is decided; ``publicity`` in [0, 1]: how loudly it is told."""
    state, news = world.state, world.parameters.news
    state.vendors["arrest_on"][row] = state.day
    state.loud[row] = max(state.loud.get(row, 0.0), publicity)
    trade = float(state.vendors["sales"][state.active[: state.n_active]].sum())
    share = float(state.vendors["sales"][row]) / max(trade, 1e-9)
    state.tell(codes.ALARM, publicity * news.alarm_seizure * share, news.delay)


def moderators(world: World, row: int) -> float:
    """Return how many moderators a marketplace has while none is missing: by its share of the trade."""
    par = world.parameters.administrators
    return max(par.moderators_least, par.moderators * share_of(world.state, row))


def arrest_staff(world: World, row: int, share: float, publicity: float) -> None:
    """Arrest a share of a marketplace's moderators: disputes and newcomers wait until they are replaced."""
    state, news = world.state, world.parameters.news
    market = state.markets[row]
    market["staff"] *= 1.0 - share
    market["dispute"] *= 1.0 - share
    state.write("staff_arrest", row, amount=share)
    state.tell(codes.ALARM, publicity * news.alarm_seizure * share_of(state, row) * share, news.delay)

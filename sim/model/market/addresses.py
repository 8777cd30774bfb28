"""What a seized back end names of buyers: addresses that were not encrypted; after police events more encrypt."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.model.market import codes, counters, decisions
from sim.model.market.deterrence import weight_of_sanctions

if TYPE_CHECKING:
    from sim.model.market.state import State
    from sim.model.market.world import World


def take_up(state: State, share: float, par: Any) -> None:
    """Let buyers take up encryption after a seizure that struck a ``share`` of trade; none gives it up (B82, S141)."""
    left = max(par.encrypts_most - state.encrypting, 0.0)
    state.encrypting += left * -math.expm1(-par.encrypts_after * share)


def name_addressees(world: World, row: int, chance: float) -> None:
    """Open cases against users of a marketplace who do not encrypt; who does is drawn once for each buyer."""
    from sim.model.engine.streams import uniforms  # compiled: settings, which read acts, must not wait for it

    buyers, par = world.state.buyers, world.parameters
    users = np.flatnonzero((buyers["market"] == row) & (buyers["state"] == codes.ACTIVE))
    plain = uniforms(world.run_seed, decisions.C_ENCRYPTS, decisions.BIRTH, users) >= world.state.encrypting
    found = uniforms(world.run_seed, decisions.A_ADDRESSEE, world.state.day, users) < chance
    named = users[plain & found]
    world.work.counts[counters.CASES_BUYERS] += len(named)
    buyers["fear"][named] += par.buyers.fear_own * weight_of_sanctions(par.authorities)
    world.state.write("addressees", row, amount=float(len(named)))

"""Fingerprints of a few tiny worlds: ``python -m tests.baseline`` writes ``tests/baseline.json`` anew.

They tell a change of the house from a change of the model. Only a change that CHANGELOG.md marks *numbers change* may
write them anew. Every figure is counted in whole numbers, so that equal means equal.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from sim.model.catalogue.ways import WAYS
from sim.model.ecosystem import Ecosystem
from sim.model.engine.levers import Lever
from sim.model.interventions.base import Intervention, Today, inside
from sim.model.market import codes
from sim.model.market.geography import CHANNELS, SIGNALS
from sim.model.market.levers import CHECKED, MONEY, PARTNERSHIP, WARNED, WARNING_PACE
from sim.model.parameters import EcosystemParameters
from tests.model.market.worlds import changed

FILE = Path(__file__).with_name("baseline.json")
KNOWN = set(json.loads(FILE.read_text(encoding="utf-8")))
BUSY = changed(
    buyers__order_rate=0.05, vendors__per_buyer=0.05, vendors__early_sales=5.0, vendors__early_share=0.5,
    authorities__vendors=0.0, authorities__case_days=10.0,
    authorities__powers_gain=50.0,
)  # fmt: skip
CARELESS = changed(BUSY, vendors__opsec=0.0, vendors__opsec_usual=0.9)
LOUD = changed(CARELESS, partners__signals=dict.fromkeys(SIGNALS, 0.1), partners__lead_opens=1.0)
CLOSED = changed(BUSY, **{f"ways__{name}": False for name in WAYS})
MONOPOLY = changed(administrators__initial_shares=[0.93, 0.04, 0.015, 0.008, 0.004, 0.003])
START = 45
OF_DOSES = frozenset({CHECKED, WARNED, WARNING_PACE})
"""Levers of what doses do, and not of trade: fingerprints of barriers that move nothing else hold harm."""


def moves_only(barrier: Intervention, levers: Collection[Lever]) -> bool:
    """Tell whether a barrier orders nothing and moves some of these levers and no other."""
    today = Today(day=START, strength=1.0, first=True, elapsed=0, wave=0)
    moved = {modifier.lever for modifier in barrier.modifiers(today)}
    return bool(moved) and moved <= set(levers) and not list(barrier.acts(today))


def barriers() -> dict[str, Intervention]:
    """Every barrier and shock as it is by default, from the day on which these worlds let it begin.

    One that came since the file was written changes no number of it; ``main`` takes it up.
    """
    return {name: kind(start=START) for name, kind in sorted(inside().items()) if name in KNOWN}


def situations() -> dict[str, tuple[EcosystemParameters, int, Mapping[str, Intervention]]]:
    """Parameters, buyers and barriers by name; each is run against its twin."""
    every = barriers()
    single = {
        # partners see next to nothing in a small world, unless all is loud; who looks into means finds the careless
        name: (
            LOUD if moves_only(barrier, PARTNERSHIP) else CARELESS if moves_only(barrier, MONEY) else BUSY,
            800,
            {name: barrier, **_beside(name, every)},
        )
        for name, barrier in every.items()
    }
    return {
        **single,
        "everything": (BUSY, 800, barriers()),
        "everything closed": (CLOSED, 800, barriers()),
        "default": (EcosystemParameters(), 3000, {"takedown": barriers()["takedown"]}),
        "monopoly": (MONOPOLY, 3000, {"takedown": barriers()["takedown"]}),
    }


def _beside(name: str, every: Mapping[str, Intervention]) -> dict[str, Intervention]:
    """Give what a barrier needs to leave a trace in a small world: powers somebody to use them, cases more seizures."""
    needs = {"legal_framework": "online_investigation", "buyer_cases": "postal_inspection",
             "profession_ban": "vendor_targeting", "coordination": "information_sharing",
             "research": "postal_inspection"}  # fmt: skip
    return {needs[name]: every[needs[name]]} if name in needs else {}


def fingerprints(name: str, days: int = 130) -> dict[str, Any]:
    """Run a situation and its twin and return the fingerprint of each arm."""
    parameters, buyers, interventions = situations()[name]
    stem = Ecosystem(parameters, buyers=buyers, days=days, seed=11).run(START)
    arms = {"barrier": stem.branch(interventions).run(), "twin": stem.run()}
    found = {arm: fingerprint(world) for arm, world in arms.items()}
    if all(moves_only(barrier, OF_DOSES) for barrier in interventions.values()):
        for arm, world in arms.items():
            found[arm]["harm"] = int(np.rint(1e6 * world.records.column("harm").sum()))
    for world in arms.values():
        world.close()
    return found


def fingerprint(world: Ecosystem) -> dict[str, Any]:
    """Return what a run came to."""
    state, records = world.state, world.records
    orders, revenue = (np.rint(records.column(c) * f).astype(np.int64) for c, f in (("orders", 1), ("revenue", 100)))
    groups = records.groups()
    seized = groups[groups["kind"] == "channel"].groupby("group")["seized"].sum()
    closures = Counter(cause for _, event, _, _, cause, _ in state.journal if event == "close")
    held = state.vendors["wealth"][: state.n_vendors]
    return {
        "orders": int(orders.sum()),
        "revenue_cents": int(revenue.sum()),
        "coin": {
            **{purse: int(cents) for purse, cents in sorted(state.purses.items())},
            "escrow": int(state.markets["escrow"].sum()),
            "administrators": int(state.markets["wealth"].sum()),
            "vendors": int(held.sum()),
        },
        "seized": {channel: int(seized[channel]) for channel in CHANNELS},
        "closures": {cause: closures[cause] for cause in codes.CAUSES if cause},
        "arrests": int(records.column("arrests_vendors").sum()),
        "daily": hashlib.sha256(orders.tobytes() + revenue.tobytes()).hexdigest()[:16],
    }


def main() -> None:
    """Write the fingerprints of the present model."""
    KNOWN.update(inside())
    found = {name: fingerprints(name) for name in situations()}
    FILE.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

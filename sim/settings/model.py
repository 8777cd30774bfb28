"""Settings: everything one run is made of, as one frozen object."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Optional

from sim.model.engine.parameters import parameter
from sim.model.interventions.base import Intervention
from sim.model.interventions.outside import add, text_digest
from sim.model.interventions.registry import catalogue
from sim.model.market.tables import LONGEST_RUN
from sim.model.parameters import EcosystemParameters
from sim.settings.checks import check, normalised
from sim.settings.dated import numbered
from sim.settings.errors import Contradiction, SettingsError, UnknownName, WrongType, listed, nearest, short
from sim.settings.values import Origin, build

BARRIER = "barrier"
"""Key under which a plain intervention names its class, so that one barrier may stand twice under two names."""
BARRIER_TEXT = "barrier_text"
"""Key under which a barrier from outside the package tells the digest of its file: another text is another barrier."""
ADDED = "hand its class to sim.model.interventions.outside.add"


@dataclass(frozen=True)
class Settings:
    """One run: a world, its barriers, and how often and with what randomness it is repeated."""

    ecosystem: EcosystemParameters = field(default_factory=EcosystemParameters)
    buyers: int = parameter(50_000, "buyers at the start; everything else follows", unit="buyers", low=10, high=100_000_000, status="setting")  # fmt: skip # noqa: E501
    days: int = parameter(1095, "horizon of the run", unit="days", low=1, high=LONGEST_RUN, status="setting")
    start: int = parameter(365, "day on which barriers start, unless one says otherwise", unit="day", low=0, high=100_000, status="setting")  # fmt: skip # noqa: E501
    replicates: int = parameter(0, "repetitions, each with its paired twin; 0: until the orders averted are known within 15 %, or a minute is spent", unit="replicates", low=0, high=1_000_000, status="setting")  # fmt: skip # noqa: E501
    seed: int = parameter(1, "seed of all random draws", low=0, high=2**63 - 1, status="setting")
    threads: int = parameter(1, "threads within one replicate", unit="threads", low=1, high=1024, status="setting")
    workers: int = parameter(0, "replicates at once; 0: one per core", unit="processes", low=0, high=4096, status="setting")  # fmt: skip # noqa: E501
    seeds: list[int] = parameter([], "seeds of one's own, one replicate each; none: they follow from seed", low=0, high=2**63 - 1, status="setting", free_length=True)  # fmt: skip # noqa: E501
    day_zero: Optional[str] = parameter(None, "date of day 0, such as 2016-07-05, so that starts may be dates", status="setting")  # fmt: skip # noqa: E501, UP045
    data: Optional[str] = parameter(None, "folder of one's own data: series, events, listings, seizures", status="setting")  # fmt: skip # noqa: E501, UP045
    replay: bool = parameter(True, "events of the data are barriers of the run", status="setting")
    interventions: Mapping[str, Intervention] = field(default_factory=dict)
    output: Optional[str] = parameter(None, "folder for the results; none: a new one under results/runs", status="setting")  # fmt: skip # noqa: E501, UP045
    overrides: tuple[str, ...] = field(default=(), compare=False)
    notes: tuple[str, ...] = field(default=(), compare=False)  # what a run says of its settings before it starts

    def to_dict(self) -> dict[str, Any]:
        """Give plain nested values that YAML can hold and :meth:`from_dict` reads back."""
        plain = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        del plain["overrides"], plain["notes"]
        plain["ecosystem"] = dataclasses.asdict(self.ecosystem)
        plain["interventions"] = {
            name: {BARRIER: barrier_name(intervention), **_text(intervention), **dataclasses.asdict(intervention)}
            for name, intervention in self.interventions.items()
        }
        return plain

    @classmethod
    def from_dict(
        cls, plain: Mapping[str, Any], *, origin: Origin = lambda key: "", overrides: tuple[str, ...] = ()
    ) -> Settings:
        """Build and check settings from plain values; raise SettingsError on the first that does not fit."""
        plain = dict(plain)
        barriers = plain.pop("interventions", None) or {}
        plain.pop("overrides", None)
        plain.pop("notes", None)
        if not isinstance(barriers, Mapping):
            raise WrongType("interventions is not a group of barriers", key="interventions", value=barriers,
                            hint="write +intervention=<name>", origin=origin("interventions"))  # fmt: skip
        plain = numbered({**plain, "interventions": barriers}, origin)
        barriers = plain.pop("interventions")
        settings = build(cls(), plain, "", origin)
        if settings.seeds and not settings.replicates:
            settings = dataclasses.replace(settings, replicates=len(settings.seeds))
        built = {str(name): intervention(str(name), entry, origin) for name, entry in barriers.items()}
        settings = dataclasses.replace(settings, interventions=built, overrides=tuple(overrides))
        check(settings, origin)
        return dataclasses.replace(settings, notes=tuple(normalised(settings)))


def barrier_name(intervention: Intervention | type[Intervention]) -> str:
    """Give the name under which the catalogue lists an intervention's class."""
    kind = intervention if isinstance(intervention, type) else type(intervention)
    found = next((name for name, known in catalogue().items() if known is kind), None)
    if found is not None:
        return found
    try:
        return add(kind)  # a user's own class, met for the first time
    except ValueError as error:
        raise SettingsError(f"barrier {kind.__name__}: {error}", key="interventions") from None


def _text(intervention: Intervention) -> dict[str, str]:
    digest = text_digest(type(intervention))
    return {BARRIER_TEXT: digest} if digest else {}


def intervention(name: str, plain: Any, origin: Origin = lambda key: "") -> Intervention:
    """Build one barrier from plain values, its class named by the entry ``barrier``."""
    key = f"interventions.{name}"
    if not isinstance(plain, Mapping):
        raise WrongType(f"{key} is not a group of settings", key=key, value=plain, origin=origin(key))
    plain = dict(plain)
    known = catalogue()
    barrier, text = plain.pop(BARRIER, None), plain.pop(BARRIER_TEXT, None)
    if barrier is None:
        raise UnknownName(
            f"{key} does not say which barrier it is", key=key, allowed=listed(sorted(known)), origin=origin(key),
            hint="begin its file with 'defaults: [/<barrier>_schema@_here_, _self_]'",
        )  # fmt: skip
    if barrier not in known:
        hint = f"it is from outside the package: give its folder with --barriers, or {ADDED}" if text else ""
        near = None if text else nearest(str(barrier), known)
        raise UnknownName(f"unknown barrier '{barrier}'", key=f"{key}.{BARRIER}", value=barrier, hint=hint, near=near,
                          allowed=listed(sorted(known)),
                          origin=origin(f"{key}.{BARRIER}"))  # fmt: skip
    present = text_digest(known[barrier])
    if text and text != present:
        raise Contradiction(f"{key}: barrier '{barrier}' is another text now ({present}) than then ({text})", key=key,
                            value=barrier, hint="give the file of then", origin=origin(key))  # fmt: skip
    try:
        return build(known[barrier](), plain, key, origin)
    except SettingsError:
        raise
    except Exception as error:  # a class from outside may refuse its values in any way
        raise SettingsError(f"{key}: {type(error).__name__}: {short(str(error), 150)}", key=key,
                            origin=origin(key)) from None  # fmt: skip

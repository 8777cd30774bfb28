"""Parameters as data: each with what a reader and a sweep need, and each of use."""

from __future__ import annotations

import dataclasses
import math

import pytest

from sim.engine.parameters import STATUSES, Parameter, parameter, parameters_of
from sim.interventions.base import catalogue
from sim.parameters import EcosystemParameters

OWNERS = {"ecosystem": EcosystemParameters, **catalogue()}
ALL = [(owner, p) for owner, kind in OWNERS.items() for p in parameters_of(kind)]


def numbers(value: object) -> list[float]:
    if isinstance(value, bool):
        return []
    if isinstance(value, (int, float)):
        return [float(value)]
    if isinstance(value, dict):
        value = list(value.values())
    return [float(v) for v in value if isinstance(v, (int, float))] if isinstance(value, list) else []


@pytest.mark.parametrize(("owner", "p"), ALL, ids=[f"{o}.{p.name}" for o, p in ALL])
def test_every_parameter_says_what_it_is(owner: str, p: Parameter) -> None:
    assert p.doc and p.status in STATUSES
    assert p.source or p.status in ("judgement", "setting")
    for value in numbers(p.value):
        assert math.isfinite(value)
        assert p.low is not None and p.high is not None and p.low <= value <= p.high
    if numbers(p.value) and p.status != "setting":
        assert p.unit
    if p.choices is not None:
        assert p.value in p.choices


def test_names_are_dotted_and_unique() -> None:
    names = [p.name for p in parameters_of(EcosystemParameters)]
    assert len(set(names)) == len(names) > 100
    assert {"buyers.order_rate", "channels.migrate", "name"} <= set(names)
    assert [p.value for p in parameters_of(EcosystemParameters(name="x")) if p.name == "name"] == ["x"]


def test_defaults_are_not_shared() -> None:
    @dataclasses.dataclass(frozen=True)
    class Part:
        shares: list[float] = parameter([0.5], "shares", unit="share", low=0, high=1)
        split: dict[str, float] = parameter({"DE": 1.0}, "split", unit="share", low=0, high=1)

    one, other = Part(), Part()
    one.shares.append(2.0)
    one.split["NL"] = 1.0
    assert other.shares == [0.5] and other.split == {"DE": 1.0} and Part().shares == [0.5]


def test_a_declaration_must_be_honest() -> None:
    with pytest.raises(ValueError, match="status"):
        parameter(1.0, "x", status="guess")  # type: ignore[arg-type]
    for status in ("measured", "derived"):
        with pytest.raises(ValueError, match="source"):
            parameter(1.0, "x", status=status)  # type: ignore[arg-type]

"""Members of an ensemble: each replicate takes another, and twins the same."""

from __future__ import annotations

import pytest

from sim.model.parameters import EcosystemParameters
from sim.validation import ensemble
from sim.validation.calibration.axes import curated
from sim.validation.ensemble import NoEnsemble, member, packaged, parameters_of_replicate, parsed

TEXT = "member,vendors.stop,couriers.examined.0\n0,0.01,0.002\n1,0.02,0.004\n"


def test_each_replicate_takes_another_and_the_same_again():
    sets = parsed(TEXT)
    assert member(0, sets) == {"vendors.stop": 0.01, "couriers.examined.0": 0.002}
    assert member(1, sets) != member(0, sets) and member(2, sets) == member(0, sets)
    member(0, sets)["vendors.stop"] = 9.0
    assert member(0, sets)["vendors.stop"] == 0.01


def test_a_members_parameters_replace_those_given():
    given = EcosystemParameters(name="mine")
    found = parameters_of_replicate(given, 1, parsed(TEXT))
    assert (found.name, found.vendors.stop, found.couriers.examined[0]) == ("mine", 0.02, 0.004)
    assert found.couriers.examined[1:] == given.couriers.examined[1:] and given.vendors.stop != 0.02


def test_without_an_ensemble_it_is_said(monkeypatch):
    if packaged() is None:
        with pytest.raises(NoEnsemble, match="python -m sim calibrate"):
            member(0)
    with pytest.raises(ValueError, match="one set"):
        parsed("member,vendors.stop\n")


def test_a_packaged_file_is_read(tmp_path, monkeypatch):
    (tmp_path / "ensemble.csv").write_text(TEXT)
    monkeypatch.setattr(ensemble, "files", lambda package: tmp_path)
    packaged.cache_clear()
    try:
        assert member(3)["vendors.stop"] == 0.02
    finally:
        packaged.cache_clear()


@pytest.mark.long
def test_the_packaged_sets_are_those_of_a_calibration():
    """A hundred sets at least, all different, each parameter within the range in which it is fitted."""
    sets = packaged()
    assert sets is not None and len(sets) >= 100 and len({tuple(one.values()) for one in sets}) == len(sets)
    ranges = {axis.name: axis for axis in curated()}
    assert set(sets[0]) <= set(ranges) and len(sets[0]) == 47, "as docs/calibration.md says"
    for name in sets[0]:
        axis, values = ranges[name], [one[name] for one in sets]
        assert axis.low <= min(values) < max(values) <= axis.high
        assert 0.24 < axis.place(max(values)) - axis.place(min(values)) < 0.58, "as docs/calibration.md says"
    for number in range(len(sets)):
        parameters_of_replicate(EcosystemParameters(), number)

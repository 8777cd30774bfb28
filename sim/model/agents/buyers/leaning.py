"""Whether a buyer leans to buy online: taste, price, trust, perceived risk and fear."""

from __future__ import annotations

from sim.model.engine.elementary import fast_exp
from sim.model.engine.kernels import helper
from sim.model.engine.streams import uniform
from sim.model.market import codes, decisions


@helper
def perceived_risk(b, told, par):  # type: ignore[no-untyped-def]
    """Return the chance that a parcel is seized, as a buyer sees it: own experience, and what is told."""
    return told if b.risk < 0.0 else (b.risk + par.hearsay * told) / (1.0 + par.hearsay)


@helper
def dread(b, risk, news_alarm, par):  # type: ignore[no-untyped-def]
    """Return what perceived risk and fear of police take from that logit."""
    return b.caution * (par.risk_weight * risk + par.fear_weight * (par.alarm_weight * news_alarm + b.fear))


@helper
def leaning(b, risk, cheaper, news_alarm, news_upset, par):  # type: ignore[no-untyped-def]
    """Return the logit of the chance to buy online; ``cheaper``: what the price adds to it."""
    return (
        b.taste + cheaper + par.publicity_draws * news_alarm - par.trust_weight * (1.0 - b.trust + news_upset)
        - dread(b, risk, news_alarm, par)
    )  # fmt: skip


@helper
def deterred(b, k, lean, risk, news_alarm, par):  # type: ignore[no-untyped-def]
    """Return whether one who does not lean to buy online would have, by the same draw, without risk and fear."""
    free = lean + dread(b, risk, news_alarm, par)
    return uniform(k, decisions.B_ONLINE) * (1.0 + fast_exp(-free)) < 1.0


@helper
def beyond(delivery, home, crossing, weight):  # type: ignore[no-untyped-def]
    """Return what an offer from beyond a border has less of utility than one from within, by risk and postage.

    ``weight``: of the chance that a parcel is seized. Below 0 where the post within the country is worse.
    """
    risk, dearer, here = delivery.risk, delivery.dearer, codes.POST_DOMESTIC
    return weight * (risk[home, crossing] - risk[home, here]) + dearer[home, crossing] - dearer[home, here]

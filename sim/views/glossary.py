"""Terms of the field and of this program, each with what it means here; ``explain glossary`` and docs/glossary.md."""

from __future__ import annotations

from collections.abc import Iterator

from sim.effects.size import ENOUGH
from sim.model.catalogue.barrier_model import CATEGORIES, LEVELS, STAGES
from sim.model.catalogue.channels import ROWS as CHANNELS

TERMS = {
    # the trade
    "cryptomarket": "a website, reached over a network that hides its host and its visitors, on which vendors offer goods and buyers pay in coin; most of what is sold are drugs",
    "marketplace": "one such website, with an administrator, vendors, buyers, escrow and ratings",
    "make": "how a marketplace is made: central, decentralised (no point at which it can be seized, nobody who judges), national (for one country)",
    "own shop": "the site of a single vendor, for those who know the vendor; without escrow, disputes or ratings",
    "forum": "where people of the trade meet, hear news and are introduced; open, or closed until they find another",
    "administrator": "who runs a marketplace and takes a commission; may close it in good order, or leave with the escrow",
    "vendor": "who sells; lone, organised, or a producer; has accounts, a name to lose, and a country to ship from",
    "buyer": "who orders for own use, now and then; may turn to the street, to direct trade, or give up",
    "direct deal": "an order between a vendor and a buyer who know each other, without a marketplace",
    "escrow": "money that a marketplace holds until the parcel is there",
    "early payment": "payment before delivery, which vendors of good standing ask for; escrow does not protect it",
    "exit scam": "an administrator, or a vendor, leaves with the money of others",
    "voluntary closure": "an administrator stops, pays out, and says so",
    "takedown": "police seize a marketplace, or several",
    "channel": f"how a parcel travels: {', '.join(row.name.replace('_', ' ') for row in CHANNELS)}",
    "dangerous batch": "doses of one product that do much more harm than usual, about for some weeks",
    "harm": "what doses do, in ordinary doses of cannabis: online, on the street and sold lawfully",
    "stealth": "how well a parcel is concealed",
    "opsec": "how well a vendor hides who and where he is",
    "facilitator": "a sector of services, most of them legal, on which the trade leans: hosting, exchange, packaging, post, messengers and others",
    # the barrier model
    "barrier model": "the steps of a trade, with who and what makes each possible, what can be seen of it, who can act, and how",
    "stage": f"a step of the trade: {', '.join(STAGES)}; each barrier acts at one",
    "opportunity": f"what the trade makes use of; of the kinds {', '.join(CATEGORIES)}",
    "signal": "what can be seen of the trade at a stage by somebody who looks",
    "partner": "an authority or a firm that takes part in a barrier",
    "barrier": "what authorities or firms do to make a stage harder; preventive or repressive, administrative or criminal",
    "level": f"where a barrier meets the trade: {', '.join(LEVELS)}",
    "preventive": "keeps something from happening, such as a licence; repressive: answers what has happened, such as a seizure",
    "administrative": "by licences, supervision, information; criminal: by investigation, arrest, seizure",
    "shock": "what happens to the trade and is nobody's barrier, such as an exit scam",
    "way": "a way of re-organisation: how the trade gets around a barrier, such as moving to another marketplace; each can be closed in both worlds",
    "displacement": "what goes to the street or to direct trade because of a barrier",
    "lever": "a number of the model that a barrier moves; nothing else of the model is touched by it",
    "intensity": "how much of a barrier is put in place: 0 nothing, 1 as described",
    "trigger": "a condition on what can be seen, on which a barrier begins",
    "objective": "an outcome with a threshold and a horizon: reached where all of the interval lies beyond it, open where the interval does not tell",
    "lawful cost": "what a barrier costs people who have nothing to do with the trade: parcels opened in vain, customers refused, accounts read",
    # the method
    "ecosystem": "the world in which all of this happens, with its parameters; one of those named, or of your own",
    "catalogue": "the lists of countries, products, channels, facilitators and ways that the model knows",
    "scenario": "one barrier, or several at once, as one thing to be compared",
    "baseline": "the world without barriers: the twin's",
    "thin world": f"one of fewer than {ENOUGH:,} buyers, in which single marketplaces decide and effects come out too large",
    "pooled": "summed over all replicates before shares are taken",
    "twin": "the same world without the barrier: same people, same chances, branched off on the day on which the barrier can first act",
    "replicate": "one pair of twins, from a seed of its own",
    "paired": "compared within each replicate, so that what both twins share drops out",
    "effect": "what is missing of the trade against the twin, as a share of it",
    "peak": "the largest share missing, over 28 days",
    "depth": "the part of the peak that passes",
    "half-life": "days from the worst until half of what passes is gone",
    "stays": "what is still missing in the second year",
    "recovery": "days until trade is back within 5 per cent of the twin",
    "averted": "orders, or revenue, that the twin has more",
    "95 % interval": "where the figure lies, as far as chance between replicates goes; what is not known of parameters is in it with an ensemble only",
    "censored": "not over by the end of the run: counted as lasting longer",
    "league": "scenarios ranked by each criterion, with paired differences and the chance of being best",
    "portfolio": "a set of barriers, each with an intensity, within a budget",
    "front": "the portfolios that no other beats in both cost and effect",
    "robustness": "how a choice fares over many states of the world: regret, and the share of the states in which it is enough",
    "regret": "what a choice loses against the best one in the same state of the world",
    "ensemble": "sets of parameters that no fact rules out, taken in turn",
    "Sobol index": "the share of the variance of an outcome that a parameter explains: alone (first), with all it does together with others (total)",
    "value of information": "how much of what is not known about an outcome would go if a gap were closed: the first Sobol indices of its parameters, added up",
    "judgement": "the status of a parameter that no source gives: an expert's guess, with a wide range; measured, derived and calibrated are the others",
    "episode": "something that happened to real marketplaces, against which the model is held",
}  # fmt: skip
"""In the order of the text: the trade, the barrier model, the method."""


def glossary() -> Iterator[tuple[str, str]]:
    """Yield the terms with their meanings, by the alphabet."""
    yield from sorted(TERMS.items(), key=lambda term: term[0].lower())

"""Channels of delivery: how a parcel travels, what it costs, how long it takes, how much of it is examined."""

from __future__ import annotations

from dataclasses import dataclass, field

from sim.model.catalogue.facilitators import FACILITATORS
from sim.model.catalogue.row import figure, names

BORDERS = ("none", "EU", "world")


@dataclass(frozen=True)
class Channel:
    """The posts come first, in the order of BORDERS: which of them a parcel takes follows from where it goes.

    ``border``: what a post crosses, "none", "EU" (within it) or "world"; "" for a channel that is taken instead of a
    post. Such a one says ``instead_of`` which posts, and ``chosen`` names the parameter of vendors with its share.
    """

    name: str
    meaning: str
    fastest: float = figure("shortest delivery", unit="days", low=0, high=60, source="B33 (unverified)")
    slowest: float = figure("longest ordinary delivery", unit="days", low=0, high=60, source="B33 (unverified)")
    loss: float = figure("share of parcels lost", unit="share", low=0, high=1)
    postage: float = figure("price of sending a parcel", unit="EUR", low=0, high=200)
    examined: float = figure("share of drug parcels examined in ordinary times; barriers add to it (lever inspection)", unit="share", low=0, high=1, source="B1, B2, B10, B18: interception 0.2 % domestic, 5 % leaving NL, 12 % into AU, with the detection below", status="derived")
    flow: float = figure("countries touched by a day's parcels of this channel, per wish, before parcels have shown it", unit="parcels/wish", low=0, high=2)
    border: str = ""
    instead_of: tuple[str, ...] = ()
    chosen: str = ""
    carrier: str = ""  # the facilitator who carries it
    addressed: float = figure("chance that the addressee of a seized parcel is identified, against ordinary post", unit="ratio", low=0, high=1, default=1.0)
    most: float = figure("share of a post's parcels that could go so", unit="share", low=0, high=1, default=0.0)
    sources: dict[str, str] = field(default_factory=dict)


ROWS = (
    Channel("domestic_post", "letters and packets within a country", fastest=2, slowest=4, loss=0.004, postage=3.0, examined=0.0045, flow=0.35, border="none", carrier="post"),
    Channel("intra_eu_post", "letters and packets between countries of the EU", fastest=4, slowest=8, loss=0.008, postage=8.0, examined=0.09, flow=2 * 0.30, border="EU", carrier="post"),
    Channel("extra_eu_post", "letters and packets over the border of the EU or beyond it", fastest=8, slowest=21, loss=0.02, postage=12.0, examined=0.23, flow=2 * 0.25, border="world", carrier="post"),
    Channel("private_parcel", "private carriers, within a country and beyond", fastest=1, slowest=5, loss=0.004, postage=12.0, examined=0.008, flow=1.6 * 0.07, instead_of=("domestic_post", "intra_eu_post", "extra_eu_post"), chosen="private_parcel", most=1.0, carrier="parcel_carriers"),
    Channel("local_drop", "a place within the country, without a carrier", fastest=0, slowest=2, loss=0.02, postage=5.0, examined=0.003, flow=0.03, instead_of=("domestic_post",), chosen="local_drop", most=0.3, carrier="messenger"),
    Channel("food_delivery", "couriers of meals and groceries, the same day", fastest=0, slowest=1, loss=0.01, postage=15.0, examined=0.002, flow=0.35 * 0.005, instead_of=("domestic_post",), chosen="food_delivery", most=0.1, carrier="food_delivery", sources={"examined": "S22; no figure", "fastest": "S22", "slowest": "S22"}),
    Channel("locker", "boxes of private carriers from which parcels are fetched without a door or a face", fastest=1, slowest=4, loss=0.004, postage=9.0, examined=0.008, flow=(0.35 + 2 * 0.30) * 0.01, instead_of=("domestic_post", "intra_eu_post"), chosen="locker", most=0.5, carrier="parcel_carriers", addressed=0.4, sources={"examined": "as private_parcel", "fastest": "as private_parcel", "slowest": "as private_parcel", "addressed": "S110 (sign)"}),
    Channel("illegal_courier", "couriers who know what they carry", fastest=1, slowest=4, loss=0.02, postage=60.0, examined=0.004, flow=1.6 * 0.005, instead_of=("domestic_post", "intra_eu_post", "extra_eu_post"), chosen="illegal_courier", most=0.1, carrier="criminal_ict", addressed=0.5, sources={"examined": "S19; met in road checks only", "fastest": "S19", "slowest": "S19"}),
)

CHANNELS = names(ROWS)
POSTS = tuple(row.name for row in ROWS if row.border)
for _row in ROWS:
    if _row.carrier not in FACILITATORS:
        raise ValueError(f"channel {_row.name}: its carrier is one of {FACILITATORS}")
if tuple(row.border for row in ROWS[: len(POSTS)]) != BORDERS:
    raise ValueError("the posts stand before all other channels, in the order of what they cross")

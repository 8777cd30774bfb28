"""What vendors are like."""

from __future__ import annotations

from dataclasses import dataclass

from sim.model.catalogue import countries
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter


@dataclass(frozen=True)
class VendorParameters:
    """Supply, skill, honesty and risk of vendors."""

    per_buyer: float = parameter(0.012, "vendors at the start, per buyer", unit="vendors/buyer", low=0.0005, high=0.5, source="D76: 38 buyers a vendor", status="derived")
    home: dict[str, float] = mapped(countries.ROWS, "vendors")
    kind: dict[str, float] = parameter({"lone": 0.80, "organised": 0.15, "producer": 0.05}, "share of vendors by kind", unit="share", low=0, high=1, source="S14, S15 (sign)")
    scope: dict[str, float] = parameter({"domestic": 0.25, "region": 0.30, "worldwide": 0.45}, "share of vendors by where they ship", unit="share", low=0, high=1, source="B31 (unverified)")
    capacity: float = parameter(1.2, "median capacity of a vendor", unit="orders/day", low=0.01, high=1000)
    scale_spread: float = parameter(1.6, "spread of vendor size", unit="log", low=0, high=4, source="D62, D63: Gini 0.83, top tenth 72 %", status="derived")
    kind_scale: list[float] = parameter([1.0, 2.2, 3.0], "size of lone, organised and producer vendors", unit="ratio", low=0.01, high=100)
    honesty_low: float = parameter(0.03, "share of vendors who mean to exit-scam in the end", unit="share", low=0, high=1, source="B105 (unverified), D49")
    quality: float = parameter(0.992, "mean chance that a delivered order satisfies", unit="probability", low=0, high=1, source="D44: 97.8 % positive", status="derived")
    price_spread: float = parameter(0.12, "spread of prices around the going rate", unit="log", low=0, high=2)
    price_step: float = parameter(0.004, "largest daily change of a price", unit="share/day", low=0, high=0.1, source="D74: within 10 % over six months", status="derived")
    price_response: float = parameter(0.02, "how much more a fully busy vendor asks than an idle one", unit="share", low=0, high=1, source="D74, D23: prices hardly move", status="derived")
    price_low: float = parameter(0.75, "lowest price against the going rate", unit="ratio", low=0.05, high=1)
    price_high: float = parameter(1.6, "highest price against the going rate", unit="ratio", low=1, high=10)
    margin: float = parameter(0.5, "share of the price left after goods and postage", unit="share", low=0, high=1)
    stealth: float = parameter(0.55, "mean concealment of a parcel", unit="share", low=0, high=1, source="S142 (sign)")
    stealth_spread: float = parameter(0.15, "spread of concealment", unit="share", low=0, high=1)
    stealth_learning: float = parameter(0.05, "share a day by which concealment moves to what seems needed", unit="share/day", low=0, high=1, source="S33 (sign)")
    stealth_response: float = parameter(2.5, "how much concealment is sought per added share of parcels seized", unit="share/share", low=0, high=50)
    stealth_cost: float = parameter(0.03, "cost of full concealment", unit="share of price", low=0, high=1)
    opsec: float = parameter(0.7, "mean operational security", unit="share", low=0, high=1)
    stop: float = parameter(0.0076, "hazard of stopping of a vendor without earnings", unit="1/day", low=0, high=1, source="D58: S(101 d)=0.50", status="derived")
    stop_earning: float = parameter(1.3, "power by which earnings keep a vendor", unit="power", low=0, high=5, source="D58, D22 (small ones leave)", status="derived")
    outside_option: float = parameter(25.0, "legal earnings given up for a small shop", unit="EUR/day", low=0.1, high=1000, source="D65: median revenue USD 606 a month", status="derived")
    stop_risk: float = parameter(0.6, "how strongly felt risk raises the hazard of stopping", unit="power", low=0, high=50, source="D22: 27 % of vendors stopped", status="derived")
    entry: float = parameter(0.009, "entry a day, as a share of the vendors at the start, at usual demand per vendor", unit="1/day", low=0, high=0.2, source="D58, D59: turnover of sellers", status="derived")
    orders_usual: float = parameter(1.7, "wishes to order online a day per vendor at which entry is usual", unit="orders/day", low=0.01, high=100, source="D76: 317 orders a vendor", status="derived")
    entry_margin: float = parameter(1.0, "power by which orders per vendor draw entrants", unit="power", low=0, high=5)
    identity_kept: float = parameter(0.54, "chance that a mover keeps name and key", unit="probability", low=0, high=1, source="B62", status="measured")
    identity_sales: float = parameter(0.35, "added chance for a vendor with many sales", unit="probability", low=0, high=1, source="D43 (sign)")
    price_new_name: float = parameter(0.93, "price of a mover under a new name, against before", unit="ratio", low=0.1, high=1, source="D48 (sign)")
    move_patience: float = parameter(120.0, "days after which a displaced vendor who was not admitted gives up", unit="days", low=1, high=1000)
    move_days: float = parameter(4.0, "mean days until a displaced vendor opens a new account", unit="days", low=0.5, high=120, source="D21: listings back in under a week", status="derived")
    move_days_small: float = parameter(12.0, "the same for a vendor with few sales", unit="days", low=0.5, high=365)
    second_account: float = parameter(0.04, "chance a day to open an account on another marketplace, for a marketplace as large as all trade", unit="1/day", low=0, high=1)
    accounts: int = parameter(3, "most accounts at once", unit="accounts", low=1, high=4)
    crowd: float = parameter(1.0, "power of a marketplace's trade in the choice of vendors", unit="power", low=0, high=5)
    fe_sales: float = parameter(60.0, "sales after which a vendor may ask buyers to finalise early", unit="orders", low=0, high=10_000)
    fe_share: float = parameter(0.2, "share of such vendors who do", unit="share", low=0, high=1, source="D49: 11.3 % of orders", status="derived")
    exit_scam: float = parameter(0.004, "chance a day that a vendor who means to exit-scam does so once established", unit="1/day", low=0, high=1)
    exit_scam_sales: float = parameter(20.0, "sales before a vendor who means to exit-scam does so", unit="orders", low=0, high=10_000)
    unsent_share: float = parameter(0.05, "chance that such a vendor does not send a single order", unit="probability", low=0, high=1)
    exit_scam_days: int = parameter(10, "days from the beginning of an exit scam until the vendor is gone", unit="days", low=1, high=60, source="D56", status="derived")
    exit_scam_price: float = parameter(0.8, "price during an exit scam, against before", unit="ratio", low=0.1, high=1, source="D56: 20 % price cut", status="measured")
    reship: float = parameter(0.7, "chance that an honest vendor sends a missing parcel again", unit="probability", low=0, high=1, source="B32", status="derived")
    stock_days: float = parameter(30.0, "days of capacity a full stock lasts", unit="days", low=1, high=365)
    restock_days: float = parameter(6.0, "mean days until new stock arrives", unit="days", low=1, high=120)
    risk_exposed: float = parameter(0.3, "risk felt when one's account lay on a seized marketplace, added to what the news tells", unit="risk", low=0, high=10)
    risk_takeover: float = parameter(0.6, "the same, on top, where the marketplace had been run by police", unit="risk", low=0, high=10)
    risk_peers: float = parameter(20.0, "risk felt when vendors like oneself are arrested, by their share of the trade of those alike", unit="risk/share", low=0, high=500, source="B47, B48 (sign, size): one major arrest, remaining vendors -56 %")
    peers_half_life: float = parameter(75.0, "half-life of that risk", unit="days", low=1, high=1000, source="B136 (unverified): 1 to 6 months", status="derived")
    identity_risk: float = parameter(0.2, "chance to keep name and key that each unit of felt risk takes away from a mover", unit="1/risk", low=0, high=10)
    risk_decay: float = parameter(0.012, "share of that risk that passes a day", unit="1/day", low=0, high=1, source="B136 (unverified): 1 to 6 months")
    private_parcel: float = parameter(0.08, "share of parcels sent by private carrier at ordinary risk", unit="share", low=0, high=1, source="B21: 92 % name the post", status="derived")
    local_drop: float = parameter(0.05, "share of domestic orders handed over by drop at ordinary risk", unit="share", low=0, high=1)
    reroute_response: float = parameter(25.0, "how strongly a seen difference in seizures moves the choice of channel", unit="logit/share", low=0, high=500)
    arrests: float = parameter(0.015, "arrests of active vendors in ordinary times", unit="1/year", low=0, high=10, source="B44", status="derived")
    admission_refused: float = parameter(0.5, "chance a day that an unknown vendor fails to be introduced where invitation rules", unit="probability", low=0, high=1, source="S84 (sign)")

"""What buyers are like."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sim.model.catalogue import countries, products
from sim.model.catalogue.row import mapped
from sim.model.engine.parameters import parameter
from sim.model.engine.rules import Rule, Shares


@dataclass(frozen=True)
class BuyerParameters:
    """Demand, taste, trust and risk of buyers."""

    RULES: ClassVar[tuple[Rule, ...]] = (Shares("home"), Shares("product"))

    home: dict[str, float] = mapped(countries.ROWS, "buyers")
    product: dict[str, float] = mapped(products.ROWS, "orders")
    other_product: float = parameter(0.15, "chance that an order is for another product than the buyer's usual one", unit="probability", low=0, high=1)
    order_rate: float = parameter(0.0182, "median wish to order of an active buyer", unit="orders/day", low=0.0001, high=1, source="D76: 8.4 orders a buyer", status="derived")
    order_rate_spread: float = parameter(1.95, "spread (sigma of the logarithm) of the wish to order", unit="log", low=0, high=3, source="D90: a tenth of buyers make over half of purchases", status="derived")
    commitment: float = parameter(0.75, "power by which a small chance to stop goes with a greater wish to order", unit="power", low=0, high=1, source="D90, D6: a tenth of buyers, active and staying, make over half of purchases", status="derived")
    order_rate_top: float = parameter(0.5, "largest wish to order of one buyer", unit="orders/day", low=0.01, high=1)
    growth: float = parameter(0.0, "growth of how often buyers come and wish to order, in steps of 30 days, in both twins", unit="1/year", low=-0.9, high=3, status="setting")
    log_value: float = parameter(3.895, "mean of the logarithm of a consumer's order in EUR", unit="log EUR", low=0, high=10, source="D86: mu 4.14 in USD, at 0.90 EUR", status="derived")
    value_spread: float = parameter(0.70, "spread of order values within a buyer", unit="log", low=0, high=3, source="D86: sigma 1.23 in all", status="derived")
    value_spread_between: float = parameter(0.54, "spread of mean order values between buyers", unit="log", low=0, high=3, source="D86: sigma 1.23 in all", status="derived")
    wholesale: float = parameter(0.05, "share of customers who buy to sell on", unit="share", low=0, high=1, source="D86, D89: a quarter to half of revenue from orders over USD 1,000", status="derived")
    wholesale_size: float = parameter(2.3, "how much larger their orders are", unit="log", low=0, high=6, source="D86: 99th percentile USD 1,750 beside a median of 58", status="derived")
    stop_power: float = parameter(0.93, "chance that a wish is the last one is u to this power, u uniform per buyer", unit="power", low=0.1, high=0.97, source="fitted to D76 (orders per customer) and D90 (buyers with one purchase)", status="derived")
    stop_disappointed: float = parameter(0.15, "added chance to stop after an order that went wrong", unit="probability", low=0, high=1, source="D47 (sign)")
    arrival: float = parameter(0.0053, "chance a day that a stopped or prospective buyer (re)appears", unit="1/day", low=0, high=1, source="D90: 45 to 70 % of customers with one purchase", status="derived")
    access: float = parameter(1.0, "share of those who would come that manage to: to find the way in, to pay, to have a name", unit="share", low=0, high=1, status="setting")
    online_taste: float = parameter(3.2, "mean leaning to buy online rather than offline at full trust", unit="logit", low=-5, high=10)
    online_taste_spread: float = parameter(1.2, "spread of that leaning between buyers", unit="logit", low=0, high=5)
    habit_gain: float = parameter(0.10, "gain of that leaning with each good delivery, up to its ceiling", unit="logit/order", low=0, high=2)
    habit_loss: float = parameter(0.25, "loss of that leaning with each purchase offline", unit="logit/order", low=0, high=2)
    habit_floor: float = parameter(-1.5, "lowest leaning to buy online", unit="logit", low=-10, high=5)
    price_sensitivity: float = parameter(2.5, "weight of the logarithm of the price when choosing a vendor", unit="utility", low=0, high=20)
    reputation_weight: float = parameter(1.05, "weight of a vendor's rating when choosing", unit="utility", low=0, high=20, source="D48 (sign)")
    stealth_weight: float = parameter(1.0, "weight of known concealment when choosing", unit="utility", low=0, high=10)
    border_aversion: float = parameter(1.2, "dislike of a parcel that crosses a border at ordinary perceived risk", unit="utility", low=0, high=10, source="S96, B30 (sign)")
    early_aversion: float = parameter(1.2, "dislike of finalising early, before delivery", unit="utility", low=0, high=10)
    loyalty: float = parameter(0.65, "chance to return to a fully trusted vendor", unit="probability", low=0, high=1, source="B34 (sign)")
    trust_gain: float = parameter(0.15, "share of the gap to full trust closed by a good delivery", unit="share", low=0, high=1)
    trust_first: float = parameter(0.35, "trust in a vendor after a first good delivery", unit="share", low=0, high=1)
    trust_contact: float = parameter(0.3, "trust above which contacts are exchanged", unit="share", low=0, high=1)
    trust_loss_scam: float = parameter(0.35, "share of trust lost to a scam", unit="share", low=0, high=1)
    trust_loss_missing: float = parameter(0.10, "share of trust lost when a parcel does not arrive", unit="share", low=0, high=1)
    trust_loss_dispute: float = parameter(0.25, "share of trust in a marketplace lost to a dispute decided wrongly, on top", unit="share", low=0, high=1)
    trust_refund: float = parameter(0.7, "share of the loss of trust that a full refund makes good", unit="share", low=0, high=1)
    trust_loss_takeover: float = parameter(0.30, "share of trust lost when the own marketplace turns out to have been run by police", unit="share", low=0, high=1)
    fear_takeover: float = parameter(0.3, "fear added by it", unit="fear", low=0, high=10, source="B133 (sign): own experience counts")
    trust_loss_empty: float = parameter(0.10, "share of trust in a marketplace lost when nothing wanted is on offer", unit="share", low=0, high=1)
    trust_weight: float = parameter(2.0, "weight of lacking trust against buying online", unit="logit", low=0, high=20)
    risk_weight: float = parameter(3.0, "weight of the perceived chance of interception", unit="logit", low=0, high=50)
    fear_weight: float = parameter(1.0, "weight of fear of police from own experience", unit="logit", low=0, high=50, source="B134 (unverified)")
    alarm_weight: float = parameter(0.0, "how much public alarm at police work weighs, against fear from own experience", unit="ratio", low=0, high=10, source="B70, B76, B133: publicity hardly deters buyers", status="derived")
    publicity_draws: float = parameter(0.5, "how much public alarm at police work makes a marketplace known, against fear of it", unit="logit/alarm", low=0, high=10, source="B76 (sign): trade rose after police work had been in the news", status="derived")
    risk_learning: float = parameter(0.12, "share by which own parcels move the perceived chance of interception", unit="share", low=0, high=1, source="B135: being caught moves beliefs more")
    hearsay: float = parameter(1.0, "weight of what others report of seizures against own experience", unit="ratio", low=0, high=10, source="B133: own experience counts most")
    risk_forgetting: float = parameter(0.03, "share by which each safe delivery lowers the perceived chance of interception", unit="share", low=0, high=1, source="B135: not being caught moves beliefs less")
    fear_own: float = parameter(0.5, "fear added by a case against oneself", unit="fear", low=0, high=10, source="B134 (unverified)")
    fear_decay: float = parameter(0.2, "share of fear that passes with each month", unit="share", low=0, high=1, source="B136 (unverified): 1 to 6 months")
    encrypts: float = parameter(0.6, "share of buyers who encrypt their address, before any seizure", unit="share", low=0, high=1, source="S141 (sign): urged, not enforced at first")
    encrypts_most: float = parameter(0.9, "the same once police events have taught it", unit="share", low=0, high=1, source="B82", status="measured")
    encrypts_after: float = parameter(2.0, "how fast it is taken up, by the share of trade that a seizure struck", unit="1/share", low=0, high=100, source="S141 (sign)")
    switch: float = parameter(0.012, "chance at an order to look for another marketplace without cause", unit="probability", low=0, high=1)
    switch_distrust: float = parameter(0.25, "added chance at no trust in the marketplace", unit="probability", low=0, high=1)
    switch_unanswered: float = parameter(0.05, "added chance to look elsewhere when the marketplace does not answer", unit="probability", low=0, high=1)
    content: float = parameter(0.6, "trust in a marketplace above which a buyer does not think of leaving", unit="share", low=0, high=1)
    follow_vendor: float = parameter(0.10, "chance that a buyer who looks for a marketplace goes where the trusted vendor is", unit="probability", low=0, high=1, source="D43 (sign)")
    crowd: float = parameter(2.3, "power of a marketplace's trade in the choice of a new one: over 1, the largest draws more than its share", unit="power", low=0, high=5, source="D2: 66 % of migrants on one destination", status="derived")
    word_of_mouth: float = parameter(0.92, "the same power for newcomers and those who look around: under 1, small ones draw more than their share", unit="power", low=0, high=3, source="D104: leaders hold 42-80 %, not all", status="derived")
    crowd_trying: float = parameter(0.1, "the same power while those driven out try one beside another", unit="power", low=0, high=5, source="D9: two rivals a third each in the first week, then one 70 %", status="derived")
    trying_days: float = parameter(13.6, "days after a closure until most of those driven out have settled on another marketplace", unit="days", low=0, high=365, source="D9: weeks 1 and 4", status="derived")
    credible_share: float = parameter(0.02, "share of all trade at which half of the migrants trust a marketplace at sight", unit="share", low=0, high=1, source="D17 against D8", status="derived")
    news_days: float = parameter(2.9, "days until most have learnt where the others went", unit="days", low=0, high=60, source="D4: day 2 to 6", status="derived")
    retry_days: float = parameter(1.7, "mean days until a buyer without a marketplace tries again", unit="days", low=1, high=60)
    patience: float = parameter(0.97, "chance to try again rather than go offline or without", unit="probability", low=0, high=1)
    direct_contact: float = parameter(0.3, "chance with each good delivery of a trusted vendor that the pair exchanges contacts", unit="probability", low=0, high=1, source="D41, B80", status="derived")
    direct_use: float = parameter(0.03, "chance to use such a contact while the marketplace works", unit="probability", low=0, high=1)
    direct_fallback: float = parameter(0.05, "chance to use it when the marketplace does not", unit="probability", low=0, high=1, source="B81 (sign)")

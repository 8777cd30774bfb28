"""What the day's parcels tell: of seizures and prices, and by which channels the next ones go."""

from __future__ import annotations

from sim.model.agents.vendors.channels import shift_channels
from sim.model.engine.kernels import kernel
from sim.model.market.arguments import DeliveryNews
from sim.model.market.delivery import hear


@kernel
def tell(told, flow, days, demand, figures):  # type: ignore[no-untyped-def]
    """Let people hear of the day's parcels (:func:`hear`), and vendors turn to other channels if they may."""
    hear(told, flow, days, demand, figures)
    if figures[0].ways.reroute:
        news = DeliveryNews(*told)
        shift_channels(news.route, news.seen, figures)

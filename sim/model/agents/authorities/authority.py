"""The authority, who carries out acts."""

from __future__ import annotations

import mesa

from sim.model.acts.act import Act
from sim.model.acts.seizing import seize, tell_administrators
from sim.model.acts.take_over import end_takeovers
from sim.model.agents.authorities.money import hear_reports, look_into_means
from sim.model.agents.authorities.teams import work


class Authority(mesa.Agent):
    """Police and prosecutors, and for shocks also fate; the only one who carries out acts."""

    def step(self) -> None:
        """Close the marketplaces whose covert takeover ends today."""
        end_takeovers(self.model)

    def carry_out(self, act: Act, barrier: str = "") -> float:
        """Do what a barrier orders and return for how many targets it succeeded."""
        return act.carry_out(self.model, barrier)

    def investigate(self) -> None:
        """Let special teams work, if there are any, and those who follow the money."""
        work(self.model)
        look_into_means(self.model)
        hear_reports(self.model)

    def seize(self, row: int, leads: float, lead_delay: float, publicity: float) -> None:
        """Seize a marketplace with its back end, as ordinary police work does."""
        seize(self.model, row, leads, lead_delay, publicity)

    def tell_administrators(self, publicity: float) -> None:
        """Let the administrators who are left hear of today's seizures."""
        tell_administrators(self.model, publicity)

"""What the columns of the tables of a study mean: for the sheet that explains them, and wherever else it is asked."""

from __future__ import annotations

from sim.effects import OUTCOMES
from sim.effects.outcomes import STEADY_STATE

Meaning = tuple[str, str]
"""What a column holds, and its unit ("": none, or that of the row)."""

INTERVAL = {
    "estimate": ("best estimate over the replicates", ""),
    "low": ("lower bound of the 95 % interval", ""),
    "high": ("upper bound of the 95 % interval", ""),
}
COLUMNS: dict[str, Meaning] = {
    "run_id": ("identity of a run: hash of its settings, replicate and model version", ""),
    "case": ("number of the configuration", ""),
    "arm": ("barrier, or baseline: the same world without", ""),
    "day": ("day of the run, from 0", ""),
    "event": ("event by name", ""),
    "date": ("date of the day, where day 0 has one", ""),
    "per_days": ("days that a figure of your own series is of", "days"),
    "marketplace": ("marketplace, as the table of your own names it; empty: all together", ""),
    "scenario": ("barriers at work", ""),
    "world": ("what differs in the world they act in; empty: nothing", ""),
    "point": ("number of the design point", ""),
    "replicate": ("number of the replicate; the same number is the same world in every scenario", ""),
    "outcome": ("what is measured", ""),
    "label": ("what is measured, in words", ""),
    "unit": ("unit of the figures of the row", ""),
    "value": ("the figure of one run; of a duration that was not over, the days that were seen of it", ""),
    "censored": ("whether a duration was not over by the end of the run", ""),
    "n": ("replicates that have a figure", "replicates"),
    **INTERVAL,
    "censored_share": ("share of runs, or resamples, in which a duration was not over by the end", "share"),
    "method": ("how the interval was made, or of which method an index is", ""),
    "note": ("why there is no figure, where there is none", ""),
    "against": ("scenario from which the difference is taken", ""),
    "difference": ("paired difference to that scenario; of closed ways, how much more is missing", ""),
    "difference_low": ("lower bound of the 95 % interval of the difference", ""),
    "difference_high": ("upper bound of the 95 % interval of the difference", ""),
    "narrowing": ("times the interval of the difference would be wider, had the runs not been paired", ""),
    "probability_best": ("probability of being the best of the scenarios by this outcome", "share"),
    "rank_low": ("best rank within 95 %", ""),
    "rank_high": ("worst rank within 95 %", ""),
    "runs_median": ("median of single runs", ""),
    "runs_unfinished": ("share of single runs in which it was not over by the end", "share"),
    "replicates_needed": ("replicates after which the interval would be within 10 % of the estimate", "replicates"),
    "times_wider_unpaired": ("times the interval of the orders averted would be wider unpaired", ""),
    "days": ("days since the barrier began", "days"),
    "share": ("share of the replicates in which it lasts longer; of ways, their share of the recovery", "share"),
    "combination": ("barriers together", ""),
    "parts": ("the barriers of which it is made", ""),
    "combined": ("what they do together", ""),
    "sum_of_parts": ("what they do alone, added up", ""),
    "synergy": ("what they do together beyond that", ""),
    "verdict": ("whether that is more, less, or not told apart", ""),
    "way": ("way of re-organisation that is closed", ""),
    "loss_open": ("share of the first year's orders averted in the world as it is", "share"),
    "loss_closed": ("the same with the way closed", "share"),
    "share_low": ("lower bound of the 95 % interval of the share", "share"),
    "share_high": ("upper bound of the 95 % interval of the share", "share"),
    "pairs": ("pairs of runs", ""),
    "pairs_needed": ("pairs of runs after which the share could be told", ""),
    "baseline_change": ("change of the world without the barrier when the way is closed", "share"),
    "baseline_low": ("lower bound of the 95 % interval of that change", "share"),
    "baseline_high": ("upper bound of the 95 % interval of that change", "share"),
    "members": ("sets of parameters that took part", ""),
    "chance_low": ("lower bound of the interval of chance", ""),
    "chance_high": ("upper bound of the interval of chance", ""),
    "unknown_low": ("lower bound of what is not known of the parameters; empty where not told from chance", ""),
    "unknown_high": ("upper bound of what is not known of the parameters", ""),
    "share_unknown": ("share of the variance of a single run that is not known, and no chance", "share"),
    "parameter": ("parameter that varies", ""),
    "index": ("measure of how much the parameter matters", ""),
    "box": ("number of the region, the best first", ""),
    "values": ("values that the region allows, where they are names", ""),
    "points": ("design points in the region", ""),
    "coverage": ("share of all points that reach the criterion and lie in the region", "share"),
    "density": ("share of the points in the region that reach the criterion", "share"),
    "base_rate": ("share of all points that reach the criterion", "share"),
    "p_value": ("probability that the search finds a region as rich where luck alone decides", "share"),
    "portfolio": ("barriers with their intensities", ""),
    "cost": ("cost of the first year", "EUR"),
    "effect": ("the criterion, over the replicates that the search had not seen", ""),
    "replicates": ("replicates that the search had not seen", "replicates"),
    "on_front": ("whether no other portfolio does more for less", ""),
    "within_budget": ("whether it costs no more than the budget", ""),
    "mean": ("the criterion on average over the states of the world", ""),
    "worst": ("the criterion in the worst state", ""),
    "percentile": ("what the criterion exceeds in all but a share of the states", ""),
    "mean_regret": ("what is lost against the best choice of each state, on average", ""),
    "worst_regret": ("the same in the state in which it is most", ""),
    "satisficing": ("share of the states in which the threshold is reached", "share"),
    "best": ("share of the states in which no other choice is better", "share"),
    "least_regret": ("probability of the least regret, when replicates and states are drawn again", "share"),
    "setting": ("name of a setting, as it can be typed", ""),
    "stage": ("stage of the barrier model", ""),
    "partner": ("partner that the barriers name", ""),
    "level": ("level at which the barriers act, their nature or their law", ""),
    "rank": ("place among the scenarios of the same row head, the best first", ""),
    "per_1000_eur": ("orders averted in the first year per EUR 1,000 that it costs", "orders"),
    "block": ("facilitators, opportunities, signals, partners or barriers", ""),
    "name": ("entry of the block", ""),
    "category": ("kind of the entry", ""),
    "meaning": ("what the entry stands for", ""),
    "touched_by": ("barriers or scenarios that bear on it", ""),
    "supply": ("share of those who need it that it serves in the last days, with the barriers", "share"),
    "supply_without": ("the same in the world without barriers", "share"),
    "objective": ("what is to be reached, as it was asked", ""),
    "threshold": ("figure that is to be passed", ""),
    "until": ("days after the start that are looked at; empty: all of the run", "days"),
    "worlds_reached": ("replicates that reach it by themselves", "replicates"),
    "gap": ("what is not known", ""),
    "parameters": ("parameters that stand for it and varied", ""),
}
"""Meaning of every column that any table of a study has. What varies in a design is explained by its parameter."""

OWN: dict[tuple[str, str], Meaning] = {
    ("settings", "value"): ("value of the setting", ""),
    ("objective", "n"): ("replicates in which a barrier began", "replicates"),
    ("objective", "verdict"): ("reached, not reached, or open where the interval does not tell", ""),
    ("objective", "cost"): ("cost over the horizon of the objective, mean of the replicates", "EUR"),
    ("gaps", "share"): ("share of the variance between the points that its parameters explain, each alone", "share"),
}
"""Columns that mean something else in one table, by table and name."""
DESIGNED = ("design", "outcomes")
"""Tables with a column for each setting that varies."""


def meaning(name: str, table: str = "") -> Meaning:
    """Say what a column of a table holds, and its unit; raise KeyError where no table has such a column."""
    if (table, name) in OWN:
        return OWN[table, name]
    if name in COLUMNS:
        return COLUMNS[name]
    if table == "regret":
        return "what is lost in the state of the world of that design point", ""
    if name in OUTCOMES:
        return OUTCOMES[name].label, OUTCOMES[name].unit
    if name.endswith("_censored"):
        return f"whether '{name.removesuffix('_censored')}' was not over by the end of the run", ""
    facts = {fact.name: (fact.label, fact.unit) for fact in STEADY_STATE}
    if name not in facts and table in DESIGNED:
        return "setting that varies over the design points", ""
    return facts[name]

"""How many replicates share a set of parameters; by itself, as who plans runs needs no tables."""

REPEATS = 2
"""Replicates that take the same member: the fewest that tell chance from parameters, so that most members are seen."""

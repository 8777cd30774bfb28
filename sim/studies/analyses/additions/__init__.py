"""Analyses that an option adds to the one that is chosen."""

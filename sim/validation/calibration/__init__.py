"""Fit parameters to the visible facts by history matching: what no fact rules out is kept, not one best set."""

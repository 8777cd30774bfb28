"""Calibration and comparison with the evidence: worlds by the hundred on workers, and what is found kept."""

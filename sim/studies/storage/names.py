"""Names of what a study folder holds; by themselves, as a list of folders needs no tables."""

STUDY, RUNS, FAILURES = "study.json", "runs", "failures"

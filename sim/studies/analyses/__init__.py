"""What is made of the runs of a study: one class an analysis, found by being here."""

"""Acts: what can be done at once, one file each; found by being there. Authorities (or fate) carry them out."""

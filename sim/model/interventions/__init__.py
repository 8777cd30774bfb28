"""Barriers and shocks: one file each, found by being there."""

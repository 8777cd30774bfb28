"""Estimates that several analyses share."""

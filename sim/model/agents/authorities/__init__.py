"""Authorities: investigate, seize, take over, arrest and publish."""

"""Administrators: one Mesa agent per marketplace."""

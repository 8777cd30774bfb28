"""Couriers: one Mesa agent per channel of delivery."""

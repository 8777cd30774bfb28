"""Facilitators: suppliers of legal services the trade leans on."""

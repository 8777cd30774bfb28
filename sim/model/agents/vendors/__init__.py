"""Vendors: a population of columns, one record per vendor, with accounts on marketplaces."""

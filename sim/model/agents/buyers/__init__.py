"""Buyers: a population of columns, one record per buyer."""

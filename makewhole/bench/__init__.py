"""Measurements, each beside something to compare with in the same run; only main and tests import them."""

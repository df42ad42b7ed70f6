"""Tests mirror the package; stories walk through all of it."""

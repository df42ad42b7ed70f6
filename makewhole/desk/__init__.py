"""The desk: one file an errand. Each gathers facts, asks a noun, and records what it said; none calls another."""

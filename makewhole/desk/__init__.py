"""One file an errand. Each gathers facts, asks a noun and records its answer; none calls another."""

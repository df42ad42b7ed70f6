"""Settings, wiring and commands: the only floor that may import everything."""

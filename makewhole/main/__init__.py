"""Settings, wiring and commands: the one place that knows every part."""

"""A map of a journey that asks nothing of any server: land without borders, places by name, one small SVG."""

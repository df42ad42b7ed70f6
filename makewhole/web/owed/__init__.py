"""The page "What am I owed?": it asks what still matters, and shows the law's answer with its articles."""

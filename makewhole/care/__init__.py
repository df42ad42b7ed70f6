"""Looking after a customer who posted: reading the post, judging it, and wording what may be said where."""

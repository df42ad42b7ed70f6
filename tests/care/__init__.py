"""Reading, judging and answering posts."""

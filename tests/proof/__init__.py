"""What we log and how anyone can check it."""

"""The console: the pages of signed-in staff. Each page reads, and hands what a person decides to the desk."""

"""`python -m makewhole` is `makewhole`."""

from makewhole.main.cli import main

main()

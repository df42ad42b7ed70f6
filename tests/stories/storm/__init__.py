"""The storm: random work on the real processes, with deaths, duplicates, reordering and outages; then the
invariants.

`python -m tests.stories.storm --steps 500 --seed 7` plays one. The schedule (what is done, which process is
killed at which step, which effect point is asked to be deadly, what the weather is) comes from the seed
alone; what a step finds when its turn comes depends on the processes' timing, as it would in life. What it
covers and what it found are printed, and it ends with 0 only when every effect point was deadly before and
after, and every invariant holds.
"""

"""Outside parties, one file or folder each: X, payment, carriers, rates. They speak; they never decide."""

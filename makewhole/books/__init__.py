"""The books: double entry for money owed to claimants and owed to us by carriers.

`accounts` is the chart, `entry` the shapes and the one law of the books (every entry balances, currency by
currency), `happenings` the entries that each business event makes.
"""

"""The law of carriage and of the sale behind it, one small file an instrument.

Each instrument answers the same three questions: `applies` (is this its case), `notice_by` (until when
must somebody have written), `owed` (is there liability, how much, to whom). `regime` picks, `assess`
concludes. Every figure is a dated row of `tables/*.toml` with its article, its source and a flag that says
how well it was checked.
"""

"""Papers: facts to bytes. A letter is composed once and written as PDF, as .docx and as plain text.

Composes and draws; decides nothing. The words stand in `words/<language>.ftl`; the fonts come as packages
(see docs/adr/0009-papers.md) and are embedded, cut down to the letters a paper uses.
"""

"""What a run's own numbers say about it, and what to try.

`rules` is the table, `notes` reads a run by it. A rule is a function of `facts.Facts` in
`learning`, `fitting` or `labels`, and a row of the table.
"""

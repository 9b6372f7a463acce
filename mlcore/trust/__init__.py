"""How far an answer can be trusted: `sheet` says all of it for one scan.

`gate` tells scans like the training scans from all others, by what `familiar` knows of those;
`conformal` turns a probability into yes, no or unsure at a chosen error rate, and `coverage` checks
that the rate holds; `meaning` says what a score stands for in counted scans; `stability` asks again
about slightly changed scans; `nearest` finds training scans that look alike. `ready` keeps what a
run needs for all this; `feedback` keeps answers that people called wrong.
"""

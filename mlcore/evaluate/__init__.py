"""What the answers of a run are worth.

Read `answers` (what a run said), `decisions` (thresholds and calibration chosen since),
`evaluation` (scores with intervals, trivial answers, a linear model and the ceiling), then the
views of them: `curves`, `confusion`, `worst`, `slices`; `criteria`, `lab` and `calibration` choose
decisions, and `looks` counts how often a test part was used; `references` are linear SVMs to beat.
"""

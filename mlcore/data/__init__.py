"""Files to data sets.

Read `scan` and `images` (one file to pixels), `dataset` (the array store), then `importing`.
"""

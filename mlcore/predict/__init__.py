"""Answers for new scans: `predictor` asks one model, `models` keeps a few of them ready.

`inputs` turns what was given into a stream of files, `reading` reads them ahead in batches, `tta`
averages over variants of a scan, `data_set` does so for a part of the data.
"""

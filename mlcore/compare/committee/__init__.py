"""Several runs that answer together, kept as a run folder of their own.

Read `methods` (how answers are combined), `members` (which runs can be), `merging` (one ONNX graph
of them all), then `making`.
"""

"""The networks as rows of `layers`.

Read `registry` (all of them), `heads` and `summary`; `build` makes Keras models, in the worker.
"""

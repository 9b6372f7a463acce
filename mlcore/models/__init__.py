"""The networks as rows of `layers`.

Read `registry` (all of them), `families`, `heads` and `summary`; `build` makes Keras models of
their rows and `pretrained` fetches weights, both in the worker.
"""

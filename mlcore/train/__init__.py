"""Trainings.

Read `options`, `config`, `jobs` (queue); then, in the worker, `worker`, `session`, `batches` and
`fit`.
"""

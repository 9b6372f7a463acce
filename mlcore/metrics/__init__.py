"""Scores of multi-label answers: one function for live curves, evaluation, command line, tests."""

"""Cleaning a data set: a recipe of decisions, and the view of the data that it makes.

Read `decisions` (the one table), then `recipe`, `cleaned` and `store`.
"""

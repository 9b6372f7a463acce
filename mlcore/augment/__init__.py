"""Random variants of training scans.

Read `steps` (what there is), `recipe` (which of it, in what order), `presets`, `library` (saved
recipes), then `stream` (apply a recipe). Only `stream` and `solt_import` know the library solt,
which does the work.
"""

"""Random variants of training scans.

Read `steps` (what there is), `recipe` (which of it, in what order), `presets`, `library` (saved
recipes), then `stream` (apply a recipe) and `code` (a recipe as a program of its own). Only
`stream`, `solt_import` and `one_picture` handle the library solt, which does the work.

`safety` says what a recipe does to labels; it rests on `traced` (what can still be seen), `kept`
(of one scan), `flips` (of a model's decisions), `strength` (of a step) and `limits` (of a verdict).
"""

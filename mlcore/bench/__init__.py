"""How fast ScanLab is: each measurement beside its peer, in the same run.

`generated` makes scans cheaply, `process` runs and measures a program; `inspecting`, `importing`
and `augmenting` are what is measured, `peer` and `albumentations_peer` the other side.
"""

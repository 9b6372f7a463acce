"""How fast ScanLab is: each measurement beside its peer, in the same run.

`generated` makes scans cheaply, `process` runs and measures a program, `inspecting` and `importing`
are what is measured, `peer` is the other side.
"""

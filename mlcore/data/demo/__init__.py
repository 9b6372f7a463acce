"""The built-in data set: chest slices of imaginary people, with the study's flaws planted.

Read `build` (what is made), `findings` (what it is labelled for), `flaws` (what is wrong with it),
then how a scan comes about: `body` (a person), `wall`, `lungs`, `organs` and `nodules` (what lies
where), `scanner` (how it looks).
"""

from mlcore.data.demo.build import example_scans, make
from mlcore.data.demo.findings import LABELS

__all__ = ["LABELS", "example_scans", "make"]

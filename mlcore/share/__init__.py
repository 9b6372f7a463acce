"""A run to give away: `export` as files that stand alone, `card` and `report` as pages to read.

`facts` gathers what the pages tell; `words`, `charts` and `look` say, draw and dress it.
"""

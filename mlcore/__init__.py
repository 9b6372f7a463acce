"""The core of ScanLab: all the work, no page. This is its map.

The way of the data goes one way, and so should a reader::

    files ─ data ─▶ data set ─ inspect ─▶ what is in it, what is wrong with it
                       │
                       ├─ augment ─▶ changed variants of a scan
                       ▼
             models ─ train ─▶ run folder ─ evaluate ─▶ scores beside chance
                                   │
                                   └─ predict ─▶ an answer per label

1. ``errors``, ``paths``, ``atomic``, ``progress``: four small files that everything rests on.
2. ``data``: any image file to pixels; folders and ZIPs to the array store; the built-in demo.
3. ``inspect``: counts of labels and of scans that show nothing.
4. ``augment``: recipes of random changes, and how they are applied to a scan.
5. ``models``: the networks, written as rows that give shapes and counts without TensorFlow.
6. ``metrics``: one function for every score; intervals, thresholds, what a trivial answer gets.
7. ``runs``: the run folder, the only thing that passes between a page and a training.
8. ``train``: options, the queue, and the worker, a program of its own that trains.
9. ``evaluate``: scores of a finished run, each with an interval and a trivial answer's score.
10. ``predict``: answers for new scans, by ONNX Runtime.
11. ``cli``: ``python -m mlcore``, a thin layer over all of these, as the pages are.

A room imports only from those before it; ``inspect``, ``augment``, ``models`` and ``metrics``
stand side by side and do not know each other. Nothing here imports Streamlit. Only
``models/build.py`` and ``train/{fit,step,export,checkpoint,compute}.py`` begin by importing
TensorFlow or Keras, and only the worker imports those, so a page or a command never waits for them.

docs/run-format.md and docs/data-format.md say what lies on disk, docs/decisions.md says why.
"""

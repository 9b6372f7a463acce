"""The core of ScanLab: all the work, no page. This is its map.

The way of the data goes one way, and so should a reader::

    files ─ data ─▶ data set ─ inspect ─▶ what is in it, what is wrong with it
                       │
                       ├─ clean ─▶ a view of it: other scans, other labels, no pixels of its own
                       ├─ augment ─▶ changed variants of a scan
                       ▼
             models ─ train ─▶ run folder ─ evaluate ─▶ scores beside chance
                                   │
                                   └─ predict ─▶ an answer per label

1. ``errors``, ``progress``, ``kept``, ``paths``, ``atomic``, ``plain_yaml``: six small files that
   everything rests on.
2. ``data``: any image file to pixels; folders, ZIPs and MedMNIST files to the array store; the
   built-in demo.
3. ``inspect``: what a person should know about a data set before training on it, a row a check in
   ``inspect/sections.py``.
4. ``augment``: recipes of random changes, and how they are applied to a scan.
5. ``models``: the networks, written as rows that give shapes and counts without TensorFlow.
6. ``metrics``: a row for every score; intervals, thresholds, what trivial answers get.
7. ``clean``: recipes of decisions, and the view of a data set that they make.
8. ``runs``: the run folder, the only thing that passes between a page and a training.
9. ``train``: options, the queue, and the worker, a program of its own that trains.
10. ``evaluate``: scores of a finished run, each with an interval, trivial answers, linear models
    and the ceiling; thresholds and calibration that people choose.
11. ``predict``: answers for new scans, by ONNX Runtime, means over variants of a scan, and how
    answers fall on worse scans.
12. ``explain``: where a network looks, as a map over the scan, and whether such a map means
    anything.
13. ``trust``: how far an answer can be trusted: yes, no or unsure at an error rate, and a gate for
    scans unlike those learnt from; feedback on answers.
14. ``submit``: files for a competition: written, checked, compared, and how much is luck.
15. ``compare``: runs beside one another: verdicts on models and on settings, duels, the study's
    table, which settings matter; and committees, runs that answer together.
16. ``share``: a run for others: exported with an example, told as a report and a model card.
17. ``serve``: models asked over HTTP on the dashboard's own server.
18. ``bench``: how fast all this is, beside others that do the same.
19. ``cli``: ``python -m mlcore``, a thin layer over all of these, as the pages are.

A room imports only from those before it; ``inspect``, ``augment``, ``models`` and ``metrics``
stand side by side and do not know each other. Nothing here imports Streamlit. Only
``models/{build*,pretrained}.py`` and
``train/{adam,averages,checkpoint,compute,convolution,export,fit,losses,muon,normalisation,
optimizers,prepared,quick,step,warm}.py`` begin by importing TensorFlow or Keras, and only the
worker and the export run those, so a page never waits for them.

docs/run-format.md and docs/data-format.md say what lies on disk, docs/inspection.md how an
inspection finds what it finds, docs/decisions.md why things are as they are.
"""

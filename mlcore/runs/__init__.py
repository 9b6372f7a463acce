"""The run folder: `folder` (files), `state` (what a run is doing), `history`, `results`."""

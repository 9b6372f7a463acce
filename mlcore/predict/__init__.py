"""Answers for new scans: `predictor` asks one model, `models` keeps a few of them ready."""

"""Scores of a run that has ended, from the answers its worker kept; `references` to beat."""

"""Runs beside one another: which is better, whether that is more than luck, and what made it so.

Two questions are kept apart. Which of two *models* answers these scans better is found by drawing
the scans again. Which of two *settings* trains better models also depends on the seeds, so it needs
several runs of each.
"""

"""Threads in the background: how they start, wait, wake and retry."""

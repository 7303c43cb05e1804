"""Threads and processes beside the main ones: starting, waiting, waking and retrying."""

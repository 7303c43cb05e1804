"""Background threads: starting, waiting, waking and retrying."""

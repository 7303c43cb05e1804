"""The text of attached documents, read by a process that may fail."""

"""Appends changes of pages, and of all else that responses show, to the change log."""

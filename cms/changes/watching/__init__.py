"""Appends to the change log what happens to pages, and to everything else that responses show."""

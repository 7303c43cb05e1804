"""Formats of Django's admin, where they differ from Django's own."""

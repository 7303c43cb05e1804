"""Translations as XLIFF 1.2, the format that translation tools exchange.

A file has a `<file>` for each page and a unit for each text. Export and import compute the units of
a page in the same way, so that an import can tell whether the page has changed since.
"""

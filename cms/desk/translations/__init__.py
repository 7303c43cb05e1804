"""The desk of translations: what is missing or behind its source, and both versions side by side.

The source of a translation is the page in the default language with the same translation key.
"""

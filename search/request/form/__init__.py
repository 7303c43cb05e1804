"""Conversion between the advanced form and the query language; pure functions."""

from search.request.form.reading import form_of, read_form
from search.request.form.writing import AdvancedForm, Where, in_one_text, request_of, write_form

__all__ = [
    "AdvancedForm",
    "Where",
    "form_of",
    "in_one_text",
    "read_form",
    "request_of",
    "write_form",
]

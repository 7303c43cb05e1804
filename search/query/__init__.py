"""The query language: text in, tree and warnings out; never an exception."""

from search.query.parser import ParsedQuery, parse
from search.query.printer import print_query

__all__ = ["ParsedQuery", "parse", "print_query"]

"""The columns of a document's texts, the same for both engines.

`*_stem` matches pages, `*_word` has every word with its position, `*_gram` ranks languages that
need n-grams, and `accented` boosts pages that spell a word as the visitor does.
"""

from collections.abc import Mapping

from search.document import SearchDocument
from search.engines.ordering import MAX_KEY_LENGTH
from search.fields import search_fields
from search.plan.titles import names
from search.text.terms import Terms, terms

LINES = frozenset({"attached"})
"""Texts whose line breaks are those of a file's lines and do not end a block."""


def document_terms(document: SearchDocument) -> dict[str, Terms]:
    """Return the terms of each text of the document."""
    return {
        name: terms(document.text(name), document.locale, has_lines=name in LINES)
        for name in search_fields().text_names
    }


def title_key(cut: Mapping[str, Terms]) -> str:
    """Return the sort key of the title: its folded words."""
    return " ".join(cut["title"].words.split())[:MAX_KEY_LENGTH]


def name_keys(document: SearchDocument) -> list[str]:
    """Return the keys of the document's other names."""
    return [name[:MAX_KEY_LENGTH] for name in names(document)]


def term_fields(cut: Mapping[str, Terms]) -> dict[str, str]:
    """Return the terms by column, without empty columns."""
    columns: dict[str, str] = {}
    exact = search_fields().exact_names
    for name, text_terms in cut.items():
        columns[f"{name}_stem"] = text_terms.stems
        columns[f"{name}_gram"] = text_terms.grams
        if name in exact:
            columns[f"{name}_word"] = text_terms.words
    columns["accented"] = " ".join(filter(None, (cut[name].written for name in exact)))
    return {name: text for name, text in columns.items() if text}

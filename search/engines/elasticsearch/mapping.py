"""Settings and mapping of an index, and how a document becomes its entry.

Text arrives already cut into words (ICU, in Python), parted by spaces, so every script of the
region is cut alike on both engines and the cluster needs no plug-in. Stemming and folding are the
cluster's own, by language.
"""

from typing import Any

from search.document import SearchDocument
from search.engines.ordering import sort_columns, sort_key, sort_keys
from search.engines.stored import kept
from search.fields import search_fields
from search.text.forms import lowered
from search.text.words import words

STEMMERS = {"en": "english", "id": "indonesian", "ms": "indonesian", "pt": "portuguese"}
LANGUAGES = ("en", "id", "pt")


def settings(shards: int = 1, replicas: int = 0) -> dict[str, Any]:
    """`exact` folds accents, `accented` keeps them, the others stem by language."""
    stemmers = {
        f"stem_{code}": {"type": "stemmer", "language": STEMMERS[code]} for code in LANGUAGES
    }
    analyzers: dict[str, Any] = {
        "exact": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        "accented": {"tokenizer": "standard", "filter": ["lowercase"]},
    }
    for code in LANGUAGES:
        filters = ["lowercase", "asciifolding", f"stem_{code}"]
        analyzers[code] = {"tokenizer": "standard", "filter": filters}
    return {
        "number_of_shards": shards,
        "number_of_replicas": replicas,
        "refresh_interval": "-1",  # every write refreshes, once
        "max_result_window": 10_000,
        "analysis": {"filter": stemmers, "analyzer": analyzers},
    }


def mapping() -> dict[str, Any]:
    """Exact twins of every text, one stemmed field a language, keywords for facets."""
    properties: dict[str, Any] = {
        "id": {"type": "long"},
        "hash": {"type": "keyword", "index": False},
        "year": {"type": "integer"},
        "date": {"type": "date"},
        "title_order": {"type": "keyword"},
        "accented": {"type": "text", "analyzer": "accented"},
        "stored": {"type": "object", "enabled": False},
    }
    for field in search_fields().values:
        properties[field.name] = {"type": "keyword"}
    for column, _ in sort_columns().values():
        properties[column] = {"type": "keyword"}
    for name in search_fields().text_names:
        properties[name] = {"type": "text", "analyzer": "exact"}
        for code in LANGUAGES:
            properties[f"{name}_{code}"] = {"type": "text", "analyzer": code}
    properties["title"]["index_prefixes"] = {"min_chars": 1, "max_chars": 12}
    return {
        "dynamic": "strict",
        "_source": {"includes": ["stored", "hash"]},
        "properties": properties,
    }


def language(locale: str) -> str | None:
    """The language whose stemmer a locale's text gets; None where there is no good one."""
    code = {"ms": "id"}.get(locale[:2], locale[:2])
    return code if code in LANGUAGES else None


def entry(document: SearchDocument) -> dict[str, Any]:
    texts = ((name, document.text(name)) for name in search_fields().text_names)
    cut = {name: " ".join(map(lowered, words(text))) for name, text in texts if text}
    code = language(document.locale)
    fields: dict[str, Any] = dict(cut)
    if code:
        fields |= {f"{name}_{code}": text for name, text in cut.items()}
    fields |= {
        "id": document.id,
        "hash": document.hash,
        "title_order": sort_key(document.title),
        "accented": [text for text in cut.values() if not text.isascii()],
        "stored": kept(document),
        **dict(sort_keys(document)),
    }
    for field in search_fields().values:
        if values := document.values(field.name):
            fields[field.name] = list(values)
    if document.date:
        fields |= {"date": document.date.isoformat(), "year": document.date.year}
    return fields

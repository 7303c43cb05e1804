"""The settings and mapping of an index, and the source of its documents.

Texts are sent as terms, segmented and stemmed in Python and separated by spaces. So both engines
analyse every language alike, and the cluster needs no plug-in.
"""

from base64 import b64encode
from typing import Any

from search.document import SearchDocument
from search.engines.ordering import sort_columns, sort_keys
from search.engines.pool import document_signature
from search.engines.stored import rest, stored_values
from search.engines.terms import document_terms, name_keys, term_fields, title_key
from search.fields import search_fields


def settings(shards: int = 1) -> dict[str, Any]:
    """Return the settings of an index that is being filled; the `whitespace` analyzer needs none.

    It gets its replica once it is filled, so that each document is analysed once until then.
    """
    return {
        "number_of_shards": shards,
        "number_of_replicas": 0,
        "refresh_interval": "-1",  # every write refreshes, once
        "max_result_window": 10_000,
    }


def mapping() -> dict[str, Any]:
    """Return the mapping: `text` for terms, `keyword` for values."""
    properties: dict[str, Any] = {
        "id": {"type": "long"},
        "hash": {"type": "keyword", "index": False},
        "year": {"type": "integer"},
        "date": {"type": "date"},
        "title_order": {"type": "keyword"},
        "name_order": {"type": "keyword"},
        "accented": _text(index_options="freqs"),
        "signature": {"type": "binary", "doc_values": True},
        "stored": {"type": "object", "enabled": False},
        "rest": {"type": "object", "enabled": False},
    }
    for field in search_fields().values:
        properties[field.name] = {"type": "keyword"}
    for column, _ in sort_columns().values():
        properties[column] = {"type": "keyword"}
    for name in search_fields().text_names:
        properties[f"{name}_stem"] = _text()
        properties[f"{name}_gram"] = _text(index_options="freqs")
    for name in search_fields().exact_names:
        properties[f"{name}_word"] = _text()
    properties["title_word"]["index_prefixes"] = {"min_chars": 1, "max_chars": 12}
    return {
        "dynamic": "strict",
        "_source": {"includes": ["stored", "rest", "hash"]},
        "properties": properties,
    }


def _text(**options: Any) -> dict[str, Any]:
    return {"type": "text", "analyzer": "whitespace", **options}


def entry(document: SearchDocument) -> dict[str, Any]:
    """Return the source of a document."""
    cut = document_terms(document)
    fields: dict[str, Any] = {
        **term_fields(cut),
        "id": document.id,
        "hash": document.hash,
        "title_order": title_key(cut),
        "name_order": name_keys(document),
        "stored": stored_values(document),
        **dict(sort_keys(document)),
    }
    if found := rest(document):
        fields["rest"] = found
    if compared := document_signature(cut):
        fields["signature"] = b64encode(compared).decode()
    for field in search_fields().values:
        if values := document.values(field.name):
            fields[field.name] = list(values)
    if document.date:
        fields |= {"date": document.date.isoformat(), "year": document.date.year}
    return fields

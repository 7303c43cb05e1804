"""The schema of the embedded index, and its entries.

Texts are analysed in Python and indexed as terms separated by spaces, as on Elasticsearch.
"""

from typing import Any

import tantivy
from pydantic_core import from_json, to_json

from search.document import SearchDocument
from search.engines.ordering import sort_columns, sort_keys
from search.engines.pool import document_signature
from search.engines.stored import read_stored, rest, stored_values
from search.engines.terms import document_terms, name_keys, term_fields, title_key
from search.fields import search_fields

UNDATED = 9_999_999  # sorts after every ordinal day


def build_schema() -> tantivy.Schema:
    """Return the schema; columns of values are named like their field, texts have suffixes.

    Stored values are bytes fields, the only kind that tantivy stores without indexing it.
    """
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("id", stored=True, indexed=True, fast=True)
    builder.add_integer_field("rest_of", indexed=True)
    builder.add_integer_field("version", stored=True, fast=True)
    builder.add_bytes_field("hash", stored=True)
    builder.add_text_field("kind", tokenizer_name="raw", index_option="basic")
    for name in search_fields().text_names:
        builder.add_text_field(f"{name}_stem", tokenizer_name="whitespace")
        builder.add_text_field(f"{name}_gram", tokenizer_name="whitespace", index_option="freq")
    for name in search_fields().exact_names:
        builder.add_text_field(f"{name}_word", tokenizer_name="whitespace")
    builder.add_text_field("accented", tokenizer_name="whitespace", index_option="freq")
    columns = [column for column, _ in sort_columns().values()]
    for name in (
        *(each.name for each in search_fields().values),
        "title_order",
        "name_order",
        *columns,
    ):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for name in ("day", "day_or_last", "year"):
        builder.add_integer_field(name, indexed=True, fast=True)
    builder.add_bytes_field("signature", stored=True)
    builder.add_bytes_field("stored", stored=True)
    return builder.build()


def entry(document: SearchDocument) -> tantivy.Document:
    cut = document_terms(document)
    fields: dict[str, Any] = {
        "id": document.id,
        "version": document.version,
        "hash": document.hash.encode(),
        "kind": "page",
        "title_order": title_key(cut),
        "signature": document_signature(cut),
        "stored": to_json(stored_values(document)),
        "day": document.date.toordinal() if document.date else 0,
        "day_or_last": document.date.toordinal() if document.date else UNDATED,
        "name_order": name_keys(document),
        **dict(sort_keys(document)),
    }
    for field in search_fields().values:
        if values := document.values(field.name):
            fields[field.name] = list(values)
    if document.date:
        fields["year"] = document.date.year
    fields |= term_fields(cut)
    return tantivy.Document(**fields)


def rest_entry(document: SearchDocument) -> tantivy.Document | None:
    """Return an entry with the ends of the document's long texts; None if it has none."""
    ends = rest(document)
    if not ends:
        return None
    return tantivy.Document(kind="rest", rest_of=document.id, stored=to_json(ends))


def read_rest(entry: tantivy.Document) -> dict[str, str]:
    """Return the ends of a document's long texts, by the name of the text."""
    texts: dict[str, str] = from_json(entry.get_first("stored") or b"{}")
    return texts


def read(entry: tantivy.Document) -> SearchDocument:
    """Return the document of an entry."""
    return read_stored(from_json(entry.get_first("stored") or b"{}"))

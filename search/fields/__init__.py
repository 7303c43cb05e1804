"""The fields that pages are searched, narrowed and sorted by, each declared once.

An app declares its own in its `AppConfig.ready`:

    from search.fields import Field, register

    register(Field("author", label="Author", read=authors_of, values=all_authors))

The query language, parameters, form, facets, OpenAPI document, both engines' indexes and the
document builder follow from the declarations.
"""

from search.fields.field import Field, FieldError
from search.fields.registry import register, replaced, search_fields

__all__ = ["Field", "FieldError", "register", "replaced", "search_fields"]

"""The fields by which pages are searched, filtered and sorted, each declared once.

An app declares its fields in its `AppConfig.ready`:

    from search.fields import Field, register

    register(Field("author", label="Author", read=authors_of, values=all_authors))

The query language, parameters, form, facets, OpenAPI document, the indexes of both engines and the
document builder are derived from the declarations.
"""

from search.fields.field import Field, FieldError
from search.fields.registry import register, replaced, search_fields

__all__ = ["Field", "FieldError", "register", "replaced", "search_fields"]

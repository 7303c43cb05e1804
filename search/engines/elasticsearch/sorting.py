"""Sort orders as Elasticsearch's `sort`; equal documents are ordered by id."""

from typing import Any

from search.engines.ordering import sort_columns

SORTS: dict[str, list[Any]] = {
    "relevance": [{"_score": "desc"}, {"id": "asc"}],
    "-date": [{"date": {"order": "desc", "missing": "_last"}}, {"id": "asc"}],
    "date": [{"date": {"order": "asc", "missing": "_last"}}, {"id": "asc"}],
    "title": [{"title_order": "asc"}, {"id": "asc"}],
}


def sort_by(sort: str) -> list[Any]:
    if sort in SORTS:
        return SORTS[sort]
    column, is_down = sort_columns()[sort]
    return [{column: "desc" if is_down else "asc"}, {"id": "asc"}]

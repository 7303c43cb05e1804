"""Statements that the ORM compiles once, with marks for the values of a request.

The ORM takes longer to put a statement together than the database to run it.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.db.models import QuerySet


class Statement:
    """A compiled query with marks for values."""

    def __init__(self, rows: "QuerySet[Any, Any]") -> None:
        compiler = rows.query.get_compiler(connection=connection)
        self._sql, self._values = compiler.as_sql()
        last, *_ = compiler.select[-1]
        self._converters = compiler.get_converters([last])

    def rows(self, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
        """Return the rows for the values of the marks; only their last column is converted."""
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [values.get(each, each) for each in self._values])
            fetched = cursor.fetchall()
        return [(*row[:-1], self._converted(row[-1])) for row in fetched]

    def _converted(self, value: Any) -> Any:
        for converters, expression in self._converters.values():
            for convert in converters:
                value = convert(value, expression, connection)
        return value

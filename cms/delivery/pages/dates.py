"""The public date of pages in SQL."""

from typing import Any

from django.db.models.functions import TruncDate


class DayOf(TruncDate):
    """The day of a point in time, like `TruncDate`; on SQLite without calling Python for each row.

    SQLite has points in time as text in UTC, which begins with the day.
    """

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        if self.get_tzname() != "UTC":
            return super().as_sql(compiler, connection)
        sql, params = compiler.compile(self.lhs)
        return f"substr({sql}, 1, 10)", params

"""The plans by which the database executes statements."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def statements(tables):
    """Collect the statements on tables that are executed inside, with their values."""
    executed = []

    def collect(execute, sql, params, many, context):
        if any(f"{quote}{table}{quote}" in sql for table in tables for quote in ('"', " ")):
            executed.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(collect):
        yield executed


def whole_reads(executed, tables):
    """Return the statements that read a table as a whole, each with that line of its plan."""
    return [
        (sql, line)
        for sql, params in executed
        if not sql.startswith("INSERT")
        for line in _scans(sql, params)
        if any(name in line for name in tables)
    ]


def plan(sql, params):
    """Return the lines of the plan of a statement."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
            return [row[3] for row in cursor.fetchall()]
        # On so few rows the database would rather read them all; now only where it must.
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}", params)
        return [row[0] for row in cursor.fetchall()]


def _scans(sql, params):
    """Return the lines of a plan that read a whole table."""
    lines = plan(sql, params)
    if connection.vendor == "sqlite":
        return [each for each in lines if each.startswith("SCAN") and "INDEX" not in each]
    return [each for each in lines if "Seq Scan" in each]

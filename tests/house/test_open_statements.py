"""No module keeps a statement open while it, or what it calls, may write.

On SQLite a connection with an open statement reads from one snapshot, and is refused to write
once another connection has written. `cms.changes.affected.ids_in_order` reads many ids instead.
"""

import ast

from tests.house.dialect import ROOT, tracked


def open_statements(source: str) -> list[int]:
    """Return the lines that call `iterator()` of a query set."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "iterator"
    ]


def test_a_planted_one_is_found():
    assert open_statements("ids = iter(pages.values_list('pk').iterator(chunk_size=5000))") == [1]


def test_no_statement_stays_open():
    modules = tracked("cms/*.py", "home/*.py", "search/*.py", "whatwedo/*.py")
    statements = {
        str(each): lines
        for each in modules
        if (lines := open_statements((ROOT / each).read_text()))
    }

    assert modules
    assert not statements

"""The words of the embedded index, for spelling suggestions."""

from tantivy import Occur, Query

from search.document import SearchDocument
from search.engines.embedded.compiler import Compiler
from search.engines.embedded.schema import read
from search.fields import search_fields
from search.plan.nodes import Plan
from search.plan.planner import plan
from search.request.search_request import SearchRequest


class EmbeddedDictionary:
    """The dictionary of the compiler's searcher."""

    def __init__(self, compiler: Compiler) -> None:
        self._compiler = compiler
        self._searcher = compiler.searcher

    def frequency(self, word: str) -> int:
        return sum(
            self._searcher.doc_freq(f"{field}_word", word) for field in search_fields().exact_names
        )

    def pages(self, query_plan: Plan) -> list[SearchDocument]:
        result = self._searcher.search(self._compiler.query(query_plan), 8, count=False)
        return [read(self._searcher.doc(where)) for _, where in result.hits]

    def has_hits(self, request: SearchRequest) -> bool:
        matcher = self._compiler.matcher
        parts = [matcher.query(plan(request.expanded_tree)), *matcher.filters(request)]
        both = Query.boolean_query([(Occur.Must, each) for each in parts])
        return bool(self._searcher.search(both, 1, count=False).hits)

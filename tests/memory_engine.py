"""An engine made of dictionaries, for tests of indexing that need no real one."""

from collections import Counter

from search.engines.counting import facet_counts
from search.engines.protocol import EngineUnavailableError, Stamp
from search.fields import search_fields
from search.result import Hit, SearchResult, Suggestion
from search.text.forms import folded
from search.text.words import words


class MemoryGeneration:
    def __init__(self, name):
        self.name = name
        self.documents = {}
        self.written_at = None
        self.writes = 0
        self.away = False

    def _reach(self):
        if self.away:
            raise EngineUnavailableError("away")

    def place(self):
        self._reach()
        return self.written_at

    def write(self, documents, gone, *, version, place):
        self._reach()
        self.fill(documents)
        for page_id in gone:
            self.documents.pop(page_id, None)
        self.written_at = place
        self.writes += 1

    def fill(self, documents):
        self._reach()
        for document in documents:
            self.documents[document.id] = document

    def stamps(self):
        for _, each in sorted(self.documents.items()):
            yield Stamp(each.id, each.version, each.hash)

    def count(self):
        return len(self.documents)

    def close(self):
        pass


class MemoryEngine:
    name = "memory"

    def __init__(self, *options):
        self.generations = []
        self.current = None
        self.before = None

    def live(self):
        return self.current

    def begin(self):
        self.generations.append(MemoryGeneration(f"memory-{len(self.generations)}"))
        return self.generations[-1]

    def swap(self, generation):
        self.before, self.current = self.current, generation

    def roll_back(self):
        if self.before is None:
            raise LookupError("There is no index before the live one.")
        self.before, self.current = self.current, self.before
        return self.current

    def tidy(self):
        in_use = [each for each in (self.current, self.before) if each]
        removed = [each.name for each in self.generations if each not in in_use]
        self.generations = in_use
        return removed


class SearchingEngine(MemoryEngine):
    """A third engine in full, as another app would bring one: pages with any word of the query."""

    def search(self, request, after, seconds):
        if self.current is None:
            raise EngineUnavailableError("The index has not been built yet.")
        matches = [
            document
            for _, document in sorted(self.current.documents.items())
            if self._has_words(document, request) and self._is_chosen(document, request)
        ]
        start = int(after["offset"]) if after else 0
        end = start + request.limit
        return SearchResult(
            engine=self.name,
            total=len(matches),
            relation="eq",
            hits=tuple(Hit(document, 1.0) for document in matches[start:end]),
            facets={
                name: self._counts(request, name, size, matches) for name, size in request.facets
            },
            after={"offset": end} if end < len(matches) else None,
        )

    def suggest(self, text, locales, limit):
        documents = self.current.documents.values()
        matches = [each for each in documents if each.title.lower().startswith(text.lower())]
        return [Suggestion(each.title, each.path, page=each.id) for each in matches[:limit]]

    def version(self):
        return f"{self.current and self.current.name}/{self.current and self.current.written_at}"

    def documents(self, pages):
        return [each for each in self.current.documents.values() if each.id in set(pages)]

    def snapshot(self):
        return None

    def counts(self, request, pages):
        matches = [
            number
            for number, document in self.current.documents.items()
            if self._has_words(document, request) and self._is_chosen(document, request)
        ]
        return len(matches), len(set(matches) & set(pages))

    def discard(self):
        self.generations, self.current, self.before = [], None, None

    def _has_words(self, document, request):
        texts = [document.text(name) for name in search_fields().text_names]
        present = {folded(word) for text in texts for word in words(text)}
        query_words = {folded(word) for word in words(request.query.text)}
        return not query_words or bool(query_words & present)

    def _is_chosen(self, document, request):
        return all(set(values) & set(document.values(n)) for n, values in request.filters.items())

    def _counts(self, request, name, size, matches):
        if name == "date":
            return ()
        counts = Counter(value for document in matches for value in document.values(name))
        return facet_counts(request, name, size, counts)

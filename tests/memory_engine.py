"""An engine made of dictionaries, for tests of indexing that need no real one."""

from search.engines.protocol import EngineUnavailableError, Stamp


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
        kept = [each for each in (self.current, self.before) if each]
        gone = [each.name for each in self.generations if each not in kept]
        self.generations = kept
        return gone

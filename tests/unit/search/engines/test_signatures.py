"""The cache of the signatures by which smoothing compares pages."""

from search.engines.embedded.signatures import SignatureCache


class Stored:
    def __init__(self, signature):
        self._signature = signature

    def get_first(self, _name):
        return self._signature


class Searcher:
    """An index of pages by address: id, version and signature."""

    def __init__(self, **pages):
        self.pages = pages
        self.read = []

    def fast_field_values(self, name, addresses):
        return [self.pages[address][("id", "version").index(name)] for address in addresses]

    def doc(self, address):
        self.read.append(address)
        return Stored(self.pages[address][2])


def test_signatures_come_in_the_order_of_the_addresses():
    searcher = Searcher(a=(1, 1, b"one"), b=(2, 1, b"two"))

    assert SignatureCache().read(searcher, ["b", "a"]) == [b"two", b"one"]


def test_a_page_is_read_once_in_each_version():
    cache = SignatureCache()
    cache.read(Searcher(a=(1, 1, b"old")), ["a"])
    same, newer = Searcher(b=(1, 1, b"old")), Searcher(b=(1, 2, b"new"))

    assert (cache.read(same, ["b"]), same.read) == ([b"old"], [])
    assert (cache.read(newer, ["b"]), newer.read) == ([b"new"], ["b"])


def test_a_page_without_a_signature_is_read_once():
    searcher = Searcher(a=(1, 1, None))
    cache = SignatureCache()

    assert [cache.read(searcher, ["a"]) for _ in range(2)] == [[b""], [b""]]
    assert searcher.read == ["a"]


def test_a_full_cache_is_emptied(monkeypatch):
    monkeypatch.setattr("search.engines.embedded.signatures.MAX_PAGES", 1)
    searcher = Searcher(a=(1, 1, b"one"), b=(2, 1, b"two"))
    cache = SignatureCache()

    assert cache.read(searcher, ["a", "b"]) == [b"one", b"two"]
    assert cache.read(searcher, ["b"]) == [b"two"]
    assert searcher.read == ["a", "b"]

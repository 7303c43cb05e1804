"""The state of Elasticsearch's index, read about once a second however many searches there are."""

import threading

import pytest

from cms.caching.cached_only import NotCachedError, cached_only
from search.engines.elasticsearch.index_state import MAX_AGE, IndexState


class Cluster:
    now, state, reads = 0.0, "one", 0

    def clock(self):
        return self.now

    def read(self):
        self.reads += 1
        return self.state


@pytest.fixture
def cluster():
    return Cluster()


@pytest.fixture
def index(cluster):
    return IndexState(cluster.read, cluster.clock)


def test_it_is_read_once_a_second(cluster, index):
    assert [index.current() for _ in range(100)] == ["one"] * 100
    assert cluster.reads == 1

    cluster.state, cluster.now = "two", MAX_AGE

    assert index.current() == "two"


def test_the_event_loop_reads_nothing(cluster, index):
    with cached_only(), pytest.raises(NotCachedError):
        index.current()
    index.current()
    with cached_only():
        assert index.current() == "one"

    assert cluster.reads == 1


def test_while_one_thread_reads_others_use_what_it_was(cluster, index):
    index.current()
    cluster.now = MAX_AGE
    begun, go_on = threading.Event(), threading.Event()

    def slowly():
        begun.set()
        go_on.wait(10)
        return "two"

    cluster.state, index._read = "two", slowly
    reader = threading.Thread(target=index.current)
    reader.start()
    begun.wait(10)
    try:
        assert index.current() == "one"
    finally:
        go_on.set()
        reader.join()
    assert index.current() == "two"


def test_a_failure_is_not_cached(cluster, index):
    def fails():
        raise ConnectionError

    read, index._read = index._read, fails
    with pytest.raises(ConnectionError):
        index.current()
    index._read = read

    assert index.current() == "one"

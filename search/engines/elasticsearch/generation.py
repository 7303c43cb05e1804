"""A generation as an Elasticsearch index; its place is in the mapping's `_meta`."""

from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.document import SearchDocument
from search.engines.elasticsearch.client import WRITE_TIMEOUT, typed_errors
from search.engines.elasticsearch.loading import load, send
from search.engines.protocol import Stamp

DURABILITY = "index.translog.durability"
"""The setting for fsyncs of writes: with each `request`, or `async`, some seconds later."""


class ElasticsearchGeneration:
    def __init__(self, client: Elasticsearch, name: str) -> None:
        self.client = client.options(request_timeout=WRITE_TIMEOUT)
        self._name = name

    @property
    def name(self) -> str:
        return self._name

    def place(self) -> str | None:
        with typed_errors():
            try:
                answer = self.client.indices.get_mapping(index=self._name)
            except NotFoundError:
                return None
        meta = answer[self._name]["mappings"].get("_meta", {})
        place: str | None = meta.get("place")
        return place

    def count(self) -> int:
        with typed_errors():
            return int(self.client.count(index=self._name)["count"])

    def write(
        self,
        documents: Iterable[SearchDocument],
        deleted: Iterable[int],
        *,
        version: int,
        place: str,
    ) -> None:
        with typed_errors():
            send(self.client, self._name, documents, deleted, version)
            self.client.indices.refresh(index=self._name)
            self.client.indices.put_mapping(index=self._name, meta={"place": place})

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents with asynchronous durability; no search uses the index yet.

        Then it gets a replica on another node, where the cluster has one.
        """
        with typed_errors():
            self._set({DURABILITY: "async"})
            load(self.client, self._name, documents)
            self._set({DURABILITY: "request", "index.auto_expand_replicas": "0-1"})
            self.client.indices.flush(index=self._name)

    def stamps(self) -> Iterator[Stamp]:
        after: list[Any] | None = None
        while True:
            with typed_errors():
                answer = self.client.search(
                    index=self._name,
                    size=1000,
                    sort=[{"id": "asc"}],
                    search_after=after,
                    source_includes=["hash"],
                    version=True,
                )
            hits = answer["hits"]["hits"]
            if not hits:
                return
            for hit in hits:
                yield Stamp(int(hit["_id"]), hit["_version"], hit["_source"]["hash"])
            after = hits[-1]["sort"]

    def close(self) -> None:
        """Do nothing: any process may write, and versions resolve conflicts."""

    def _set(self, settings: dict[str, str]) -> None:
        self.client.indices.put_settings(index=self._name, settings=settings)

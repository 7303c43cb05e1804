"""One Elasticsearch index, with the place in the change log in its mapping's `_meta`."""

from collections.abc import Iterable, Iterator
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import BulkIndexError, bulk, parallel_bulk

from search.document import SearchDocument
from search.engines.elasticsearch.client import WRITE_TIMEOUT, typed_errors
from search.engines.elasticsearch.mapping import entry
from search.engines.protocol import EngineUnavailableError, Stamp

CHUNK, THREADS = 500, 2
CONFLICT = 409


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
        self, documents: Iterable[SearchDocument], gone: Iterable[int], *, version: int, place: str
    ) -> None:
        """External versions: what is older than what is there is refused, deletes included."""
        actions = [self._index(document) for document in documents]
        actions += [self._delete(page_id, version) for page_id in gone]
        with typed_errors():
            if actions:
                _checked(bulk(self.client, actions, chunk_size=CHUNK, raise_on_error=False)[1])
            self.client.indices.refresh(index=self._name)
            self.client.indices.put_mapping(index=self._name, meta={"place": place})

    def fill(self, documents: Iterable[SearchDocument]) -> None:
        actions = (self._index(document) for document in documents)
        with typed_errors():
            try:
                for _ in parallel_bulk(self.client, actions, THREADS, CHUNK):
                    pass
            except BulkIndexError as error:
                _checked(error.errors)

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
        """Any process may write; versions decide."""

    def _index(self, document: SearchDocument) -> dict[str, Any]:
        return {
            "_op_type": "index",
            "_index": self._name,
            "_id": str(document.id),
            "version": document.version,
            "version_type": "external_gte",
            "_source": entry(document),
        }

    def _delete(self, page_id: int, version: int) -> dict[str, Any]:
        return {
            "_op_type": "delete",
            "_index": self._name,
            "_id": str(page_id),
            "version": version,
            "version_type": "external_gte",
        }


def _checked(failures: Any) -> None:
    """A newer version or a page that is not there is as it should be; the rest is a failure."""
    for failure in failures if isinstance(failures, list) else []:
        (told,) = failure.values()
        if told["status"] not in (CONFLICT, 404):
            raise EngineUnavailableError(f"Elasticsearch refused a document: {told['status']}")

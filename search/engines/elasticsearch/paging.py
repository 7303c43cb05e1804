"""Pages of results beyond the first: all of one point in time, though pages are indexed meanwhile.

The first page opens nothing, since most visitors want no second; the second opens a point
in time, and its cursor carries it on. One that has expired is opened again, which may show.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.engines.elasticsearch.client import typed_errors
from search.engines.protocol import EngineUnavailableError

KEPT = "2m"  # after the last page that was read
LAST = 2**63 - 1  # behind every document of the same place


def following(
    client: Elasticsearch,
    index: str,
    body: dict[str, Any],
    after: Mapping[str, Any],
    seconds: float,
) -> tuple[Any, bool]:
    """Return the answer after a place, and whether its point in time had to be opened again.

    A place of the first page has no document's number yet; ids settle what comes next.
    Raises EngineUnavailableError.
    """
    sort = [*body["sort"], {"_shard_doc": "asc"}]
    place = list(after["sort"])
    if len(place) < len(sort):
        place.append(LAST)
    search_body = body | {"sort": sort, "search_after": place, "_source": ["stored"]}
    search_body["timeout"] = f"{int(1000 * seconds)}ms"
    known = after.get("pit")
    with typed_errors():
        if known:
            try:
                return _search(client, search_body, str(known)), False
            except NotFoundError:
                place[-1] = LAST
        try:
            pit = client.open_point_in_time(index=index, keep_alive=KEPT)["id"]
        except NotFoundError as error:
            raise EngineUnavailableError("The index has not been built yet.") from error
        return _search(client, search_body, pit), bool(known)


def _search(client: Elasticsearch, search_body: dict[str, Any], pit: str) -> Any:
    return client.search(body=search_body | {"pit": {"id": pit, "keep_alive": KEPT}})

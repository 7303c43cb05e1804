"""Pages of results beyond the first, with Elasticsearch's point in time and `search_after`.

The first page opens no point in time, since most visitors read no second; the second page opens
one, whose id is part of the cursor. An expired one is reopened, which may repeat or skip results.
"""

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from search.engines.elasticsearch.client import typed_errors
from search.engines.protocol import EngineUnavailableError

KEEP_ALIVE = "2m"  # after the last page that was read
LAST = 2**63 - 1  # sorts after every document with the same sort values


def following(
    client: Elasticsearch,
    index: str,
    body: dict[str, Any],
    after: Mapping[str, Any],
    seconds: float,
) -> tuple[Any, bool]:
    """Return the answer for the page after `after`, and whether its point in time was reopened.

    The sort values of a first page lack `_shard_doc`; there, ids order equal documents.
    Raises EngineUnavailableError.
    """
    sort = [*body["sort"], {"_shard_doc": "asc"}]
    place = list(after["sort"])
    if len(place) < len(sort):
        place.append(LAST)
    search_body = body | {"sort": sort, "search_after": place, "_source": ["stored"]}
    search_body["timeout"] = f"{int(1000 * seconds)}ms"
    pit_id = after.get("pit")
    with typed_errors():
        if pit_id:
            try:
                return _search(client, search_body, str(pit_id)), False
            except NotFoundError:
                place[-1] = LAST
        try:
            pit = client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"]
        except NotFoundError as error:
            raise EngineUnavailableError("The index has not been built yet.") from error
        return _search(client, search_body, pit), bool(pit_id)


def _search(client: Elasticsearch, search_body: dict[str, Any], pit: str) -> Any:
    return client.search(body=search_body | {"pit": {"id": pit, "keep_alive": KEEP_ALIVE}})

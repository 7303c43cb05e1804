"""The first results of a question: compared by their signatures, and read once ordered."""

from base64 import b64decode
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import typed_errors
from search.engines.pool import following, reordered
from search.engines.stored import read_stored
from search.plan.ranking import POOL
from search.result import Hit


def pool_body(body: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return a search for the whole pool, and what follows it, without the pages' texts."""
    return body | {"size": POOL + limit, "_source": False, "docvalue_fields": ["signature"]}


def _signature(hit: Any) -> bytes:
    """Return the signature of a page; some have an empty one, or none."""
    return b64decode(hit.get("fields", {}).get("signature", [""])[0])


def smoothed_hits(
    client: Elasticsearch, answer: Any, offset: int, last: object, limit: int
) -> tuple[int, tuple[Hit, ...]]:
    """Return the hits from `offset` on, or from behind `last` if it is in the pool.

    Before them the offset of the first one. Raises EngineUnavailableError.
    """
    found = answer["hits"]["hits"]
    order = reordered(
        [hit["_score"] for hit in found[:POOL]],
        [_signature(hit) for hit in found[:POOL]],
    )
    order += [(place, found[place]["_score"], 0) for place in range(len(order), len(found))]
    offset = following([int(found[old]["_id"]) for old, _, _ in order[:POOL]], offset, last)
    shown = order[offset : offset + limit]
    if not shown:
        return offset, ()
    with typed_errors():
        pages = client.mget(
            index=found[0]["_index"],
            ids=[found[old]["_id"] for old, _, _ in shown],
            source_includes=["stored"],
        )["docs"]
    return offset, tuple(
        Hit(read_stored(page["_source"]["stored"]), round(score, 4), moved_up=max(0, moved))
        for page, (_, score, moved) in zip(pages, shown, strict=True)
        if page.get("found")
    )

"""The pool on Elasticsearch: reordered by signatures and meaning; only shown pages are read."""

from base64 import b64decode
from typing import Any

from elasticsearch import Elasticsearch

from search.engines.elasticsearch.client import typed_errors
from search.engines.pool import Moved, following, reordered
from search.engines.stored import read_stored
from search.plan.nodes import Plan
from search.plan.ranking import POOL
from search.request.search_request import SearchRequest
from search.result import Hit


def pool_body(body: dict[str, Any], limit: int) -> dict[str, Any]:
    """Return the body of a search for the whole pool and one page after it, without texts."""
    return body | {"size": POOL + limit, "_source": False, "docvalue_fields": ["signature"]}


def _signature(hit: Any) -> bytes:
    """Return the signature of a page; some have an empty one, or none."""
    return b64decode(hit.get("fields", {}).get("signature", [""])[0])


def reordered_hits(
    client: Elasticsearch,
    answer: Any,
    request: SearchRequest,
    query_plan: Plan | None,
    offset: int,
    last: object,
) -> tuple[int, tuple[Hit, ...]]:
    """Return the offset of the first hit and the hits, from `offset` on.

    They begin after the page `last` instead if it is in the pool. Raises EngineUnavailableError.
    """
    candidates = answer["hits"]["hits"]
    order = reordered(
        request,
        query_plan,
        [int(hit["_id"]) for hit in candidates[:POOL]],
        [hit["_score"] for hit in candidates[:POOL]],
        lambda: [_signature(hit) for hit in candidates[:POOL]],
    )
    order += [
        Moved(place, candidates[place]["_score"]) for place in range(len(order), len(candidates))
    ]
    ids = [int(candidates[each.old_place]["_id"]) for each in order[:POOL]]
    offset = following(ids, offset, last)
    on_page = order[offset : offset + request.limit]
    if not on_page:
        return offset, ()
    with typed_errors():
        pages = client.mget(
            index=candidates[0]["_index"],
            ids=[candidates[each.old_place]["_id"] for each in on_page],
            source_includes=["stored"],
        )["docs"]
    return offset, tuple(
        Hit(
            read_stored(page["_source"]["stored"]),
            round(each.score, 4),
            moved_up=each.moved_up,
            is_semantic=each.is_semantic,
        )
        for page, each in zip(pages, on_page, strict=True)
        if page.get("found")
    )

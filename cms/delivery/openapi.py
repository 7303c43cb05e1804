"""Completes the OpenAPI document with what all routes have in common."""

from http import HTTPStatus
from typing import Any

from cms.delivery.pages.richtext import describe_trees
from cms.delivery.webhooks.payload import describe_webhooks

DESCRIPTION = (
    "Public content, read-only: pages of typed blocks, navigation, media, search. "
    "Reading needs no key; drafts need one. Errors are problem details (RFC 9457)."
)
EXTRA: dict[str, Any] = {
    "info": {
        "contact": {"name": "The maintainers", "url": "https://what-we-do.example/api"},
        "license": {"name": "BSD-3-Clause", "identifier": "BSD-3-Clause"},
    },
    "tags": [
        {"name": "pages", "description": "Whole pages, lists of them, and drafts."},
        {"name": "navigation", "description": "Menus, and where pages have moved."},
        {"name": "media", "description": "Images and documents."},
        {"name": "catalogue", "description": "Sites, languages and topics."},
        {"name": "search", "description": "Advanced search and suggestions."},
        {"name": "changes", "description": "What has changed since a client last asked."},
    ],
}
SECURITY = {"DeliveryKey": {"type": "http", "scheme": "bearer", "description": "A delivery key."}}
HEADERS: dict[str, Any] = {
    "ETag": "Send it back in `If-None-Match` for a 304.",
    "Last-Modified": "When anything shown last changed.",
    "Cache-Control": "How long shared caches may keep the answer.",
    "Vary": "Which request headers the answer depends on.",
    "Surrogate-Key": "What the answer shows, for caches that forget by key.",
}
LIMITS: dict[str, Any] = {
    "Retry-After": "Seconds to wait.",
    "RateLimit-Limit": "Requests in a window.",
    "RateLimit-Remaining": "Requests left in this window.",
    "RateLimit-Reset": "Seconds until the next window.",
}


def link(operation: str, parameter: str, found_at: str, description: str) -> dict[str, Any]:
    return {
        "operationId": operation,
        "parameters": {parameter: f"$response.body#{found_at}"},
        "description": description,
    }


LINKS: dict[str, dict[str, Any]] = {
    "listPages": {"first": link("getPage", "page_id", "/items/0/id", "The first of them, whole.")},
    "getPageByPath": {"same": link("getPage", "page_id", "/id", "The same page by its id.")},
    "getPage": {"below": link("listPages", "parent", "/id", "The pages below it.")},
    "listChanges": {
        "following": link("listChanges", "cursor", "/cursor", "What has changed since.")
    },
}


def complete(document: dict[str, Any]) -> dict[str, Any]:
    """Add problems, 304 responses, headers, links and security to the document, and return it."""
    for operations in document["paths"].values():
        for operation in operations.values():
            operation.setdefault("description", operation["summary"])
            operation["security"] = [{}, {"DeliveryKey": []}]
            _complete_responses(operation["responses"])
            if links := LINKS.get(operation["operationId"]):
                operation["responses"][HTTPStatus.OK]["links"] = links
    describe_webhooks(document)
    describe_trees(document["components"]["schemas"])
    document["components"]["securitySchemes"] = SECURITY
    document["servers"] = [{"url": "/", "description": "The site that serves this document."}]
    return document


def _complete_responses(responses: dict[Any, Any]) -> None:
    for status, response in [*responses.items()]:
        if int(status) >= 400:
            content = response.pop("content", {}).get("application/json")
            if content:
                response["content"] = {"application/problem+json": content}
        if int(status) == 200:
            response["headers"] = _headers(HEADERS)
        if int(status) in {429, 503}:
            response["headers"] = _headers(LIMITS)
    responses[304] = {"description": "The client has this answer already."}
    ordered = sorted(responses.items(), key=lambda each: int(each[0]))
    responses.clear()
    responses.update(ordered)


def _headers(payload: dict[str, str]) -> dict[str, Any]:
    return {
        name: {"description": description, "schema": {"type": "string"}}
        for name, description in payload.items()
    }

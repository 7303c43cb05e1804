"""The payload of webhooks, and their part of the OpenAPI document."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, TypeAdapter

from cms.delivery.pages.schema import PageStub
from cms.delivery.webhooks.models import OBJECT_EVENTS, PAGE_EVENTS, TEST

PAGE_TYPES = tuple(f"page.{event}" for event in PAGE_EVENTS)
OBJECT_TYPES = tuple(f"{event}.changed" for event in OBJECT_EVENTS)
TEST_TYPE = f"webhook.{TEST}"
REFERENCE = "#/components/schemas/{model}"


class WebhookData(BaseModel):
    """The change, as in `changes/`, without content; of pages that are not public, only the id.

    `surrogate_keys` are the keys, as in the header `Surrogate-Key`, of the API's responses that it
    makes stale.
    """

    id: int
    what: str
    subtree: bool
    old_path: str | None
    page: PageStub | None
    surrogate_keys: list[str]


class PageMessage(BaseModel):
    """The payload of a change of a page."""

    type: Literal[PAGE_TYPES]  # type: ignore[valid-type]
    timestamp: datetime
    data: WebhookData


class ObjectMessage(BaseModel):
    """The payload of a change of something that pages and lists show."""

    type: Literal[OBJECT_TYPES]  # type: ignore[valid-type]
    timestamp: datetime
    data: WebhookData


class TriedWebhook(BaseModel):
    """The webhook that is tested."""

    webhook: str


class TrialMessage(BaseModel):
    """The payload of a test message; nothing has changed."""

    type: Literal[TEST_TYPE]  # type: ignore[valid-type]
    timestamp: datetime
    data: TriedWebhook


MESSAGES: dict[str, tuple[type[BaseModel], str]] = {
    "pageChanged": (PageMessage, "A page was published, unpublished, moved, deleted or withheld."),
    "objectChanged": (ObjectMessage, "A redirect, file, topic, record, setting or menu changed."),
    "webhookTest": (TrialMessage, "An administrator tries the webhook."),
}
HEADERS = {
    "webhook-id": "The message; the same each time that it is sent.",
    "webhook-timestamp": "Seconds since the epoch.",
    "webhook-signature": "HMAC-SHA256 over id, timestamp and body, as Standard Webhooks says.",
}


def message_type(kind: str) -> str:
    """Return the `type` of a payload for a kind of change, like `page.published`."""
    return f"page.{kind}" if kind in PAGE_EVENTS else f"{kind}.changed"


def describe_webhooks(document: dict[str, Any]) -> None:
    """Add the webhooks and their schemas to an OpenAPI 3.1 document, in place."""
    schemas = document["components"]["schemas"]
    document["webhooks"] = {}
    for name, (model, summary) in MESSAGES.items():
        schema = TypeAdapter(model).json_schema(ref_template=REFERENCE)
        for model_name, definition in schema.pop("$defs").items():
            schemas.setdefault(model_name, definition)
        schemas[model.__name__] = schema
        document["webhooks"][name] = {"post": _operation(name, model.__name__, summary)}


def _operation(name: str, schema: str, summary: str) -> dict[str, Any]:
    reference = {"$ref": REFERENCE.format(model=schema)}
    return {
        "operationId": name,
        "summary": summary,
        "description": f"{summary} Read the page from the API; messages may come out of order.",
        "tags": ["changes"],
        "security": [{}],
        "parameters": [
            {
                "name": header,
                "in": "header",
                "required": True,
                "description": description,
                "schema": {"type": "string"},
            }
            for header, description in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": reference}}},
        "responses": {
            "2XX": {"description": "The message was received; it is not sent again."},
            "410": {"description": "The address is gone; the webhook is switched off."},
            "default": {"description": "The message is sent again later, nine times at most."},
        },
    }

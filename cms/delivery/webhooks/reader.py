"""The change log's reader for webhooks: creates the messages that `sending` sends.

Sending is separate, so that a receiver that is down delays neither the log nor other receivers.
"""

import json
from collections.abc import Sequence
from typing import Any

from pydantic_core import to_jsonable_python
from wagtail.models import Site

from cms.changes.models import Change
from cms.changes.readers import StoredReader
from cms.delivery.http.served_site import ServedSite, served
from cms.delivery.http.surrogate_keys import stale_keys
from cms.delivery.resources.changes import events_of
from cms.delivery.webhooks.filters import Traits, passes, traits_of
from cms.delivery.webhooks.models import Webhook, WebhookMessage
from cms.delivery.webhooks.payload import message_type

UNKNOWN = Traits(type="", language="")


class WebhookReader(StoredReader):
    name = "webhooks"
    is_ordered = False

    def take(self, changes: Sequence[Change]) -> None:
        hooks = list(Webhook.objects.filter(is_active=True))
        if not hooks:
            return
        messages: list[WebhookMessage] = []
        traits = traits_of(changes)
        keys = {change.pk: stale_keys([change]) for change in changes}
        for record in Site.objects.select_related("root_page"):
            site = served(record)
            events = events_with_changes(changes, site)
            messages += [
                WebhookMessage(
                    webhook=hook,
                    change_id=change.pk,
                    event=event["kind"],
                    body=body_of(event, keys[change.pk]),
                )
                for hook in hooks
                for change, event in events
                if hook.site_id in (None, record.pk)
                and passes(hook, event, change, traits.get(event["id"], UNKNOWN), site)
            ]
        WebhookMessage.objects.bulk_create(messages, batch_size=200, ignore_conflicts=True)


def events_with_changes(
    changes: Sequence[Change], site: ServedSite
) -> list[tuple[Change, dict[str, Any]]]:
    """Return the changes that `changes/` lists for one site, each with its event."""
    by_id = {change.pk: change for change in changes}
    return [(by_id[event["change"]], event) for event in events_of(changes, site)]


def body_of(event: dict[str, Any], surrogate_keys: Sequence[str]) -> str:
    """Return the payload: a type, a time and thin data; a receiver reads the page from the API."""
    names = ("id", "what", "subtree", "old_path", "page")
    payload = {
        "type": message_type(event["kind"]),
        "timestamp": to_jsonable_python(event["at"]),
        "data": {name: event[name] for name in names} | {"surrogate_keys": surrogate_keys},
    }
    return json.dumps(payload, ensure_ascii=False)

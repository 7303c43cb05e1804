"""The filters of webhooks: kinds of changes, and types and languages of pages."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wagtail.models import Page

from cms.changes.models import Change
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.stubs import label_of
from cms.delivery.webhooks.models import Webhook


class Traits(NamedTuple):
    """The properties of a page that filters compare; an empty text passes every filter."""

    type: str
    language: str
    has_children: bool = False


def traits_of(changes: Sequence[Change]) -> dict[int, Traits]:
    """Return the traits of the changed pages that still exist, public or not; one query."""
    ids = {change.page_id for change in changes if change.page_id is not None}
    rows = Page.objects.filter(pk__in=ids).values_list(
        "pk", "content_type_id", "locale__language_code", "numchild"
    )
    return {
        pk: Traits(label_of(content_type), language, bool(children))
        for pk, content_type, language, children in rows
    }


def passes(
    hook: Webhook, event: Mapping[str, Any], change: Change, traits: Traits, site: ServedSite
) -> bool:
    """Return whether a change passes a webhook's filters.

    Types and languages apply to pages only. A change of a subtree passes every type, since pages
    of any type may be below. Of a deleted page only the language is known.
    """
    if event["kind"] not in hook.events or change.at < hook.made_at:
        return False
    if event["what"] != "page":
        return True
    language = traits.language or site.language_at(change.url_path)
    is_subtree = change.subtree and traits.has_children
    is_of_type = not traits.type or is_subtree or traits.type in hook.page_types
    is_in_language = not language or language in hook.languages
    return (is_of_type or not hook.page_types) and (is_in_language or not hook.languages)

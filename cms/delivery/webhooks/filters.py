"""The pages whose changes a webhook wants, by their type and language."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wagtail.models import Page

from cms.changes.models import Change
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.stubs import label_of
from cms.delivery.webhooks.models import Webhook


class Traits(NamedTuple):
    """The parts of a page that filters look at; an empty text passes every filter."""

    type: str
    language: str
    has_children: bool = False


def traits_of(changes: Sequence[Change]) -> dict[int, Traits]:
    """Return the traits of each changed page that there still is, public or not, in one query."""
    ids = {change.page_id for change in changes if change.page_id is not None}
    rows = Page.objects.filter(pk__in=ids).values_list(
        "pk", "content_type_id", "locale__language_code", "numchild"
    )
    return {
        pk: Traits(label_of(content_type), language, bool(children))
        for pk, content_type, language, children in rows
    }


def wants(
    hook: Webhook, event: Mapping[str, Any], change: Change, known: Traits, site: ServedSite
) -> bool:
    """Return whether a webhook's filters let a change pass.

    Types and languages are of pages only. What changes a whole subtree passes every type, since
    there may be pages of any type below. Of a deleted page only the language is still known.
    """
    if event["kind"] not in hook.events or change.at < hook.made_at:
        return False
    if event["what"] != "page":
        return True
    language = known.language or _language_at(change.url_path, site)
    is_subtree = change.subtree and known.has_children
    is_of_type = not known.type or is_subtree or known.type in hook.page_types
    is_in_language = not language or language in hook.languages
    return (is_of_type or not hook.page_types) and (is_in_language or not hook.languages)


def _language_at(url_path: str, site: ServedSite) -> str:
    """Return the language whose pages are at a path of the tree; empty for none."""
    matching = (root.language for root in site.roots if url_path.startswith(root.url_path))
    return next(matching, "") if url_path else ""

"""Page to document: the one builder of updates, rebuilds and the drift check."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import DatabaseError
from pydantic_core import to_json
from wagtail.models import Page

from cms.changes.affected import ids_in_order
from cms.content.addresses import addressed_by
from cms.content.page import BasePage
from cms.delivery.documents.models import PageDocument
from cms.delivery.http.served_site import ServedSite, read_sites
from cms.delivery.http.surrogate_keys import linked
from cms.delivery.pages.documented import stamp_of
from cms.delivery.pages.neighbours import Neighbour, with_ids
from cms.delivery.pages.schema import PageStub, detail_fields, page_types
from cms.delivery.pages.serializer import own_fields, read_ahead, specific
from cms.delivery.pages.stubs import label_of
from cms.maintenance.consulted import consulted_pages
from cms.maintenance.flags import STEPLEN

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """The documents of some pages, and the ids of those that have none."""

    documents: list[PageDocument]
    without: list[int]


def live_pages() -> Iterator[int]:
    """Yield the ids of the pages that may have a document, in order."""
    return ids_in_order(Page.objects.filter(live=True, depth__gt=1, alias_of=None))


def build(page_ids: Iterable[int]) -> Built:
    """Return the documents of these pages as they are now.

    Pages that are not live, aliases, and pages that fail to serialize have none. Raises
    DatabaseError.
    """
    wanted = [*dict.fromkeys(page_ids)]
    documents = _built(wanted, read_sites())
    known = {each.page_id for each in documents}
    return Built(documents, [page_id for page_id in wanted if page_id not in known])


def _built(page_ids: Sequence[int], sites: Sequence[ServedSite]) -> list[PageDocument]:
    """Build together; where one page fails, each by itself."""
    try:
        return [*_documents(page_ids, sites)]
    except DatabaseError:
        raise
    except Exception:
        if len(page_ids) == 1:
            logger.exception("Page %s has no document.", page_ids[0])
            return []
        return [document for each in page_ids for document in _built([each], sites)]


def _documents(page_ids: Sequence[int], sites: Sequence[ServedSite]) -> Iterator[PageDocument]:
    live = set(Page.objects.filter(pk__in=page_ids, live=True).values_list("pk", flat=True))
    rows = [each for each in with_ids(page_ids) if each.pk in live and _is_usual(each)]
    by_site: dict[int, list[Neighbour]] = {}
    known = {site.pk: site for site in sites}
    for each in rows:
        site = next((site for site in sites if site.path_of(each)), None)
        if site is not None:
            by_site.setdefault(site.pk, []).append(each)
    for pk, members in by_site.items():
        yield from _of_site(members, known[pk])


def _is_usual(page: Neighbour) -> bool:
    """Return whether the page's own fields decide all that a document says."""
    model = page_types().get(label_of(page.content_type_id))
    if model is None or page.alias_of_id is not None or len(page.path) <= STEPLEN:
        return False
    return PageStub.model_fields.keys().isdisjoint(model.fields_schema.model_fields)


def _of_site(members: Sequence[Neighbour], site: ServedSite) -> Iterator[PageDocument]:
    origin = f"https://{secrets.token_hex(12)}.invalid"
    found = [*_read(specific(members), replace(site, origin=origin))]
    others = {each.pk: each for each in with_ids({pk for *_, pks in found for pk in pks})}
    for page, fields, links, pks in found:
        yield PageDocument(
            page_id=page.pk,
            site_id=site.pk,
            origin=origin,
            content=to_json(fields).decode(),
            linked=links,
            depends=[stamp_of(pk, others.get(pk)) for pk in sorted(pks)],
        )


def _read(
    pages: Sequence[BasePage], site: ServedSite
) -> Iterator[tuple[BasePage, dict[str, Any], list[str], set[int]]]:
    """Yield pages with their fields, the keys of their links, and the pages that these name."""
    with addressed_by(site):
        read_ahead(pages, detail_fields())
        for page in pages:
            with consulted_pages() as consulted:
                fields = own_fields(page, detail_fields(), site)
            links = [*dict.fromkeys(linked(page))]
            consulted |= {int(key[5:]) for key in links if key.startswith("page-")}
            yield page, fields, links, consulted - {page.pk}

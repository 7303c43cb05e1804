"""Builds documents of pages, for updates, rebuilds and the drift check."""

import logging
import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from django.db import DatabaseError
from pydantic_core import to_json

from cms.content.addresses import addressed_by
from cms.content.page import BasePage
from cms.delivery.documents.models import PageDay, PageDocument
from cms.delivery.documents.reading import PAGE_URL
from cms.delivery.http.served_site import ServedSite, known_sites
from cms.delivery.http.surrogate_keys import keys, linked
from cms.delivery.pages.document_fields import stamp_of
from cms.delivery.pages.neighbours import PageRow, live_rows, rows_with_ids
from cms.delivery.pages.schema import PageStub, detail_fields, page_types
from cms.delivery.pages.serializer import own_fields, prefetch, specific
from cms.delivery.pages.stubs import label_of
from cms.delivery.writing.days import public_days
from cms.delivery.writing.html import stored_html
from cms.maintenance.dependencies import page_dependencies, without_lookups
from cms.maintenance.flags import STEPLEN

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The documents and the public dates of some pages, and the ids of the pages without these."""

    documents: list[PageDocument]
    missing: list[int]
    days: list[PageDay]
    undated: list[int]


def build(page_ids: Iterable[int]) -> BuildResult:
    """Build the current documents of these pages, and read their public dates.

    Unpublished pages, aliases and pages that fail to serialize have no document; unpublished pages
    have no date. Raises DatabaseError.
    """
    ids = [*dict.fromkeys(page_ids)]
    with without_lookups():
        documents = _build(ids, known_sites())
    days = public_days(ids)
    return BuildResult(documents, _others(ids, documents), days, _others(ids, days))


def _others(page_ids: list[int], rows: Sequence[PageDocument | PageDay]) -> list[int]:
    built = {each.page_id for each in rows}
    return [page_id for page_id in page_ids if page_id not in built]


def _build(page_ids: Sequence[int], sites: Sequence[ServedSite]) -> list[PageDocument]:
    """Build the documents together; if a page fails, build each one separately."""
    try:
        return [*_documents(page_ids, sites)]
    except DatabaseError:
        raise
    except Exception:
        if len(page_ids) == 1:
            logger.exception("Page %s has no document.", page_ids[0])
            return []
        return [document for each in page_ids for document in _build([each], sites)]


def _documents(page_ids: Sequence[int], sites: Sequence[ServedSite]) -> Iterator[PageDocument]:
    rows = [each for each in live_rows(page_ids) if _is_storable(each)]
    by_site: dict[int, list[PageRow]] = {}
    sites_by_id = {site.pk: site for site in sites}
    for each in rows:
        site = next((site for site in sites if site.path_of(each)), None)
        if site is not None:
            by_site.setdefault(site.pk, []).append(each)
    for pk, members in by_site.items():
        yield from _documents_of_site(members, sites_by_id[pk])


def _is_storable(page: PageRow) -> bool:
    """Return whether the fields of the page can be stored: it is no alias and no root."""
    model = page_types().get(label_of(page.content_type_id))
    if model is None or page.alias_of_id is not None or len(page.path) <= STEPLEN:
        return False
    return PageStub.model_fields.keys().isdisjoint(model.fields_schema.model_fields)


def _documents_of_site(members: Sequence[PageRow], site: ServedSite) -> Iterator[PageDocument]:
    origin = f"https://{secrets.token_hex(12)}.invalid"
    serialized = [*_read(specific(members), replace(site, origin=origin))]
    rendered = specific(members)  # other instances: those above may have cached the API's addresses
    prefetch(rendered, {"topics"})
    html = {page.pk: stored_html(page, site, origin) for page in rendered}
    depends = {page.pk: pks | html[page.pk].depends for page, *_, pks in serialized}
    others = {each.pk: each for each in rows_with_ids({*chain(*depends.values())})}
    for page, fields, links, _ in serialized:
        if "seo" in fields:
            fields["seo"]["canonical_url"] = origin + PAGE_URL
        yield PageDocument(
            page_id=page.pk,
            site_id=site.pk,
            origin=origin,
            content=to_json(fields).decode(),
            html=html[page.pk].content,
            shown=[*dict.fromkeys(keys(fields))],
            linked=links,
            depends=[stamp_of(pk, others.get(pk)) for pk in sorted(depends[page.pk])],
        )


def _read(
    pages: Sequence[BasePage], site: ServedSite
) -> Iterator[tuple[BasePage, dict[str, Any], list[str], set[int]]]:
    """Yield pages with their fields, the keys of their links, and the pages they depend on."""
    with addressed_by(site):
        prefetch(pages, detail_fields())
        for page in pages:
            with page_dependencies() as dependencies:
                fields = own_fields(page, detail_fields(), site)
            links = [*dict.fromkeys(linked(page))]
            dependencies |= {int(key[5:]) for key in links if key.startswith("page-")}
            yield page, fields, links, dependencies - {page.pk}

"""Serialization of pages to JSON; the number of queries does not depend on the number of pages."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeGuard
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import override

from cms.content.addresses import addressed_by
from cms.content.blocks.prose import prepare_bodies
from cms.content.blocks.stream import stream_json
from cms.content.images import image_json, prefetch_renditions
from cms.content.page import BasePage
from cms.delivery.http.cursor import cursor_of
from cms.delivery.http.served_site import ServedSite
from cms.delivery.http.surrogate_keys import linked
from cms.delivery.pages.document_fields import DocumentFields, read_document_fields
from cms.delivery.pages.neighbours import (
    KINDS,
    MAX_CHILDREN,
    PARENT,
    PageRow,
    is_withheld,
    neighbours_of,
)
from cms.delivery.pages.schema import (
    Seo,
    TopicJson,
    detail_schema,
    page_types,
)
from cms.delivery.pages.stubs import Json, label_of, stub

MAX_EXPANDED = 100  # pages of one kind; further ones are stubs


@dataclass(frozen=True)
class Expansion:
    """The kinds of neighbours to expand, each with the expansion of its pages.

    `fields` are the fields of expanded pages besides the stub; None for all.
    """

    kinds: Mapping[str, "Expansion"] = field(default_factory=dict)
    fields: frozenset[str] | None = None


NO_EXPANSION = Expansion()


def specific(pages: Collection[PageRow]) -> list[BasePage]:
    """Return pages as instances of their types, in the order of `pages`; one query per type."""
    types: dict[int, list[int]] = {}
    for page in pages:
        types.setdefault(page.content_type_id, []).append(page.pk)
    instances: dict[int, BasePage] = {}
    for content_type_id, keys in types.items():
        if model := page_types().get(label_of(content_type_id)):
            instances |= {page.pk: page for page in of_type(model, keys)}
    return [instances[page.pk] for page in pages if page.pk in instances]


def of_type(model: type[BasePage], pks: Sequence[int]) -> Iterable[BasePage]:
    rows = model._default_manager.filter(pk__in=pks).annotate(parent_id=PARENT)
    pages: Iterable[BasePage] = rows.select_related("locale", *model.fields_select)
    return pages


def serialize(
    pages: Sequence[BasePage | PageRow],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion = NO_EXPANSION,
    *,
    draft: bool = False,
    use_documents: bool = True,
) -> list[Json]:
    """Return the JSON of pages: the stub, and these fields unless the page is withheld.

    A row is serialized from its stored document if that is current; an instance always from its
    attributes, and so is a row without `use_documents`, if the caller has looked for them. With
    `draft`, withheld pages have all fields, too. Pages of types that the API does not know are
    omitted.
    """
    with addressed_by(site):
        payload = _serialize(
            pages, fields, site, expand, draft=draft, use_documents=use_documents
        ).payload
    return [payload[page.pk] for page in pages if page.pk in payload]


def serialize_page(
    page: PageRow, site: ServedSite, expand: Expansion = NO_EXPANSION, *, use_documents: bool = True
) -> tuple[Json, Iterable[str]] | None:
    """Return all fields of a page, and the surrogate keys of the links in its rich text.

    `use_documents` is that of `serialize`. Returns None if the page was deleted in the meantime.
    """
    fields = detail_schema(page_types()[label_of(page.content_type_id)]).model_fields
    with addressed_by(site):
        serialized = _serialize([page], fields, site, expand, use_documents=use_documents)
    if page.pk in serialized.documents:
        return serialized.payload[page.pk], serialized.documents[page.pk].linked
    if page.pk in serialized.loaded:
        return serialized.payload[page.pk], linked(serialized.loaded[page.pk])
    return None


class _Serialized(NamedTuple):
    payload: dict[int, Json]
    documents: dict[int, DocumentFields]
    loaded: dict[int, BasePage]


def _serialize(
    pages: Sequence[BasePage | PageRow],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion,
    *,
    draft: bool = False,
    use_documents: bool = True,
) -> _Serialized:
    supported = [page for page in pages if label_of(page.content_type_id) in page_types()]
    withheld = {page.pk for page in supported if not draft and is_withheld(page)}
    stored = [page for page in supported if _may_have_document(page, withheld)]
    documents = read_document_fields(stored, site) if use_documents else {}
    loaded = {page.pk: page for page in _load(supported, {*documents, *withheld}, site)}
    with_content = [page for page in loaded.values() if page.pk not in withheld]
    prefetch(with_content, fields, draft=draft)
    payload: dict[int, Json] = {}
    for page in supported:
        if page.pk in documents:
            payload[page.pk] = _from_document(page, documents[page.pk].fields, fields, site)
        elif page.pk in loaded or page.pk in withheld:
            payload[page.pk] = stub(loaded.get(page.pk, page), site)
    for page in with_content:
        payload[page.pk] |= own_fields(page, fields, site)
    expandable = [page for page in supported if page.pk in payload and page.pk not in withheld]
    neighbours = neighbours_of(expandable, {*fields, *expand.kinds}, drafts=draft)
    expanded = _expand(neighbours, site, expand)
    stubs: dict[int, Json] = {}  # pages of a list share many neighbours
    for kind, by_page in neighbours.items():
        for page in expandable:
            rows = by_page[page.pk][:MAX_CHILDREN]
            for each in rows:
                if each.pk not in stubs:
                    stubs[each.pk] = stub(each, site)
            payload[page.pk][kind] = [
                expanded.get((kind, each.pk)) or stubs[each.pk] for each in rows
            ]
            if kind == "children":
                has_more = len(by_page[page.pk]) > MAX_CHILDREN
                payload[page.pk]["children_next"] = (
                    children_next(site, page, rows[-1]) if has_more else None
                )
    return _Serialized(payload, documents, loaded)


def _may_have_document(page: BasePage | PageRow, withheld: Container[int]) -> TypeGuard[PageRow]:
    """Return whether a document is looked up for the page: not for withheld pages or instances."""
    return isinstance(page, PageRow) and page.pk not in withheld


def _load(
    pages: Sequence[BasePage | PageRow], serialized: Container[int], site: ServedSite
) -> Iterator[BasePage]:
    """Yield the instances of pages that are not serialized yet.

    Pages of other sites are always loaded, because their URLs need the instance.
    """
    to_load = []
    for page in pages:
        if not isinstance(page, PageRow):
            yield page
        elif page.pk not in serialized or not site.path_of(page):
            to_load.append(page)
    yield from specific(to_load)


def _from_document(
    page: BasePage | PageRow, stored: Json, fields: Collection[str], site: ServedSite
) -> Json:
    return stub(page, site) | {name: value for name, value in stored.items() if name in fields}


def _expand(
    neighbours: Mapping[str, Mapping[int, list[PageRow]]], site: ServedSite, expand: Expansion
) -> dict[tuple[str, int], Json]:
    payload: dict[tuple[str, int], Json] = {}
    for kind, inner in expand.kinds.items():
        rows = {each.pk: each for by_page in neighbours.get(kind, {}).values() for each in by_page}
        pages = [*rows.values()][:MAX_EXPANDED]
        types = {label_of(page.content_type_id) for page in pages} & page_types().keys()
        all_names = {
            name for each in types for name in detail_schema(page_types()[each]).model_fields
        }
        names = all_names - {*KINDS} if inner.fields is None else inner.fields
        for each in serialize(pages, names, site, inner):
            payload[kind, each["id"]] = each
    return payload


def prefetch(pages: Sequence[BasePage], fields: Collection[str], *, draft: bool = False) -> None:
    """Prefetch what these fields of the pages need, in a fixed number of queries."""
    if not pages:
        return
    if "body" in fields:
        prepare_bodies(*(page.body for page in pages))
    prefetch_related_objects(pages, "locale")
    if aliases := [page for page in pages if page.alias_of_id]:
        prefetch_related_objects(aliases, "alias_of")
    if "seo" in fields:
        prefetch_related_objects(pages, "social_image")
        prefetch_renditions([page.social_image for page in pages if page.social_image])
    # The relations of drafts come from their revisions, not from the database.
    stored = [page for page in pages if not (draft and page.is_composed)]
    for model in {type(page) for page in stored}:
        same = [page for page in stored if type(page) is model]
        own_names = set(fields) & set(model.fields_schema.model_fields)
        topics = ("topics",) if "topics" in fields else ()
        prefetch_related_objects(same, *(model.fields_prefetch if own_names else ()), *topics)


def own_fields(page: BasePage, fields: Collection[str], site: ServedSite) -> Json:
    """Return the fields that depend on the page alone, without neighbours, in schema order."""
    payload = stub(page, site)
    own_names = set(fields) & set(page.fields_schema.model_fields)
    with override(page.locale.language_code):  # the language of records and labels
        if own_names:
            payload |= page.read_fields().model_dump(mode="json", include=own_names)
        for name, read in FIELD_READERS.items():
            if name in fields:
                payload[name] = read(page, payload)
    all_names = detail_schema(type(page)).model_fields
    names = own_names | FIELD_READERS.keys()
    return {name: payload[name] for name in all_names if name in payload and name in names}


def children_next(
    site: ServedSite, page: BasePage | PageRow, last: PageRow, *, drafts: bool = False
) -> str:
    """Return the URL of the children after the last one that is shown, or of their drafts."""
    version = [("version", "draft")] if drafts else []
    place = [("parent", page.pk), ("cursor", cursor_of(last, "path"))]
    query = urlencode([*place, *version, *site.query])
    return f"{site.origin}{reverse('delivery:api-root')}pages/?{query}"


def _canonical(page: BasePage, payload: Json) -> Any:
    """Return the canonical URL: that of the page, or of the source of an alias."""
    source = page.alias_of
    return (source.full_url if source else None) or payload["url"]


def _seo(page: BasePage, payload: Json) -> Json:
    image = image_json(page.social_image, alt=page.title) if page.social_image else None
    return Seo(
        title=page.seo_title or page.title,
        description=page.search_description or page.summary,
        canonical_url=_canonical(page, payload),
        image=image,
    ).model_dump()


def _topics(page: BasePage, payload: Json) -> list[Json]:
    return [TopicJson.of(topic).model_dump() for topic in page.topics.all()]


FIELD_READERS = {
    "slug": lambda page, payload: page.slug,
    "alias_of": lambda page, payload: page.alias_of_id,
    "summary": lambda page, payload: page.summary,
    "date": lambda page, payload: page.public_date,
    "first_published_at": lambda page, payload: page.first_published_at,
    "last_published_at": lambda page, payload: page.last_published_at,
    "seo": _seo,
    "topics": _topics,
    "body": lambda page, payload: [block.model_dump() for block in stream_json(page.body)],
}

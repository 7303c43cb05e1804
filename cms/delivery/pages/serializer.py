"""Pages to JSON, many at once: the number of queries does not depend on how many."""

from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeGuard
from urllib.parse import urlencode

from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import override

from cms.content.addresses import addressed_by
from cms.content.blocks.prose import resolve
from cms.content.blocks.stream import stream_json
from cms.content.images import image_json, prefetch_renditions
from cms.content.page import BasePage
from cms.delivery.http.cursor import cursor_of
from cms.delivery.http.served_site import ServedSite
from cms.delivery.http.surrogate_keys import linked
from cms.delivery.pages.documented import Documented, documented
from cms.delivery.pages.neighbours import (
    KINDS,
    MAX_CHILDREN,
    PARENT,
    Neighbour,
    around,
    is_withheld,
)
from cms.delivery.pages.schema import (
    Seo,
    TopicJson,
    detail_schema,
    page_types,
)
from cms.delivery.pages.stubs import Json, label_of, stub

MAX_EXPANDED = 100  # pages of one kind; more stay stubs


@dataclass(frozen=True)
class Expansion:
    """The kinds of pages around a page that are expanded, and those around them.

    `fields` are what expanded pages have besides the stub; None is all.
    """

    kinds: Mapping[str, "Expansion"] = field(default_factory=dict)
    fields: frozenset[str] | None = None


NOTHING_MORE = Expansion()


def specific(pages: Collection[Neighbour]) -> list[BasePage]:
    """Whole pages in the order given: one query a page type, with what it refers to joined."""
    types: dict[int, list[int]] = {}
    for page in pages:
        types.setdefault(page.content_type_id, []).append(page.pk)
    found: dict[int, BasePage] = {}
    for content_type_id, keys in types.items():
        if model := page_types().get(label_of(content_type_id)):
            found |= {page.pk: page for page in of_type(model, keys)}
    return [found[page.pk] for page in pages if page.pk in found]


def of_type(model: type[BasePage], pks: Sequence[int]) -> Iterable[BasePage]:
    rows = model._default_manager.filter(pk__in=pks).annotate(parent_id=PARENT)
    pages: Iterable[BasePage] = rows.select_related("locale", *model.fields_select)
    return pages


def whole(
    pages: Sequence[BasePage | Neighbour],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion = NOTHING_MORE,
    *,
    draft: bool = False,
) -> list[Json]:
    """Return the wanted fields of pages; the stub of withheld ones, unless as drafts.

    What a page itself says comes from its document, where there is a true one; the page as
    given is serialized as it is. Pages of no type that the API knows are left out.
    """
    with addressed_by(site):
        payload = _whole(pages, fields, site, expand, draft=draft).payload
    return [payload[page.pk] for page in pages if page.pk in payload]


def whole_page(
    page: Neighbour, site: ServedSite, expand: Expansion = NOTHING_MORE
) -> tuple[Json, Iterable[str]] | None:
    """Return all fields of a page, and the keys of what its rich text links to.

    None for a page that has gone meanwhile.
    """
    fields = detail_schema(page_types()[label_of(page.content_type_id)]).model_fields
    with addressed_by(site):
        found = _whole([page], fields, site, expand)
    if page.pk in found.documents:
        return found.payload[page.pk], found.documents[page.pk].linked
    if page.pk in found.loaded:
        return found.payload[page.pk], linked(found.loaded[page.pk])
    return None


class _Whole(NamedTuple):
    payload: dict[int, Json]
    documents: dict[int, Documented]
    loaded: dict[int, BasePage]


def _whole(
    pages: Sequence[BasePage | Neighbour],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion,
    *,
    draft: bool = False,
) -> _Whole:
    known = [page for page in pages if label_of(page.content_type_id) in page_types()]
    withheld = {page.pk for page in known if not draft and is_withheld(page)}
    documents = documented([page for page in known if _has_document(page, withheld)], site)
    loaded = {page.pk: page for page in _loaded(known, {*documents, *withheld}, site)}
    open_pages = [page for page in loaded.values() if page.pk not in withheld]
    read_ahead(open_pages, fields, draft=draft)
    payload: dict[int, Json] = {}
    for page in known:
        if page.pk in documents:
            payload[page.pk] = _from_document(page, documents[page.pk].fields, fields, site)
        elif page.pk in loaded or page.pk in withheld:
            payload[page.pk] = stub(loaded.get(page.pk, page), site)
    for page in open_pages:
        payload[page.pk] |= own_fields(page, fields, site)
    shown = [page for page in known if page.pk in payload and page.pk not in withheld]
    surroundings = around(shown, {*fields, *expand.kinds}, drafts=draft)
    more = _expanded(surroundings, site, expand)
    stubs: dict[int, Json] = {}  # pages of a list have many neighbours in common
    for kind, near in surroundings.items():
        for page in shown:
            beside = near[page.pk][:MAX_CHILDREN]
            for each in beside:
                if each.pk not in stubs:
                    stubs[each.pk] = stub(each, site)
            payload[page.pk][kind] = [
                more.get((kind, each.pk)) or stubs[each.pk] for each in beside
            ]
            if kind == "children":
                payload[page.pk]["children_next"] = _following(site, page, near[page.pk])
    return _Whole(payload, documents, loaded)


def _has_document(page: BasePage | Neighbour, withheld: Container[int]) -> TypeGuard[Neighbour]:
    """Return whether a document may stand for the page: not for one that was read already."""
    return isinstance(page, Neighbour) and page.pk not in withheld


def _loaded(
    pages: Sequence[BasePage | Neighbour], done: Container[int], site: ServedSite
) -> Iterator[BasePage]:
    """Yield the pages as their types have them, but those that need nothing more.

    Pages of other sites are always read: only they know their addresses.
    """
    lacking = []
    for page in pages:
        if not isinstance(page, Neighbour):
            yield page
        elif page.pk not in done or not site.path_of(page):
            lacking.append(page)
    yield from specific(lacking)


def _from_document(
    page: BasePage | Neighbour, stored: Json, fields: Collection[str], site: ServedSite
) -> Json:
    payload = stub(page, site)
    payload |= {name: value for name, value in stored.items() if name in fields}
    if "seo" in payload:
        payload["seo"]["canonical_url"] = payload["url"]
    return payload


def _expanded(
    surroundings: Mapping[str, Mapping[int, list[Neighbour]]], site: ServedSite, expand: Expansion
) -> dict[tuple[str, int], Json]:
    payload: dict[tuple[str, int], Json] = {}
    for kind, further in expand.kinds.items():
        beside = {each.pk: each for found in surroundings.get(kind, {}).values() for each in found}
        pages = [*beside.values()][:MAX_EXPANDED]
        types = {label_of(page.content_type_id) for page in pages} & page_types().keys()
        known = {name for each in types for name in detail_schema(page_types()[each]).model_fields}
        names = known - {*KINDS} if further.fields is None else further.fields
        for each in whole(pages, names, site, further):
            payload[kind, each["id"]] = each
    return payload


def read_ahead(pages: Sequence[BasePage], fields: Collection[str], *, draft: bool = False) -> None:
    """Read what these fields of the pages need, in a number of queries that is fixed."""
    if not pages:
        return
    if "body" in fields:
        resolve(*(page.body for page in pages))
    prefetch_related_objects(pages, "locale")
    if aliases := [page for page in pages if page.alias_of_id]:
        prefetch_related_objects(aliases, "alias_of")
    if "seo" in fields:
        prefetch_related_objects(pages, "social_image")
        prefetch_renditions([page.social_image for page in pages if page.social_image])
    # The relations of drafts are their own, not the database's, and are read with them.
    stored = [page for page in pages if not (draft and is_composed(page))]
    for model in {type(page) for page in stored}:
        same = [page for page in stored if type(page) is model]
        own = set(fields) & set(model.fields_schema.model_fields)
        topics = ("topics",) if "topics" in fields else ()
        prefetch_related_objects(same, *(model.fields_prefetch if own else ()), *topics)


def is_composed(page: BasePage) -> bool:
    """Return whether the page was made of a revision's content, with its relations."""
    return "_cluster_related_objects" in vars(page)


def own_fields(page: BasePage, fields: Collection[str], site: ServedSite) -> Json:
    """Return those of the fields that the page itself says, in the order of its schema."""
    payload = stub(page, site)
    own = set(fields) & set(page.fields_schema.model_fields)
    with override(page.locale.language_code):  # in which records and labels are shown
        if own:
            payload |= page.read_fields().model_dump(mode="json", include=own)
        for name, read in READ.items():
            if name in fields:
                payload[name] = read(page, payload)
    known = detail_schema(type(page)).model_fields
    said = own | READ.keys()
    return {name: payload[name] for name in known if name in payload and name in said}


def _following(
    site: ServedSite, page: BasePage | Neighbour, children: Sequence[Neighbour]
) -> str | None:
    """Return the address of the children behind the first hundred; None where these are all."""
    if len(children) <= MAX_CHILDREN:
        return None
    place = cursor_of(children[MAX_CHILDREN - 1], "path")
    query = urlencode([("parent", page.pk), ("cursor", place), *site.query])
    return f"{site.origin}{reverse('delivery:api-root')}pages/?{query}"


def _canonical(page: BasePage, payload: Json) -> Any:
    """Return the address of the page, or of the page that it is an alias of."""
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


READ = {
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

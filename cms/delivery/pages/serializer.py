"""Pages to JSON, many at once: the number of queries does not depend on how many."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.db.models import prefetch_related_objects
from django.urls import reverse
from django.utils.translation import override
from wagtail.models import Page

from cms.content.addresses import addressed_by
from cms.content.blocks.prose import resolve
from cms.content.blocks.stream import stream_json
from cms.content.images import image_json, prefetch_renditions
from cms.content.page import BasePage
from cms.delivery.http.cursor import cursor_of
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import (
    KINDS,
    MOST_CHILDREN,
    PARENT,
    Neighbour,
    around,
    language_of,
    parent_of,
    state_of,
)
from cms.delivery.pages.schema import (
    NoticeJson,
    PageStub,
    Seo,
    TopicJson,
    detail_schema,
    page_types,
)
from cms.maintenance.state import Notice

MOST_EXPANDED = 100  # pages of one kind; more stay stubs
STUB = tuple(PageStub.model_fields)
Json = dict[str, Any]


@dataclass(frozen=True)
class Expansion:
    """The kinds of pages around a page that are expanded, and those around them.

    `fields` are what expanded pages have besides the stub; None is all.
    """

    kinds: Mapping[str, "Expansion"] = field(default_factory=dict)
    fields: frozenset[str] | None = None


NOTHING_MORE = Expansion()


def stub(page: Page | Neighbour, site: ServedSite) -> Json:
    path = site.path_of(page)
    url = site.root_url + path
    if not path and isinstance(page, Page):  # of another site
        path = url = page.full_url or ""
    return {
        "id": page.pk,
        "type": label_of(page.content_type_id),
        "title": page.title,
        "path": path,
        "url": url,
        "locale": language_of(page),
        "parent": parent_of(page),
        "state": "maintenance" if isinstance(state_of(page), Notice) else "content",
    }


def label_of(content_type_id: int) -> str:
    """The page type, like `home.ContentPage`."""
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model._meta.label if model else ""


def under_maintenance(page: Page | Neighbour, notice: Notice, site: ServedSite) -> Json:
    payload = NoticeJson(
        heading=notice.heading, message=notice.message, since=notice.since, until=notice.until
    )
    return stub(page, site) | {"notice": payload.model_dump()}


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
    pages: Sequence[BasePage],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion = NOTHING_MORE,
    *,
    draft: bool = False,
) -> list[Json]:
    """Return the wanted fields of specific pages; the stub of withheld ones, unless as drafts."""
    with addressed_by(site):
        return _whole(pages, fields, site, expand, draft=draft)


def _whole(
    pages: Sequence[BasePage],
    fields: Collection[str],
    site: ServedSite,
    expand: Expansion,
    *,
    draft: bool,
) -> list[Json]:
    open_pages = [page for page in pages if draft or not isinstance(state_of(page), Notice)]
    _read_ahead(open_pages, fields, draft=draft)
    payload = {page.pk: _tell(page, fields, site) for page in open_pages}
    surroundings = around(open_pages, {*fields, *expand.kinds}, drafts=draft)
    more = _expanded(surroundings, site, expand)
    for kind, found in surroundings.items():
        for page in open_pages:
            beside = found[page.pk][:MOST_CHILDREN]
            payload[page.pk][kind] = [
                more.get((kind, each.pk)) or stub(each, site) for each in beside
            ]
            if kind == "children":
                payload[page.pk]["children_next"] = _following(site, page, found[page.pk])
    return [payload.get(page.pk) or stub(page, site) for page in pages]


def _expanded(
    surroundings: Mapping[str, Mapping[int, list[Neighbour]]], site: ServedSite, expand: Expansion
) -> dict[tuple[str, int], Json]:
    payload: dict[tuple[str, int], Json] = {}
    for kind, further in expand.kinds.items():
        beside = {each.pk: each for found in surroundings.get(kind, {}).values() for each in found}
        pages = specific([*beside.values()][:MOST_EXPANDED])
        known = {name for page in pages for name in detail_schema(type(page)).model_fields}
        names = known - {*KINDS} if further.fields is None else further.fields
        for each in whole(pages, names, site, further):
            payload[kind, each["id"]] = each
    return payload


def _read_ahead(pages: Sequence[BasePage], fields: Collection[str], *, draft: bool) -> None:
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
    if draft:  # what it relates to is its own, not the database's
        return
    for model in {type(page) for page in pages}:
        same = [page for page in pages if type(page) is model]
        own = set(fields) & set(model.fields_schema.model_fields)
        topics = ("topics",) if "topics" in fields else ()
        prefetch_related_objects(same, *(model.fields_prefetch if own else ()), *topics)


def _tell(page: BasePage, fields: Collection[str], site: ServedSite) -> Json:
    payload = stub(page, site)
    own = set(fields) & set(page.fields_schema.model_fields)
    with override(page.locale.language_code):  # in which records and labels are shown
        if own:
            payload |= page.read_fields().model_dump(mode="json", include=own)
        for name, read in READ.items():
            if name in fields:
                payload[name] = read(page, payload)
    known = (*STUB, *detail_schema(type(page)).model_fields)
    return {name: payload[name] for name in known if name in payload}


def _following(site: ServedSite, page: BasePage, children: Sequence[Neighbour]) -> str | None:
    """Return the address of the children behind the first hundred; None where these are all."""
    if len(children) <= MOST_CHILDREN:
        return None
    place = cursor_of(children[MOST_CHILDREN - 1], "path")
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
    return [
        TopicJson(slug=each.slug, name=each.name, description=each.description).model_dump()
        for each in (topic.in_language() for topic in page.topics.all())
    ]


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

"""Pages to JSON, many at once: the number of queries does not depend on how many."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from wagtail.models import Page, Site

from cms.content.blocks.prose import resolve
from cms.content.blocks.stream import stream_json
from cms.content.images import image_json, prefetch_renditions
from cms.content.page import BasePage
from cms.delivery.schema import NoticeJson, PageStub, Seo, TopicJson, detail_schema
from cms.delivery.surroundings import READERS
from cms.maintenance.state import Notice, public_state

STUB = tuple(PageStub.model_fields)


def stub(page: Page, site: Site) -> dict[str, Any]:
    state = "maintenance" if isinstance(public_state(page), Notice) else "content"
    path = page.get_url(current_site=site) or ""
    return {
        "id": page.pk,
        "type": page.cached_content_type.model_class()._meta.label,
        "title": page.title,
        "path": path,
        "url": path if path.startswith("http") else site.root_url + path,
        "state": state,
    }


def under_maintenance(page: Page, notice: Notice, site: Site) -> dict[str, Any]:
    told = NoticeJson(heading=notice.heading, message=notice.message, until=notice.until)
    return stub(page, site) | {"notice": told.model_dump()}


def whole(pages: Sequence[BasePage], fields: Iterable[str], site: Site) -> list[dict[str, Any]]:
    """The wanted fields of specific pages; of withheld ones the stub."""
    wanted = frozenset(fields)
    open_pages = [page for page in pages if not isinstance(public_state(page), Notice)]
    _read_ahead(open_pages, wanted)
    around = {name: read(open_pages) for name, read in READERS.items() if name in wanted}
    told = {page.pk: _tell(page, wanted, site) for page in open_pages}
    for name, found in around.items():
        for page in open_pages:
            told[page.pk][name] = [stub(each, site) for each in found[page.pk]]
    return [told.get(page.pk) or stub(page, site) for page in pages]


def _read_ahead(pages: Sequence[BasePage], wanted: frozenset[str]) -> None:
    if not pages:
        return
    if "body" in wanted:
        resolve(*(page.body for page in pages))
    if "locale" in wanted:
        prefetch_related_objects(pages, "locale")
    if "seo" in wanted:
        prefetch_related_objects(pages, "social_image")
        prefetch_renditions([page.social_image for page in pages if page.social_image])
    for model in {type(page) for page in pages}:
        same = [page for page in pages if type(page) is model]
        ahead = model.fields_prefetch if wanted & set(model.fields_schema.model_fields) else ()
        topics = ("topics",) if "topics" in wanted else ()
        prefetch_related_objects(same, *ahead, *topics)


def _tell(page: BasePage, wanted: frozenset[str], site: Site) -> dict[str, Any]:
    told = stub(page, site)
    own = set(page.fields_schema.model_fields)
    if wanted & own:
        told |= page.read_fields().model_dump(mode="json", include=set(wanted & own))
    for name in wanted & set(READ):
        told[name] = READ[name](page, told)
    known = (*STUB, *detail_schema(type(page)).model_fields)
    return {name: told[name] for name in known if name in told}


def _seo(page: BasePage, told: dict[str, Any]) -> dict[str, Any]:
    image = image_json(page.social_image, alt=page.title) if page.social_image else None
    return Seo(
        title=page.seo_title or page.title,
        description=page.search_description or page.summary,
        canonical_url=told["url"],
        image=image,
    ).model_dump()


def _topics(page: BasePage, told: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        TopicJson(slug=each.slug, name=each.name, description=each.description).model_dump()
        for each in page.topics.all()
    ]


READ = {
    "slug": lambda page, told: page.slug,
    "locale": lambda page, told: page.locale.language_code,
    "summary": lambda page, told: page.summary,
    "date": lambda page, told: page.public_date,
    "first_published_at": lambda page, told: page.first_published_at,
    "last_published_at": lambda page, told: page.last_published_at,
    "seo": _seo,
    "topics": _topics,
    "body": lambda page, told: [block.model_dump() for block in stream_json(page.body)],
}

"""Page to document: the one builder of updates, rebuilds and the drift check."""

import logging
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace

from django.utils.translation import gettext, override
from wagtail.models import Page
from wagtail.search.index import SearchField

from cms.content.blocks.stream import stream_headings, typed_children
from cms.content.page import BasePage
from cms.maintenance.state import Content, public_state
from search.document import Crumb, SearchDocument
from search.fields import search_fields
from search.indexing.attachments.text import text_of
from search.indexing.surroundings import Surroundings, read_surroundings

# Indexed in separate fields; all other searchable fields of a page type are added to the body.
OWN_FIELDS = frozenset({"title", "summary", "body"})
ALL_ATTACHED = 400_000  # characters of all documents of one page

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Built:
    """The documents of the requested pages, and the ids of those that are not public."""

    documents: list[SearchDocument]
    gone: list[int]


def build(page_ids: Iterable[int], version: int) -> Built:
    """Return the current documents of these pages, with the version of the log before."""
    wanted = list(dict.fromkeys(page_ids))
    pages = [
        page
        for page in Page.objects.filter(pk__in=wanted, depth__gt=1, live=True).specific()
        if public_state(page).is_visible
    ]
    around = read_surroundings(pages)
    cache = SimpleNamespace()  # for this batch; Wagtail caches the sites' root paths on it
    found = (build_one(page, around, cache, version) for page in pages)
    documents = [document for document in found if document is not None]
    public = {document.id for document in documents}
    return Built(documents, [page_id for page_id in wanted if page_id not in public])


def build_one(
    page: Page, around: Surroundings, cache: SimpleNamespace, version: int
) -> SearchDocument | None:
    """Return the document of a page, or None for a page outside all sites."""
    parts = page.get_url_parts(cache)
    if parts is None or parts[2] is None:
        return None
    above = around.above(page)
    bare = SearchDocument(
        id=page.pk,
        type=type(page)._meta.label,
        type_label=str(page.get_verbose_name()),
        title=page.title,
        path=parts[2],
        locale=page.locale.language_code,
        organ=_organ([*above, page]),
        breadcrumbs=_breadcrumbs(above, cache),
        state="maintenance",
        more_values={"site": (str(parts[0]),)},
        version=version,
    )
    if not isinstance(public_state(page), Content):
        return bare
    with override(page.locale.language_code):  # in which records and labels are shown
        return _with_content(bare, page, around)


def _with_content(bare: SearchDocument, page: Page, around: Surroundings) -> SearchDocument:
    body = around.bodies.get(page.pk)
    typed = page if isinstance(page, BasePage) else None
    topics = sorted(around.topics.get(page.pk, ()), key=lambda topic: topic.name)
    return replace(
        bare,
        names=typed.other_names() if typed else (),
        headings=tuple(heading.text for heading in stream_headings(body)) if body else (),
        summary=typed.summary if typed else "",
        body="\n".join([*_own_text(page), *_body_text(page, around)]),
        attached=_attached(page, around),
        topics=tuple(topic.slug for topic in topics),
        topic_labels=tuple(topic.in_language().name for topic in topics),
        date=typed.public_date if typed else None,
        state="content",
        more_values={**bare.more_values, **_more_values(page)},
        more_texts=_more_texts(page),
    )


def _more_values(page: Page) -> dict[str, tuple[str, ...]]:
    """Return the values of fields that other apps registered, each once, without empty ones."""
    found = ((each.name, each.read(page)) for each in search_fields().values if each.read)
    listed = ((name, (read,) if isinstance(read, str) else read) for name, read in found)
    return {name: tuple(dict.fromkeys(filter(None, values))) for name, values in listed}


def _more_texts(page: Page) -> dict[str, str]:
    """Return the texts of fields that other apps registered."""
    found = ((each.name, each.read(page)) for each in search_fields().texts if each.read)
    return {
        name: read if isinstance(read, str) else "\n".join(filter(None, read))
        for name, read in found
    }


def _own_text(page: Page) -> Iterator[str]:
    """Yield the values of the type's search fields, and its `searchable_text`."""
    for field in type(page).get_search_fields():
        if isinstance(field, SearchField) and field.field_name not in OWN_FIELDS:
            value = field.get_value(page)
            yield from filter(None, map(str, value if isinstance(value, list) else [value or ""]))
    if isinstance(page, BasePage):
        yield from filter(None, page.searchable_text())


def _body_text(page: Page, around: Surroundings) -> Iterator[str]:
    """Yield the texts of the body, without blocks that fail, such as those of deleted records."""
    body = around.bodies.get(page.pk)
    if body is None:
        return
    for block, value, _ in typed_children(body):
        try:
            yield from [piece for piece in block.searchable_text(value) if piece]
        except (AttributeError, TypeError) as error:
            logger.warning("Page %s: a %s block is not searched: %s", page.pk, block.name, error)


def _attached(page: Page, around: Surroundings) -> str:
    return "\n".join(map(text_of, around.documents.get(page.pk, ())))[:ALL_ATTACHED]


def _organ(line: Sequence[Page]) -> str:
    """Return the title of the nearest organ at or above the page."""
    return next((page.title for page in reversed(line) if _is_organ(page.specific_class)), "")


def _is_organ(page_type: type[Page] | None) -> bool:
    return page_type is not None and issubclass(page_type, BasePage) and page_type.is_organ


def _breadcrumbs(above: Sequence[Page], cache: SimpleNamespace) -> tuple[Crumb, ...]:
    """Return the breadcrumbs of a page, whose parts are cached for all pages below."""
    made: dict[str, Crumb | None] = cache.__dict__.setdefault("crumbs", {})
    for page in above:
        if page.path not in made:
            made[page.path] = _crumb(page, cache)
    return tuple(crumb for page in above if (crumb := made[page.path]) is not None)


def _crumb(page: Page, cache: SimpleNamespace) -> Crumb | None:
    parts = page.get_url_parts(cache)
    if parts is None or parts[2] is None:
        return None
    if page.depth > 2:
        return Crumb(page.title, parts[2])
    with override(page.locale.language_code):
        return Crumb(gettext("Home"), parts[2])

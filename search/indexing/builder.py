"""Builds documents of pages, for updates, rebuilds and the drift check."""

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
from search.indexing.page_batch import Batch, read_batch

# Indexed in separate fields; all other searchable fields of a page type are added to the body.
SEPARATE_FIELDS = frozenset({"title", "summary", "body"})
MAX_ATTACHED_LENGTH = 400_000  # characters of all attachments of a page

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BuildResult:
    """The documents of some pages, and the ids of the pages that are not public."""

    documents: list[SearchDocument]
    not_public: list[int]


def build(page_ids: Iterable[int], version: int) -> BuildResult:
    """Build the current documents of these pages; `version` is that of the log before."""
    ids = list(dict.fromkeys(page_ids))
    pages = [
        page
        for page in Page.objects.filter(pk__in=ids, depth__gt=1, live=True).specific()
        if public_state(page).is_visible
    ]
    return build_from(ids, pages, version)


def build_from(
    ids: Sequence[int], pages: Sequence[Page], version: int, *, drafts: bool = False
) -> BuildResult:
    """Build documents from instances of those of the pages `ids` that are shown, or from drafts."""
    batch = read_batch(pages, drafts=drafts)
    cache = SimpleNamespace()  # of this batch, on which Wagtail caches the root paths of sites
    built = (build_document(page, batch, cache, version, is_draft=drafts) for page in pages)
    documents = [document for document in built if document is not None]
    public = {document.id for document in documents}
    return BuildResult(documents, [page_id for page_id in ids if page_id not in public])


def build_document(
    page: Page, batch: Batch, cache: SimpleNamespace, version: int, *, is_draft: bool = False
) -> SearchDocument | None:
    """Return the document of a page, or None for a page that belongs to no site.

    That of a draft has its content, also if the page is not public.
    """
    parts = page.get_url_parts(cache)
    if parts is None or parts[2] is None:
        return None
    ancestors = batch.ancestors_of(page)
    document = SearchDocument(
        id=page.pk,
        type=type(page)._meta.label,
        type_label=str(page.get_verbose_name()),
        title=page.title,
        path=parts[2],
        locale=page.locale.language_code,
        organ=_organ([*ancestors, page]),
        breadcrumbs=_breadcrumbs(ancestors, cache),
        state="maintenance",
        more_values={"site": (str(parts[0]),)},
        version=version,
    )
    if not is_draft and not isinstance(public_state(page), Content):
        return document
    with override(page.locale.language_code):  # the language of records and labels
        return _with_content(document, page, batch)


def _with_content(document: SearchDocument, page: Page, batch: Batch) -> SearchDocument:
    body = batch.bodies.get(page.pk)
    typed = page if isinstance(page, BasePage) else None
    topics = sorted(batch.topics.get(page.pk, ()), key=lambda topic: topic.name)
    return replace(
        document,
        names=typed.other_names() if typed else (),
        headings=tuple(heading.text for heading in stream_headings(body)) if body else (),
        summary=typed.summary if typed else "",
        body="\n".join([*_field_texts(page), *_body_text(page, batch)]),
        attached=_attached(page, batch),
        topics=tuple(topic.slug for topic in topics),
        topic_labels=tuple(topic.in_language().name for topic in topics),
        date=typed.public_date if typed else None,
        state="content",
        more_values={**document.more_values, **_more_values(page)},
        more_texts=_more_texts(page),
    )


def _more_values(page: Page) -> dict[str, tuple[str, ...]]:
    """Return the values of fields of other apps, without duplicates and empty values."""
    values_by_name = ((each.name, each.read(page)) for each in search_fields().values if each.read)
    listed = ((name, (read,) if isinstance(read, str) else read) for name, read in values_by_name)
    return {name: tuple(dict.fromkeys(filter(None, values))) for name, values in listed}


def _more_texts(page: Page) -> dict[str, str]:
    """Return the texts of fields of other apps."""
    texts = ((each.name, each.read(page)) for each in search_fields().texts if each.read)
    return {
        name: read if isinstance(read, str) else "\n".join(filter(None, read))
        for name, read in texts
    }


def _field_texts(page: Page) -> Iterator[str]:
    """Yield the values of the type's search fields, and its `searchable_text`."""
    for field in type(page).get_search_fields():
        if isinstance(field, SearchField) and field.field_name not in SEPARATE_FIELDS:
            value = field.get_value(page)
            yield from filter(None, map(str, value if isinstance(value, list) else [value or ""]))
    if isinstance(page, BasePage):
        yield from filter(None, page.searchable_text())


def _body_text(page: Page, batch: Batch) -> Iterator[str]:
    """Yield the texts of the body; blocks that fail, as for deleted records, are skipped."""
    body = batch.bodies.get(page.pk)
    if body is None:
        return
    for block, value, _ in typed_children(body):
        try:
            yield from [text for text in block.searchable_text(value) if text]
        except (AttributeError, TypeError) as error:
            logger.warning("Page %s: a %s block is not searched: %s", page.pk, block.name, error)


def _attached(page: Page, batch: Batch) -> str:
    return "\n".join(map(text_of, batch.documents.get(page.pk, ())))[:MAX_ATTACHED_LENGTH]


def _organ(path: Sequence[Page]) -> str:
    """Return the title of the nearest organ among a page and its ancestors; empty if none."""
    return next((page.title for page in reversed(path) if _is_organ(page.specific_class)), "")


def _is_organ(page_type: type[Page] | None) -> bool:
    return page_type is not None and issubclass(page_type, BasePage) and page_type.is_organ


def _breadcrumbs(ancestors: Sequence[Page], cache: SimpleNamespace) -> tuple[Crumb, ...]:
    """Return the breadcrumbs of a page; each crumb is cached for the pages below."""
    crumbs: dict[str, Crumb | None] = cache.__dict__.setdefault("crumbs", {})
    for page in ancestors:
        if page.path not in crumbs:
            crumbs[page.path] = _crumb(page, cache)
    return tuple(crumb for page in ancestors if (crumb := crumbs[page.path]) is not None)


def _crumb(page: Page, cache: SimpleNamespace) -> Crumb | None:
    parts = page.get_url_parts(cache)
    if parts is None or parts[2] is None:
        return None
    if page.depth > 2:
        return Crumb(page.title, parts[2])
    with override(page.locale.language_code):
        return Crumb(gettext("Home"), parts[2])

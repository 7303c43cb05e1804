"""Runs the content checks on pages, with a fixed number of queries for link targets."""

import datetime
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import urlsplit

from django.db.models import prefetch_related_objects
from django.utils import timezone
from wagtail.blocks.stream_block import StreamValue
from wagtail.documents import get_document_model

from cms.content.blocks.prose import leaves
from cms.content.blocks.stream import stream_headings, stream_text, typed_children
from cms.content.blocks.typed import Prose
from cms.content.checks.copied import copied_language, originals
from cms.content.checks.registry import content_checks
from cms.content.checks.rules import Finding, Link, PageText, findings, links_in
from cms.content.checks.sections import empty_sections, has_content
from cms.content.importer.tree import NoSiteError, Tree
from cms.maintenance.state import public_states

REVIEW_EVERY = datetime.timedelta(days=365)
Attributes = Mapping[str, str]


class CheckablePage(Protocol):
    """The attributes of a page that the checks read."""

    pk: Any
    locale: Any
    translation_key: Any
    summary: Any
    body: Any
    first_published_at: Any
    reviewed_on: Any

    @property
    def lead_field(self) -> str: ...

    @property
    def has_content_beside_body(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The findings of a page, and the ids of linked pages, existing or not."""

    findings: tuple[Finding, ...]
    targets: frozenset[int]


def check(pages: Sequence[CheckablePage]) -> dict[int, CheckResult]:
    """Return the results by page id; pages are checked as they are in memory, saved or not."""
    models: Sequence[Any] = pages
    prefetch_related_objects(models, "locale")
    links = {page.pk: [*_links(page)] for page in pages}
    targets = _Targets([attributes for pairs in links.values() for _, attributes in pairs])
    copied_from = originals(pages)
    results = {}
    for page in pages:
        page_links = [Link(label, targets.is_broken(to)) for label, to in links[page.pk]]
        ids = {pk for _, to in links[page.pk] if (pk := targets.page(to)) is not None}
        all_findings = (
            *findings(_page_text(page, page_links, copied_from.get(page.pk))),
            *_app_findings(page),
        )
        results[page.pk] = CheckResult(all_findings, frozenset(ids))
    return results


def _app_findings(page: CheckablePage) -> Iterator[Finding]:
    for code, each in content_checks.entries().items():
        yield from (Finding(code, message) for message in each.find(page))


def untranslated_language(page: CheckablePage) -> str:
    """Return the name of the default language if a translation mostly repeats the original text."""
    original = originals([page]).get(page.pk)
    return copied_language(_texts(page), _texts(original)) if original else ""


def _texts(page: CheckablePage) -> list[str]:
    return [page.summary, *_lead_texts(page), *stream_text(page.body)]


def _page_text(
    page: CheckablePage, links: Collection[Link], original: CheckablePage | None
) -> PageText:
    return PageText(
        language=page.locale.language_code,
        summary=page.summary,
        text="\n".join([*_lead_texts(page), *stream_text(page.body)]),
        headings=tuple((each.level, each.text) for each in stream_headings(page.body)),
        links=tuple(links),
        has_more=page.has_content_beside_body or _shows_something(page.body),
        empty_sections=empty_sections(page.body),
        same_as=copied_language(_texts(page), _texts(original)) if original else "",
        images_without_alt=_without_alt(list(page.body.raw_data)),
        review_due=_review_due(page),
    )


def _shows_something(body: StreamValue) -> bool:
    return any(has_content(block, value) for block, value, _ in typed_children(body))


def _lead_texts(page: CheckablePage) -> Iterator[str]:
    if page.lead_field:
        yield Prose(getattr(page, page.lead_field)).plain


def _links(page: CheckablePage) -> Iterator[tuple[str, Attributes]]:
    sources = [leaf.source for leaf in leaves(page.body) if isinstance(leaf, Prose)]
    if page.lead_field:
        sources.insert(0, getattr(page, page.lead_field))
    for source in sources:
        yield from links_in(source)


def _without_alt(raw: Any) -> int:
    """Count images in raw blocks with neither a description nor the decorative mark."""
    if isinstance(raw, Mapping):
        if {"image", "alt_text", "decorative"} <= raw.keys():
            return bool(raw["image"] and not raw["alt_text"] and not raw["decorative"])
        return sum(_without_alt(each) for each in raw.values())
    return sum(map(_without_alt, raw)) if isinstance(raw, list) else 0


def _review_due(page: CheckablePage) -> datetime.date | None:
    published = page.first_published_at
    reviewed = page.reviewed_on or (timezone.localdate(published) if published else None)
    return reviewed + REVIEW_EVERY if reviewed else None


class _Targets:
    """The pages and documents to which links lead; links to other sites are not followed."""

    def __init__(self, links: Sequence[Attributes]) -> None:
        paths = {path for each in links if (path := _path(each))}
        self._at_path = _pages_at(paths)
        ids = {int(each["id"]) for each in links if _is(each, "page")}
        states = public_states(ids | set(self._at_path.values()))
        self._public = {pk for pk, state in states.items() if state.is_visible}
        document_ids = {int(each["id"]) for each in links if _is(each, "document")}
        documents = get_document_model().objects.filter(pk__in=document_ids)
        self._documents = set(documents.values_list("pk", flat=True)) if document_ids else set()

    def page(self, link: Attributes) -> int | None:
        """Return the id of the linked page, or None."""
        return int(link["id"]) if _is(link, "page") else self._at_path.get(_path(link))

    def is_broken(self, link: Attributes) -> bool:
        if _is(link, "document"):
            return int(link["id"]) not in self._documents
        is_to_page = _is(link, "page") or bool(_path(link))
        return is_to_page and self.page(link) not in self._public


def _is(link: Attributes, kind: str) -> bool:
    return link.get("linktype") == kind and link.get("id", "").isdigit()


def _path(link: Attributes) -> str:
    """Return the path of a handwritten link to a page of this site, or an empty string."""
    try:
        parts = urlsplit(link.get("href", ""))
    except ValueError:
        return ""
    is_on_site = not parts.scheme and not parts.netloc
    return (
        parts.path if is_on_site and parts.path.startswith("/") and parts.path[-1:] == "/" else ""
    )


def _pages_at(paths: Collection[str]) -> dict[str, int]:
    try:
        return {path: page.pk for path, page in Tree().pages(paths).items()} if paths else {}
    except NoSiteError:
        return {}

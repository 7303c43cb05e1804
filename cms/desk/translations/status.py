"""The status of translations by page and language."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import batched
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from wagtail.models import Locale, Page, Revision

from cms.desk.models import FollowedVersion
from cms.desk.translations.texts import texts

REVISIONS_AT_ONCE = 500


class Status(StrEnum):
    """The state of one page in one language; the label is for people."""

    MISSING = "missing"
    OUTDATED = "outdated"
    STARTED = "started"
    PUBLISHED = "published"

    @property
    def label(self) -> str:
        return {"started": "Draft"}.get(self.value, self.value.capitalize())


@dataclass(frozen=True, slots=True)
class Source:
    """A published page of the default language."""

    pk: int
    title: str
    key: UUID
    depth: int
    live_revision: int | None
    published: datetime | None


@dataclass(frozen=True, slots=True)
class Translation:
    """A page in another language that is not an alias."""

    pk: int
    title: str
    locale: int
    is_live: bool
    edited: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One page in one language."""

    source: Source
    status: Status
    translation: Translation | None


class Translations:
    """All sources and their translations into the other languages, read in four queries."""

    def __init__(self, pages: "QuerySet[Page]") -> None:
        self.sources = _sources(pages)
        self.locales: Sequence[Locale] = [
            each
            for each in Locale.objects.filter(language_code__in=dict(settings.LANGUAGES))
            if each.language_code != settings.LANGUAGE_CODE
        ]
        self._translations = _translations(self.locales)
        self._followed = dict(FollowedVersion.objects.values_list("page_id", "revision_id"))
        self._changed = self._find_changed()

    def rows(self, locale: Locale) -> list[Row]:
        """Return every source's row in a language, in the order of the page tree."""
        rows = []
        for source in self.sources:
            translation = self._translations.get((source.key, locale.pk))
            rows.append(Row(source, self._status(source, translation), translation))
        return rows

    def counts(self, locale: Locale) -> Counter[Status]:
        """Return the number of pages for each status."""
        return Counter(row.status for row in self.rows(locale))

    def _status(self, source: Source, translation: Translation | None) -> Status:
        if translation is None:
            return Status.MISSING
        if translation.pk in self._changed:
            return Status.OUTDATED
        return Status.PUBLISHED if translation.is_live else Status.STARTED

    def _find_changed(self) -> set[int]:
        """Return the ids of translations whose source has other texts than the version followed."""
        changed, candidates = set(), []
        for source in self.sources:
            for locale in self.locales:
                translation = self._translations.get((source.key, locale.pk))
                if translation is None:
                    continue
                revision = self._followed.get(translation.pk)
                if revision is None:
                    if (
                        source.published
                        and translation.edited
                        and source.published > translation.edited
                    ):
                        changed.add(translation.pk)
                elif source.live_revision and revision != source.live_revision:
                    candidates.append((translation.pk, revision, source.live_revision))
        with_other_texts = _with_other_texts({(before, after) for _, before, after in candidates})
        return changed | {
            pk for pk, before, after in candidates if (before, after) in with_other_texts
        }


def _sources(pages: "QuerySet[Page]") -> list[Source]:
    sources = pages.filter(
        locale__language_code=settings.LANGUAGE_CODE, depth__gt=1, live=True, alias_of=None
    ).order_by("path")
    values: Iterable[Any] = sources.values_list(
        "pk", "title", "translation_key", "depth", "live_revision_id", "last_published_at"
    )
    return [Source(*row) for row in values]


def _translations(locales: Iterable[Locale]) -> dict[tuple[UUID, int], Translation]:
    rows = Page.objects.filter(locale__in=locales, alias_of=None, depth__gt=1).values_list(
        "translation_key", "pk", "title", "locale_id", "live", "latest_revision_created_at"
    )
    return {(key, columns[2]): Translation(*columns) for key, *columns in rows}


def _with_other_texts(pairs: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return the pairs of revisions whose texts are not the same."""
    ids = {each for pair in pairs for each in pair}
    hashes = {}
    for chunk in batched(ids, REVISIONS_AT_ONCE):
        for revision in Revision.objects.filter(pk__in=chunk).select_related("content_type"):
            model = revision.content_type.model_class()
            hashes[revision.pk] = hash(texts(revision.content, model)) if model else revision.pk
    return {(before, after) for before, after in pairs if hashes.get(before) != hashes.get(after)}

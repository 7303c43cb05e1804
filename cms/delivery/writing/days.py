"""The public dates of pages, as they are stored beside the documents."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from wagtail.models import Page

from cms.delivery.documents.models import PageDay
from cms.delivery.pages.declared import public_date

if TYPE_CHECKING:
    from django.db.models import QuerySet


def dated_pages() -> "QuerySet[Page]":
    """Return the pages that have a row with their public date."""
    pages: QuerySet[Page] = Page.objects.filter(live=True, depth__gt=1)
    return pages


def public_days(page_ids: Iterable[int]) -> list[PageDay]:
    """Return the public dates of those of these pages that are published."""
    pages = dated_pages().filter(pk__in=page_ids).order_by("pk")
    rows = pages.annotate(shown_date=public_date()).values_list("pk", "shown_date")
    return [PageDay(page_id=pk, day=day) for pk, day in rows]

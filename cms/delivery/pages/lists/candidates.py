"""The next pages in the order of an index, among which the rows of a list are searched."""

from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, OuterRef, Subquery
from django.db.models.expressions import RawSQL

from cms.delivery.documents.models import PageDay
from cms.delivery.pages.lists.form import NOW, PK, VALUE, Form
from cms.maintenance.state import withheld

if TYPE_CHECKING:
    from django.db.models import QuerySet


def among_candidates(pages: Any, form: Form) -> Any:
    """Return the next of the pages in the order of the list, without those that have no value."""
    if form.sort_name == "path":
        return pages.model.objects.filter(pk__in=Subquery(_by_path(pages, form).values("pk")))
    return pages.filter(pk__in=Subquery(_by_day(form).values("page_id"))).exclude(withheld(NOW))


def stored_day() -> Subquery:
    """Return the expression for the stored public date of a page."""
    return Subquery(PageDay.objects.filter(page_id=OuterRef("pk")).values("day"))


def _by_path(pages: Any, form: Form) -> Any:
    if form.has_cursor:
        pages = pages.filter(**{f"path__{'lt' if form.is_descending else 'gt'}": VALUE})
    return pages.order_by(form.sort)[: form.candidates]


def _by_day(form: Form) -> "QuerySet[PageDay]":
    days = PageDay.objects.filter(day__isnull=False)
    if form.has_cursor:
        # The ORM would compare the two columns by OR, which reads no range of the index.
        after = f"(day, page_id) {'<' if form.is_descending else '>'} (%s, %s)"
        days = days.filter(RawSQL(after, [VALUE, PK], output_field=BooleanField()))  # noqa: S611
    order = ("-day", "-page_id") if form.is_descending else ("day", "page_id")
    return days.order_by(*order)[: form.candidates]

"""The pages of a list, as querysets."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.models import Topic
from cms.content.page import BasePage
from cms.delivery.http.problem import invalid, not_one_of
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.declared import FieldFilter, shown_date
from cms.delivery.pages.fallback import check_languages, with_fallback
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.schema import page_types
from cms.maintenance.state import unrestricted, withheld

if TYPE_CHECKING:
    from django.db.models import QuerySet

MAX_NAMED = 30  # topics in a message; `topics/` has all
NOT_PUBLIC = _("There is no public page here.")


class Within(NamedTuple):
    """The pages to which a list is limited: these ids, below a parent, below an ancestor."""

    ids: Sequence[int] = ()
    parent: Page | None = None
    ancestor: Page | None = None

    def filter(self, pages: Any) -> Any:
        """Return those of the pages that are within."""
        if self.ids:
            pages = pages.filter(pk__in=self.ids)
        if self.parent:
            pages = pages.child_of(self.parent)
        return pages.descendant_of(self.ancestor) if self.ancestor else pages


def public_pages(site: ServedSite) -> "QuerySet[Page]":
    """Return the published pages of the site, without restricted ones, with withheld ones."""
    return unrestricted(Page.objects.filter(site.below(), live=True))


def filtered(site: ServedSite, params: ListParameters, filters: Sequence[FieldFilter]) -> Any:
    """Return the public pages of a list; raises a 422 problem for values that nothing has."""
    check_topics(params.topic)
    models: Sequence[type[BasePage]] = types_of(params.type)
    pages = within_tree(public_pages(site), params, NOT_PUBLIC)
    if params.fallback:
        check_languages(site, params.fallback, "fallback")
        check_languages(site, params.locale, "locale")
        public = partial(public_pages, site)
        pages = pages.filter(with_fallback(public, params.locale, params.fallback))
    elif params.locale:
        check_languages(site, params.locale, "locale")
        pages = pages.filter(locale__language_code__in=params.locale)
    if filters or params.topic:
        models = models_with_fields(models, filters)
        of_types = (Q(pk__in=matching(model, filters, params.topic)) for model in models)
        return pages.filter(reduce(or_, of_types)).exclude(withheld())
    return pages.type(*models)


def types_of(labels: Sequence[str]) -> tuple[type[BasePage], ...]:
    """Return the page types with these labels, all of them if there are no labels."""
    return tuple(page_types()[label] for label in labels or page_types())


def check_topics(slugs: Sequence[str]) -> None:
    """Raise a 422 problem for the slug of no topic."""
    if not slugs:
        return
    topics = [*Topic.objects.order_by("slug").values_list("slug", flat=True)]
    for slug in slugs:
        if slug not in topics:
            more = ["…"] if len(topics) > MAX_NAMED else []
            raise invalid("topic", not_one_of(slug, [*topics[:MAX_NAMED], *more]))


def within_tree(pages: Any, params: ListParameters, missing: str | Promise) -> Any:
    """Return the pages that match the parameters `id`, `parent` and `ancestor`.

    Raises a 422 problem with the message `missing` if the parent or ancestor is not in `pages`.
    """

    def page(name: str, pk: int | None) -> Page | None:
        if not pk:
            return None
        page: Page | None = pages.filter(pk=pk).first()
        if page is None:
            raise invalid(name, missing)
        return page

    parent, ancestor = page("parent", params.parent), page("ancestor", params.ancestor)
    return Within(params.id, parent, ancestor).filter(pages)


def models_with_fields(
    models: Sequence[type[BasePage]], filters: Iterable[FieldFilter]
) -> Sequence[type[BasePage]]:
    """Return the types that have all fields; raises a 422 problem if there is none."""
    for each in filters:
        matching_models = [model for model in models if model in each.field.models]
        if not matching_models:
            known = ", ".join(model._meta.label for model in each.field.models)
            text = _("no page type in this list has this field. Use one of: {known}.")
            raise invalid(each.parameter, format_lazy(text, known=known))
        models = matching_models
    return models


def matching(
    model: type[BasePage], filters: Iterable[FieldFilter], topics: Collection[str]
) -> "QuerySet[Any, Any]":
    """Return the ids of matching pages of one type, withheld ones included."""
    rows: Any = model._default_manager.annotate(shown_date=shown_date())
    if topics:
        rows = rows.filter(topics__slug__in=topics)
    for each in filters:
        rows = rows.filter(each.condition)
    ids: QuerySet[Any, Any] = rows.values("pk")
    return ids

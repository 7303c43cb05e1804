"""The list of pages: filters, sorts, and cursors that stay right while content changes."""

from functools import reduce
from operator import or_
from typing import Annotated, Any, Literal

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate
from django.http import HttpRequest
from pydantic import Field, WithJsonSchema
from wagtail.models import Page

from cms.delivery.http.cursor import after, cursor_of
from cms.delivery.http.parameters import Commas, Day, LanguageCode, Limit, PageId, Timestamp
from cms.delivery.http.problem import invalid
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.expansion import FormParameters, expansion
from cms.delivery.pages.neighbours import PARENT, neighbour, state_of, visible
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import FieldName, PageType, detail_fields, page_types
from cms.delivery.pages.serializer import specific, stub, whole
from cms.maintenance.register import register
from cms.maintenance.state import Content, withheld

Sort = Literal[
    "path",
    "title",
    "first_published_at",
    "last_published_at",
    "-path",
    "-title",
    "-first_published_at",
    "-last_published_at",
]
Fields = Annotated[
    tuple[FieldName, ...],
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "string", "enum": ["*", *detail_fields()]},
            "x-commas": True,
        }
    ),
]


class ListParameters(FormParameters):
    """Those with brackets compare: `date[gte]=2024-01-01`. Withheld pages match none of them."""

    type: tuple[PageType, ...] = Field((), description="Pages of these types.")
    parent: PageId | None = Field(None, description="Pages directly below this page, by its id.")
    ancestor: PageId | None = Field(None, description="Pages anywhere below this page.")
    locale: tuple[LanguageCode, ...] = Field((), description="Pages in these languages.")
    topic: tuple[str, ...] = Field((), description="Pages on these topics, by their slugs.")
    date_from: Day | None = Field(None, alias="date[gte]", description="Public date from.")
    date_before: Day | None = Field(None, alias="date[lt]", description="Public date before.")
    published_from: Timestamp | None = Field(
        None, alias="last_published_at[gte]", description="Last published at this moment or later."
    )
    published_before: Timestamp | None = Field(
        None, alias="last_published_at[lt]", description="Last published before this moment."
    )
    fields: Fields = Field((), description="Fields besides the stub's; `*` is all of them.")
    sort: Sort = Field("path", description="By one field; `-` turns the order around.")
    limit: Limit = Field(20, description="The most pages that one answer has.")
    cursor: str | None = Field(None, description="From `next` of the part before.")


def list_pages(request: HttpRequest, site: ServedSite, params: ListParameters) -> dict[str, Any]:
    """One part of the list; sorted by the chosen field, then by id."""
    found = after(_filtered(site, params), params.sort, params.cursor)
    rows = found.annotate(parent_id=PARENT).select_related("locale")
    pages = list(rows[: params.limit + 1])
    shown = visible(map(neighbour, pages[: params.limit]))
    if _about_content(params):  # the database knows of direct aliases only
        shown = [each for each in shown if isinstance(state_of(each), Content)]
    fields = detail_fields() if "*" in params.fields else params.fields
    if fields or params.expand:
        items = whole(specific(shown), fields, site, expansion(params.expand))
        if params.rich_text == "tree":
            add_trees(items)
    else:
        items = [stub(page, site) for page in shown]
    more = cursor_of(pages[params.limit - 1], params.sort) if len(pages) > params.limit else None
    return {"items": items, "next": more and next_url(request, more)}


def public_pages(site: ServedSite) -> "QuerySet[Page]":
    """Published pages of the site outside restricted subtrees; withheld ones included."""
    pages: QuerySet[Page] = Page.objects.filter(site.below(), live=True)
    for path in register.snapshot().restricted:
        pages = pages.exclude(path__startswith=path)
    return pages


def _filtered(site: ServedSite, params: ListParameters) -> Any:
    models = [page_types()[label] for label in params.type] or [*page_types().values()]
    pages: Any = public_pages(site)
    pages = pages.type(*models)
    if params.parent:
        pages = pages.child_of(_page(params.parent, site, "parent"))
    if params.ancestor:
        pages = pages.descendant_of(_page(params.ancestor, site, "ancestor"))
    if params.locale:
        known = {root.language for root in site.roots}
        for code in set(params.locale) - known:
            valid = ", ".join(sorted(known))
            raise invalid("locale", f"“{code}” is no language of this site; valid: {valid}.")
        pages = pages.filter(locale__language_code__in=params.locale)
    if said := _about_content(params):
        matching = (Q(pk__in=said(model)) for model in models)
        pages = pages.filter(reduce(or_, matching)).exclude(withheld())
    return pages


def _about_content(params: ListParameters) -> Any:
    """Filters by what the content says; a withheld page must not answer by matching them."""
    wanted = Q()
    if params.topic:
        wanted &= Q(topics__slug__in=params.topic)
    if params.date_from:
        wanted &= Q(shown_date__gte=params.date_from)
    if params.date_before:
        wanted &= Q(shown_date__lt=params.date_before)
    if params.published_from:
        wanted &= Q(last_published_at__gte=params.published_from)
    if params.published_before:
        wanted &= Q(last_published_at__lt=params.published_before)
    if not wanted:
        return None
    shown_date = Coalesce("date", TruncDate("first_published_at"))
    return lambda model: (
        model._default_manager.annotate(shown_date=shown_date).filter(wanted).values("pk")
    )


def _page(pk: int, site: ServedSite, name: str) -> Page:
    page: Page | None = public_pages(site).filter(pk=pk).first()
    if page is None:
        raise invalid(name, f"There is no public page {pk}.")
    return page


def next_url(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

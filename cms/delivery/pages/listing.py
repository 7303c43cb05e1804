"""The list of pages, with filters, sort orders and cursors."""

from collections.abc import Collection, Iterable, Sequence
from functools import partial, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from pydantic import Field, WithJsonSchema, create_model
from pydantic_core import to_json
from wagtail.models import Page

from cms.content.models import Topic
from cms.content.page import BasePage
from cms.delivery.http.cursor import after, cursor_of
from cms.delivery.http.parameters import Commas, LanguageCode, Limit, PageId, Truth
from cms.delivery.http.problem import invalid, not_one_of
from cms.delivery.http.responses import answer_json
from cms.delivery.http.served_site import ServedSite
from cms.delivery.http.surrogate_keys import keys, neighbour_keys
from cms.delivery.pages.declared import (
    SORT_KEY,
    FieldFilter,
    declared_fields,
    filter_parameters,
    read_filters,
    shown_date,
    sort_key,
)
from cms.delivery.pages.expansion import Fields, FormParameters, expansion
from cms.delivery.pages.fallback import (
    FALLBACK_DESCRIPTION,
    Fallback,
    check_languages,
    mark_fallbacks,
    with_fallback,
)
from cms.delivery.pages.neighbours import COLUMNS, PARENT, PageRow, state_of, visible
from cms.delivery.pages.richtext import add_trees
from cms.delivery.pages.schema import PageType, detail_fields, page_types
from cms.delivery.pages.serializer import serialize
from cms.delivery.pages.stubs import stub
from cms.delivery.pages.whole import are_joinable, whole_pages
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.state import Content, unrestricted, withheld
from cms.media.draft_links import sign_files

MAX_NAMED = 30  # topics in a message; `topics/` has all
SORTS = ("path", "title", *declared_fields())
if TYPE_CHECKING:
    Sort = str
else:
    Sort = Literal[(*SORTS, *(f"-{name}" for name in SORTS))]
Ids = Annotated[
    tuple[PageId, ...],
    Field(max_length=100),
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1},
            "maxItems": 100,
            "x-commas": True,
        }
    ),
]


class _ListParameters(FormParameters):
    """Parameters with brackets compare: `date[gte]=2024-01-01`. Withheld pages match none."""

    type: tuple[PageType, ...] = Field((), description="Pages of these types.")
    id: Ids = Field((), description="These pages, by their ids.")
    parent: PageId | None = Field(None, description="Pages directly below this page, by its id.")
    ancestor: PageId | None = Field(None, description="Pages anywhere below this page.")
    locale: tuple[LanguageCode, ...] = Field((), description="Pages in these languages.")
    fallback: Fallback = Field((), description=FALLBACK_DESCRIPTION)
    topic: tuple[str, ...] = Field((), description="Pages on these topics, by their slugs.")
    fields: Fields = Field((), description="Fields besides the stub's; `*` is all of them.")
    sort: Sort = Field("path", description="By one field; `-` turns the order around.")
    total: Truth = Field(False, description="`true` counts the pages of all parts as `total`.")
    limit: Limit = Field(20, description="The most pages that one answer has.")
    cursor: str | None = Field(None, description="From `next` of the part before.")
    version: Literal["live", "draft"] = Field(
        "live", description="`draft` lists the latest drafts; it needs a key with the scope drafts."
    )


if TYPE_CHECKING:
    ListParameters = _ListParameters
else:
    ListParameters = create_model(
        "ListParameters",
        __base__=_ListParameters,
        __doc__=_ListParameters.__doc__,
        **{
            attribute: (kind, default)
            for attribute, kind, default in filter_parameters(
                frozenset(_ListParameters.model_fields)
            )
        },
    )


class _Item(NamedTuple):
    """An item as JSON, with the surrogate keys of what it shows, and of the pages around it."""

    content: bytes
    shown: Iterable[str]
    around: Iterable[str]


def list_pages(request: HttpRequest, site: ServedSite, params: ListParameters) -> HttpResponse:
    """Return one part of the list: `items`, `next` and `total`.

    Sorted by the chosen field, then by id.
    """
    filters = [*read_filters(vars(params))]
    queryset = _filtered(site, params, filters)
    name, column = params.sort.removeprefix("-"), ""
    rows = queryset.annotate(parent_id=PARENT)
    if name in declared_fields():
        rows, column = rows.annotate(**{SORT_KEY: sort_key(name)}), SORT_KEY
    rows = after(rows, params.sort, params.cursor, column)
    columns = [*COLUMNS, column] if column else COLUMNS
    found = list(rows.values_list(*columns, named=True)[: params.limit + 1])
    part = [PageRow._make(row[: len(COLUMNS)]) for row in found[: params.limit]]
    if filters or params.topic:
        part = [page for page in part if _is_content(page)]
    elif column:
        # The sort value is null only for withheld pages and their direct aliases, not for aliases
        # of those, and the public must not learn the value of a withheld page.
        values = {row.pk: row[-1] for row in found}
        part = [page for page in part if values[page.pk] is None or _is_content(page)]
    items = _items(visible(part), site, params)
    has_more = len(found) > params.limit
    next_cursor = cursor_of(found[params.limit - 1], params.sort, column) if has_more else None
    following = {
        "next": next_cursor and next_url(request, next_cursor),
        "total": _count(queryset) if params.total else None,
    }
    content = b",".join(each.content for each in items)
    return answer_json(
        b'{"items":[' + content + b"]," + to_json(following)[1:],
        [
            "pages",
            *(key for each in items for key in each.shown),
            *(key for each in items for key in each.around),
        ],
        is_cacheable=True,
    )


def _items(pages: Sequence[PageRow], site: ServedSite, params: ListParameters) -> list[_Item]:
    """Return the pages as stubs or with the requested fields, joined from documents if possible."""
    fields, expanded = params.fields, expansion(params)
    if "*" in fields:
        fields = detail_fields()
    is_whole = "*" in params.fields and are_joinable(params) and not params.fallback
    joined = whole_pages(pages, site) if is_whole else {}
    others = [page for page in pages if page.pk not in joined]
    if fields or params.expand:
        payloads = serialize(others, fields, site, expanded, use_documents=not is_whole)
        if restricted_pages_included():
            sign_files(payloads)
        if params.rich_text == "tree":
            add_trees(payloads)
    else:
        payloads = [stub(page, site) for page in others]
    if params.fallback:
        mark_fallbacks(payloads, params.locale[0])
    items = {
        each["id"]: _Item(to_json(each), keys(each), neighbour_keys(each)) for each in payloads
    }
    for pk, whole in joined.items():
        items[pk] = _Item(whole.content, whole.shown, [f"around-{pk}"])
    return [items[page.pk] for page in pages if page.pk in items]


def _is_content(page: PageRow) -> bool:
    return isinstance(state_of(page), Content)


def _count(pages: "QuerySet[Page]") -> int:
    return pages.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now())).count()


def public_pages(site: ServedSite) -> "QuerySet[Page]":
    """Return the published pages of the site, without restricted ones, with withheld ones."""
    return unrestricted(Page.objects.filter(site.below(), live=True))


def _filtered(site: ServedSite, params: ListParameters, filters: Sequence[FieldFilter]) -> Any:
    check_topics(params.topic)
    models: Sequence[type[BasePage]] = [page_types()[label] for label in params.type]
    models = models or [*page_types().values()]
    pages = within_tree(public_pages(site), params, _("There is no public page here."))
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

    def page(name: str, pk: int) -> Page:
        found: Page | None = pages.filter(pk=pk).first()
        if found is None:
            raise invalid(name, missing)
        return found

    found = pages.filter(pk__in=params.id) if params.id else pages
    if params.parent:
        found = found.child_of(page("parent", params.parent))
    if params.ancestor:
        found = found.descendant_of(page("ancestor", params.ancestor))
    return found


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


def next_url(request: HttpRequest, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return request.build_absolute_uri(f"{request.path}?{query.urlencode()}")

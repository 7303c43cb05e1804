"""Lists of drafts, for front ends that preview more than one page."""

from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import DateTimeField, Q
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.models import Topic
from cms.delivery.http.cursor import part_of
from cms.delivery.http.problem import invalid
from cms.delivery.http.served_site import ServedSite
from cms.delivery.keys import require_scope
from cms.delivery.pages.declared import (
    SORT_KEY,
    DeclaredField,
    FieldFilter,
    declared_fields,
    read_filters,
)
from cms.delivery.pages.drafts.page import drafts_json, private
from cms.delivery.pages.drafts.revisions import draft_rows, latest_drafts
from cms.delivery.pages.drafts.values import CHANGED, declared_value, sort_value
from cms.delivery.pages.expansion import expansion
from cms.delivery.pages.fallback import check_languages
from cms.delivery.pages.lists.filters import (
    check_topics,
    matching,
    models_with_fields,
    types_of,
    within_tree,
)
from cms.delivery.pages.lists.listing import next_url
from cms.delivery.pages.lists.parameters import ListParameters
from cms.delivery.pages.schema import detail_fields
from cms.delivery.pages.stubs import stub

NOT_FOR_DRAFTS = _("this cannot be used for drafts.")
PREFIX = "draft_"  # of the columns to which filters refer


def list_drafts(request: HttpRequest, site: ServedSite, params: ListParameters) -> HttpResponse:
    """Return one part of the list of the site's latest drafts; never cacheable.

    Pages that were never published, restricted ones and those under maintenance are included.
    Raises a problem: 401 or 403 without a key of that scope, 422 for parameters of live pages.
    """
    require_scope(request, "drafts", site.pk)
    filters = [*read_filters(vars(params), PREFIX)]
    name = params.sort.removeprefix("-")
    sorting = declared_fields().get(name)
    expansion(params)  # raises a problem for fields of pages that are not expanded
    _check(params, [(each.parameter, each.field) for each in filters], sorting)
    queryset = _filtered(site, params, filters)
    rows = queryset.annotate(**{SORT_KEY: sort_value(name, sorting)}).only("pk")
    part, next_cursor = part_of(rows, params.sort, params.cursor, params.limit, SORT_KEY)
    pks = [page.pk for page in part]
    items = {item["id"]: item for item in _items(pks, site, params)}
    return private(
        {
            "items": [items[pk] for pk in pks if pk in items],
            "next": next_cursor and next_url(request, next_cursor),
            "total": queryset.count() if params.total else None,
        }
    )


def _items(pks: Sequence[int], site: ServedSite, params: ListParameters) -> list[dict[str, Any]]:
    pages = Page.objects.filter(pk__in=pks)
    if not params.fields and not params.expand:
        return [stub(page, site) | {"state": "draft"} for page in draft_rows(pages)]
    fields = detail_fields() if "*" in params.fields else params.fields
    return drafts_json(latest_drafts(pages), fields, site, params, names_drafts=True)


def _check(
    params: ListParameters,
    filters: Sequence[tuple[str, DeclaredField]],
    sorting: DeclaredField | None,
) -> None:
    if params.fallback:
        raise invalid("fallback", NOT_FOR_DRAFTS)
    used = [*filters, *([("sort", sorting)] if sorting else [])]
    for parameter, field in used:
        # Revisions store times as ISO 8601 text, which does not compare like times.
        if not field.name.endswith("published_at") and _is_time(field):
            raise invalid(parameter, NOT_FOR_DRAFTS)


def _is_time(field: DeclaredField) -> bool:
    columns = {each.name: each for each in field.models[0]._meta.concrete_fields}
    return isinstance(columns.get(field.name), DateTimeField)


def _filtered(site: ServedSite, params: ListParameters, filters: Sequence[FieldFilter]) -> Any:
    check_topics(params.topic)
    pages = within_tree(Page.objects.filter(site.below()), params, _("There is no page here."))
    if params.locale:
        check_languages(site, params.locale, "locale")
        pages = pages.filter(locale__language_code__in=params.locale)
    types = models_with_fields(types_of(params.type), filters)
    pages = pages.type(*types)
    for each in filters:
        column = {f"{PREFIX}{each.field.name}": declared_value(each.field)}
        pages = pages.alias(**column).filter(each.condition)
    if params.topic:
        same = (Q(pk__in=matching(model, (), params.topic)) for model in types)
        changed = _changed_with_topics(site, params.topic)
        pages = pages.filter((~CHANGED & reduce(or_, same)) | Q(pk__in=changed))
    return pages


def _changed_with_topics(site: ServedSite, slugs: Sequence[str]) -> list[int]:
    """Return ids of changed pages whose drafts have one of these topics."""
    ids = {*Topic.objects.filter(slug__in=slugs).values_list("pk", flat=True)}
    rows = Page.objects.filter(site.below(), CHANGED)
    drafts = rows.values_list("pk", "latest_revision__content__topics")
    return [pk for pk, chosen in drafts if ids.intersection(chosen or ())]

"""The list of pages: filters, sorts, and cursors that stay right while content changes."""

import base64
import json
from typing import Any

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Locale, Page, Site

from cms.delivery import parameters
from cms.delivery.problem import invalid
from cms.delivery.reading import stub, whole
from cms.delivery.schema import detail_fields, page_types
from cms.maintenance.register import register
from cms.maintenance.state import visible

PARAMETERS = ("type", "parent", "ancestor", "locale", "fields", "sort", "limit", "cursor")
SORTS = {
    "path": "path",
    "title": "title",
    "first_published_at": "first_published_at",
    "last_published_at": "last_published_at",
}
MAX_LIMIT = 100
_signer = Signer(salt="delivery.pages")


def list_pages(request: HttpRequest, site: Site) -> dict[str, Any]:
    """One page of the list; sorted by the chosen field, then by id."""
    parameters.only(request, PARAMETERS)
    descending = [f"-{name}" for name in SORTS]
    sort = parameters.choice(request, "sort", [*SORTS, *descending], "path")
    limit = parameters.number(request, "limit", 20, 1, MAX_LIMIT) or 20
    fields = parameters.names(request, "fields", detail_fields())
    found = _filtered(request, site)
    pages = list(_after(found, sort, parameters.text(request, "cursor"))[: limit + 1])
    shown = visible(pages[:limit])
    if fields:
        items = whole(_specific(shown), fields, site)
    else:
        items = [stub(page, site) for page in shown]
    more = _cursor(pages[limit - 1], sort) if len(pages) > limit else None
    return {"items": items, "next": more and _next_url(request, site, more)}


def public_pages(site: Site) -> Any:
    """Published pages of the site outside restricted subtrees; withheld ones included."""
    pages = Page.objects.descendant_of(site.root_page, inclusive=True).filter(live=True)
    for path in register.snapshot().restricted:
        pages = pages.exclude(path__startswith=path)
    return pages


def _specific(pages: list[Page]) -> list[Any]:
    order = {page.pk: place for place, page in enumerate(pages)}
    found = Page.objects.filter(pk__in=order).specific()
    return sorted(found, key=lambda page: order[page.pk])


def _filtered(request: HttpRequest, site: Site) -> Any:
    pages = public_pages(site)
    types = {model._meta.label: model for model in page_types()}
    if given := request.GET.getlist("type"):
        for label in given:
            if label not in types:
                message = f"“{label}” is no page type; valid are {', '.join(sorted(types))}."
                raise invalid("type", message)
        pages = pages.type(*(types[label] for label in given))
    if parent := parameters.number(request, "parent", None, 1, 2**62):
        pages = pages.child_of(_page(parent, site, "parent"))
    if ancestor := parameters.number(request, "ancestor", None, 1, 2**62):
        pages = pages.descendant_of(_page(ancestor, site, "ancestor"))
    if code := parameters.text(request, "locale"):
        locale = Locale.objects.filter(language_code=code).first()
        if locale is None:
            raise invalid("locale", f"“{code}” is no language of this site.")
        pages = pages.filter(locale=locale)
    return pages


def _page(pk: int, site: Site, name: str) -> Page:
    page: Page | None = public_pages(site).filter(pk=pk).first()
    if page is None:
        raise invalid(name, f"There is no public page {pk}.")
    return page


def _after(pages: Any, sort: str, cursor: str | None) -> Any:
    """The pages behind the cursor's; keyset paging, so nothing repeats or is left out."""
    field, sign = SORTS[sort.lstrip("-")], "-" if sort.startswith("-") else ""
    if field.endswith("_at"):
        pages = pages.exclude(**{field: None})
    if cursor is not None:
        value, pk = _read_cursor(cursor, sort)
        past = "lt" if sign else "gt"
        further = Q(**{f"{field}__{past}": value}) | Q(**{field: value, f"pk__{past}": pk})
        pages = pages.filter(further)
    return pages.order_by(sign + field, f"{sign}pk")


def _cursor(page: Page, sort: str) -> str:
    value = getattr(page, SORTS[sort.lstrip("-")])
    place = json.dumps([sort, value.isoformat() if hasattr(value, "isoformat") else value, page.pk])
    return base64.urlsafe_b64encode(_signer.sign(place).encode()).decode().rstrip("=")


def _read_cursor(cursor: str, sort: str) -> tuple[Any, int]:
    try:
        signed = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        made_for, value, pk = json.loads(_signer.unsign(signed))
    except (ValueError, BadSignature) as error:
        raise invalid("cursor", "The cursor is not one that this list gave.") from error
    if made_for != sort:
        raise invalid("cursor", f"The cursor belongs to a list sorted by {made_for}.")
    return value, pk


def _next_url(request: HttpRequest, site: Site, cursor: str) -> str:
    query = request.GET.copy()
    query["cursor"] = cursor
    return f"{site.root_url}{request.path}?{query.urlencode()}"

"""The parts of the layout around the content of a page, rendered once for the same values."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import get_template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from cms.content.layout.chrome import home_path, navigation, site_of_layout

CACHE_SIZE = 1_000
"""The number of rendered parts in memory."""
QUICK = "includes/quick.html"
MARKER = "layout_marker"
"""The attribute of a request whose response is joined with the parts later."""


class Part(NamedTuple):
    """A part: its template, and the values that it shows, of the site and of the page."""

    template: str
    of_site: tuple[str, ...] = ()
    of_page: tuple[str, ...] = ()
    constants: tuple[tuple[str, str], ...] = ()


HEADER = ("home_path", "navigation", "site_texts")
PARTS = {
    "open_search": Part("includes/open_search.html", ("home_path", "site_texts")),
    "alternates": Part("includes/alternates.html", (), ("languages",)),
    "header": Part("includes/header.html", HEADER, ("languages",)),
    "searchable_header": Part("includes/header.html", HEADER, ("languages",), (("quick", QUICK),)),
    "breadcrumb": Part("includes/breadcrumb.html", (), ("breadcrumb", "title")),
    "section": Part("includes/section.html", (), ("section",)),
    "related": Part("includes/related.html", (), ("related",)),
    "footer": Part("includes/footer.html", ("navigation", "site_texts"), ("languages",)),
}
OF_SITE: dict[str, Callable[[HttpRequest], Any]] = {
    "home_path": home_path,
    "navigation": lambda request: tuple(navigation(request)),
    "site_texts": site_of_layout,
}

type Marker = Callable[[str], str]


def marker_of(request: HttpRequest) -> Marker | None:
    """Return the function that gives the markers of parts, if they are joined later."""
    marker: Marker | None = getattr(request, MARKER, None)
    return marker


def set_marker(request: HttpRequest, marker: Marker) -> None:
    """Render markers in place of parts, which are joined later."""
    setattr(request, MARKER, marker)


def render_part(name: str, request: HttpRequest, of_page: Mapping[str, Any]) -> SafeString:
    """Return the HTML of a part for a request and the values of its page."""
    part = PARTS[name]
    values = (
        *part.constants,
        *((each, OF_SITE[each](request)) for each in part.of_site),
        *((each, _hashable(of_page.get(each))) for each in part.of_page),
    )
    return render_once(part.template, values)


def render_once(template: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    """Return the HTML of a template for hashable values, from the cache if it was rendered."""
    # Templates that change while the site runs are not cached.
    render = _render.__wrapped__ if settings.DEBUG else _render
    return render(template, get_language(), values)


def _hashable(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


@lru_cache(maxsize=CACHE_SIZE)
def _render(template: str, language: str, values: tuple[tuple[str, Any], ...]) -> SafeString:
    context = {"search_path": reverse("search"), **dict(values)}
    if "site_texts" in context:
        context["site_name"] = context["site_texts"].name
    return mark_safe(get_template(template).render(context))  # noqa: S308 a rendered template

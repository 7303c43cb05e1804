"""The template context of the search page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy

from search.api.presentation import address
from search.fields import search_fields
from search.page.card import card
from search.request.refinement import chips, toggled, within
from search.request.search_request import SearchRequest
from search.result import FacetCount
from search.service.search import Answer
from search.text.words import segments
from search.vocabulary.labels import labels

FACET_SIZE, YEARS = 12, 60
BOXES = {
    "all": gettext_lazy("All of: {value}"),
    "phrase": gettext_lazy("Exactly: {value}"),
    "any": gettext_lazy("Any of: {value}"),
    "none": gettext_lazy("None of: {value}"),
}
SORTS = {
    "relevance": gettext_lazy("Best match"),
    "-date": gettext_lazy("Newest"),
    "date": gettext_lazy("Oldest"),
}


@dataclass(frozen=True, slots=True)
class SearchLink:
    """A link to a search, such as a facet value or a sort order."""

    label: str
    url: str
    count: int | None = None
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class FacetList:
    name: str
    title: str
    links: tuple[SearchLink, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar for one year, in units of the view box, which is 100 high.

    Its pointer target extends halfway to the neighbouring bars.
    """

    year: str
    url: str
    count: int
    x: float
    y: float
    height: float
    catch_x: float
    catch_width: float
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Histogram:
    bars: tuple[Bar, ...]
    width: float
    bar_width: float


def with_facets(request: SearchRequest) -> SearchRequest:
    """Return the request with all facets, which the page always shows."""
    sizes = tuple(
        (name, YEARS if name == "date" else FACET_SIZE) for name in search_fields().facets
    )
    return request.with_options(facets=sizes)


def search_url(request: SearchRequest) -> str:
    """Return the path of the search page for a request, without the default facets."""
    return address(reverse("search"), replace(request, facets=()))


def facet_lists(answer: Answer) -> list[FacetList]:
    """Return the facets with more than one value, except years."""
    return [
        FacetList(
            name,
            str(search_fields()[name].label),
            tuple(_facet_links(answer.request, name, counts)),
        )
        for name, counts in answer.result.facets.items()
        if name != "date" and (len(counts) > 1 or any(each.selected for each in counts))
    ]


def _facet_links(
    request: SearchRequest, name: str, counts: Sequence[FacetCount]
) -> Iterable[SearchLink]:
    names = labels(name, [each.value for each in counts])
    for each in counts:
        if name != "date":
            target = search_url(toggled(request, name, each.value))
            yield SearchLink(names.get(each.value, each.value), target, each.count, each.selected)


def histogram(answer: Answer) -> Histogram | None:
    """Return the histogram of years, or None for fewer than two years."""
    counts = {int(each.value): each.count for each in answer.result.facets.get("date", ())}
    if len(counts) < 2:
        return None
    request, highest = answer.request, max(counts.values()) or 1
    years = range(max(min(counts), max(counts) - YEARS + 1), max(counts) + 1)
    step = 600 / len(years)
    places = [(place, year) for place, year in enumerate(years) if counts.get(year)]
    middles = [(place + 0.41) * step for place, _ in places]
    between = [(first + second) / 2 for first, second in pairwise(middles)]
    edges = [0, *between, 600]
    bars = [
        Bar(
            year=str(year),
            url=search_url(within(request, date(year, 1, 1), date(year, 12, 31))),
            count=counts[year],
            x=round(place * step, 2),
            y=round(100 - 96 * counts[year] / highest, 2),
            height=round(96 * counts[year] / highest, 2),
            catch_x=round(start, 2),
            catch_width=round(end - start, 2),
            is_chosen=_includes_year(request, year),
        )
        for (place, year), (start, end) in zip(places, pairwise(edges), strict=True)
    ]
    return Histogram(tuple(bars), 600, round(step * 0.82, 2))


def _includes_year(request: SearchRequest, year: int) -> bool:
    first, last = request.date_from, request.date_to
    if first is None and last is None:
        return False
    return (first is None or first.year <= year) and (last is None or year <= last.year)


def chip_links(request: SearchRequest) -> list[SearchLink]:
    """Return the active filters, each with a link that removes it."""
    return [
        SearchLink(_chip_label(each.parameter, each.value), search_url(each.without))
        for each in chips(request)
    ]


def _chip_label(parameter: str, value: str) -> str:
    if parameter in BOXES:
        return BOXES[parameter].format(value=value)
    if parameter == "date":
        first, _, last = value.partition("..")
        return gettext("Date: {first} – {last}").format(first=first or "…", last=last or "…")
    return f"{search_fields()[parameter].label}: {labels(parameter, [value])[value]}"


def sort_links(request: SearchRequest) -> list[SearchLink]:
    return [
        SearchLink(
            _sort_label(sort),
            search_url(replace(request, sort=sort, cursor="")),
            is_chosen=is_chosen,
        )
        for sort in search_fields().sorts
        if (is_chosen := request.sort == sort) or sort in SORTS or not sort.startswith("-")
    ]


def _sort_label(sort: str) -> str:
    return str(SORTS.get(sort) or search_fields()[sort.removeprefix("-")].label)


def relaxed(request: SearchRequest) -> list[SearchRequest]:
    """Return less restrictive requests to try if nothing was found."""
    unfiltered = request.with_text(request.query.text)
    bare = replace(
        unfiltered,
        filters={},
        date_from=None,
        date_to=None,
        match="any",
    )
    words = replace(bare, text=" ".join(_words(request)))
    variants: list[SearchRequest] = []
    for each in (replace(request, match="any", cursor=""), bare, words):
        if each != request and each.text and each not in variants:
            variants.append(each)
    return variants


def _words(request: SearchRequest) -> list[str]:
    text = " ".join((request.text, request.all, request.phrase, request.any))
    return [word for word in segments(text) if word not in {"AND", "OR", "NOT", "NEAR"}]


def page_context(answer: Answer) -> dict[str, Any]:
    request, result = answer.request, answer.result
    following = replace(request, cursor=answer.cursor) if answer.cursor else None
    return {
        "answer": answer,
        "cards": [card(each) for each in answer.hits],
        "related_cards": [card(each) for each in answer.related],
        "facet_lists": facet_lists(answer),
        "histogram": histogram(answer),
        "sorts": sort_links(request),
        "next_url": search_url(following) if following else None,
        "first_url": search_url(replace(request, cursor="")) if request.cursor else None,
        "suggestion": result.suggestion,
        "suggestion_url": search_url(request.with_text(result.suggestion))
        if result.suggestion
        else "",
    }

"""A stored search on a listing page, which visitors filter by topic, type and year."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.http import HttpRequest

from cms.delivery.http.served_site import site_of_host
from search.api.presentation import address
from search.engines.protocol import EngineUnavailableError
from search.fields import search_fields
from search.http.paths import API_PATH
from search.page.card import card
from search.page.context import FacetList, SearchLink
from search.request.parameters import read_parameters
from search.request.refinement import toggled, within
from search.request.search_request import SearchRequest
from search.service.cursor import CursorError
from search.service.search import Answer, search
from search.vocabulary.labels import labels

PAGE_SIZE = 20
FACETS = (("topic", 12), ("type", 12), ("date", 40))
VISITORS = {"topic", "type", "date_from", "date_to", "cursor"}
"""The parameters by which a visitor narrows a listing; others are ignored."""


@dataclass(frozen=True, slots=True)
class Listing:
    """The stored part of a listing: words of the query language, a page type, an order."""

    page_id: int
    path: str
    words: str
    type: str
    order: str
    language: str

    def request(self, chosen: SearchRequest) -> SearchRequest:
        """Return the search for what a visitor chose within this listing."""
        filters = {**chosen.filters, "locale": (self.language,)}
        if self.type:
            filters["type"] = (self.type,)
        return replace(
            chosen,
            text=self.words,
            filters=filters,
            sort=self.order,
            facets=FACETS,
            limit=PAGE_SIZE,
            hidden=frozenset({self.page_id}),
        )

    def address(self, chosen: SearchRequest) -> str:
        return address(self.path, chosen)


def chosen_in(request: HttpRequest) -> SearchRequest:
    """Return what the address narrows; parameters that cannot be read are left out."""
    sent = {name: values for name, values in request.GET.lists() if name in VISITORS}
    return read_parameters(sent).request


def listing_context(listing: Listing, request: HttpRequest) -> dict[str, Any]:
    """Return cards, filters and links for the template; `cards` is None without an engine."""
    chosen = chosen_in(request)
    site = site_of_host(request)
    feed = replace(listing.request(replace(chosen, cursor="")), facets=())
    context = {"feed_url": address(API_PATH, feed, format="atom"), "cards": None}
    try:
        answer = search(listing.request(chosen), site=site)
    except CursorError:  # of an index that has gone
        chosen = replace(chosen, cursor="")
        answer = search(listing.request(chosen), site=site)
    except EngineUnavailableError:
        return context
    following = replace(chosen, cursor=answer.cursor) if answer.cursor else None
    return context | {
        "answer": answer,
        "cards": [card(each) for each in answer.hits],
        "facet_lists": _facet_lists(listing, chosen, answer),
        "next_url": listing.address(following) if following else "",
        "first_url": listing.address(replace(chosen, cursor="")) if chosen.cursor else "",
        "all_url": listing.path if chosen.filters or chosen.date_from else "",
    }


def _facet_lists(listing: Listing, chosen: SearchRequest, answer: Answer) -> list[FacetList]:
    """Return the filters that offer a choice."""
    lists = []
    for name, counts in answer.result.facets.items():
        is_fixed = name == "type" and listing.type
        if is_fixed or (len(counts) < 2 and not any(each.selected for each in counts)):
            continue
        names = labels(name, [each.value for each in counts]) if name != "date" else {}
        links = tuple(
            SearchLink(
                names.get(each.value, each.value),
                listing.address(_narrowed(chosen, name, each.value)),
                each.count,
                each.selected or (name == "date" and _is_year(chosen, each.value)),
            )
            for each in counts
        )
        lists.append(FacetList(name, str(search_fields()[name].label), links))
    return lists


def _narrowed(chosen: SearchRequest, name: str, value: str) -> SearchRequest:
    if name != "date":
        return toggled(chosen, name, value)
    if _is_year(chosen, value):
        return within(chosen, None, None)
    return within(chosen, date(int(value), 1, 1), date(int(value), 12, 31))


def _is_year(chosen: SearchRequest, year: str) -> bool:
    first, last = chosen.date_from, chosen.date_to
    return bool(first and last) and (str(first)[:4], str(last)[:4]) == (year, year)

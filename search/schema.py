"""A search's answer as the API tells it."""

from typing import Any, Literal

from pydantic import BaseModel

from search.request import FacetName


class QueryJson(BaseModel):
    """`text` is what was read of the words, `parsed` how it was understood."""

    text: str
    parsed: Any


class WarningJson(BaseModel):
    """`position` counts characters of the parameter from 0."""

    code: str
    message: str
    position: int
    parameter: str


class Total(BaseModel):
    value: int
    relation: Literal["eq", "gte"]


class CrumbJson(BaseModel):
    title: str
    path: str


class HighlightsJson(BaseModel):
    """Escaped HTML in which only `<mark>` is markup."""

    title: list[str]
    body: list[str]


class ResultJson(BaseModel):
    id: int
    type: str
    title: str
    url: str
    path: str
    locale: str
    date: str | None
    summary: str
    breadcrumbs: list[CrumbJson]
    state: Literal["content", "maintenance"]
    score: float | None
    highlights: HighlightsJson


class FacetValueJson(BaseModel):
    value: str
    label: str
    count: int
    selected: bool


class BestBetJson(BaseModel):
    """Put on top by editors for this query."""

    title: str
    url: str
    description: str


class SpellingJson(BaseModel):
    text: str
    url: str


class SearchJson(BaseModel):
    query: QueryJson
    warnings: list[WarningJson]
    total: Total
    engine: Literal["embedded", "elasticsearch"]
    partial: bool
    took_ms: float
    best_bets: list[BestBetJson]
    results: list[ResultJson]
    facets: dict[FacetName, list[FacetValueJson]]
    suggestion: SpellingJson | None
    next: str | None


class SuggestionJson(BaseModel):
    text: str
    url: str
    type: Literal["page", "query"]


class SuggestionsJson(BaseModel):
    suggestions: list[SuggestionJson]

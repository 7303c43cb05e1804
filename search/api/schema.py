"""The schemas of search results in the OpenAPI document."""

from collections.abc import Iterable
from typing import Annotated, Literal

from django.conf import settings
from pydantic import BaseModel, Discriminator, Field, WithJsonSchema

from search.fields import search_fields


def _one_of(names: Iterable[str]) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "enum": [*names]})


QueryField = Annotated[str, _one_of(search_fields().query_names)]
FacetName = Annotated[str, _one_of(search_fields().facets)]
EngineName = Annotated[str, _one_of(settings.SEARCH_ENGINES)]


class TextNode(BaseModel):
    """A word or pattern; `?` in a wildcard is one letter, fuzzy words match similar ones."""

    op: Literal["word", "prefix", "wildcard", "fuzzy"]
    text: str


class PhraseNode(BaseModel):
    """A phrase, with up to `slop` other words between its words."""

    op: Literal["phrase"]
    text: str
    slop: int


class NearNode(BaseModel):
    """Two clauses in either order, with at most `distance` words between them."""

    op: Literal["near"]
    distance: int
    clauses: list["QueryNode"]


class RangeNode(BaseModel):
    """A range of days, both included; null is open."""

    op: Literal["range"]
    first: str | None = Field(alias="from")
    last: str | None = Field(alias="to")


class FieldNode(BaseModel):
    """A clause that must match in one field."""

    op: Literal["field"]
    field: QueryField
    clause: "QueryNode"


class GroupNode(BaseModel):
    op: Literal["and", "or"]
    clauses: list["QueryNode"]


class BagClause(BaseModel):
    occur: Literal["should", "must", "must_not"]
    clause: "QueryNode"


class BagNode(BaseModel):
    """A sequence of clauses, of which a minimum should match."""

    op: Literal["bag"]
    clauses: list[BagClause]


type QueryNode = Annotated[
    TextNode | PhraseNode | NearNode | RangeNode | FieldNode | GroupNode | BagNode,
    Discriminator("op"),
]


class QueryJson(BaseModel):
    """The query: `text` as it was read, `parsed` as it was understood; null matches all pages."""

    text: str
    parsed: QueryNode | None


class WarningJson(BaseModel):
    """A warning; `position` is a character offset in the parameter, from 0."""

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
    """Excerpts as escaped HTML, in which the only markup is `<mark>`."""

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
    state: Literal["content", "maintenance", "draft"]
    score: float | None
    highlights: HighlightsJson


class FacetValueJson(BaseModel):
    value: str
    label: str
    count: int
    selected: bool


class BestBetJson(BaseModel):
    """A page or link that editors put above the results of this query."""

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
    engine: EngineName
    partial: bool
    took_ms: float
    best_bets: list[BestBetJson]
    results: list[ResultJson]
    related_by_meaning: list[ResultJson] = Field(
        description="With `EMBEDDINGS`: pages near in meaning that the words do not find, at most "
        "five, without a score; only with the first results."
    )
    facets: dict[FacetName, list[FacetValueJson]]
    suggestion: SpellingJson | None
    next: str | None


class SuggestionJson(BaseModel):
    text: str
    url: str
    type: Literal["page", "query"]


class SuggestionsJson(BaseModel):
    suggestions: list[SuggestionJson]

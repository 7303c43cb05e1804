"""A search's answer as the API tells it."""

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
    """`?` in a wildcard stands for one letter; a fuzzy word also finds those spelt nearly so."""

    op: Literal["word", "prefix", "wildcard", "fuzzy"]
    text: str


class PhraseNode(BaseModel):
    """Up to `slop` other words may stand in between."""

    op: Literal["phrase"]
    text: str
    slop: int


class NearNode(BaseModel):
    """Both clauses in either order, with at most `distance` words between them."""

    op: Literal["near"]
    distance: int
    clauses: list["QueryNode"]


class RangeNode(BaseModel):
    """Days, both included; null is open."""

    op: Literal["range"]
    first: str | None = Field(alias="from")
    last: str | None = Field(alias="to")


class FieldNode(BaseModel):
    """The clause is looked for in this field only."""

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
    """Clauses side by side, of which a minimum should match."""

    op: Literal["bag"]
    clauses: list[BagClause]


type QueryNode = Annotated[
    TextNode | PhraseNode | NearNode | RangeNode | FieldNode | GroupNode | BagNode,
    Discriminator("op"),
]


class QueryJson(BaseModel):
    """`text` is what was read of the words, `parsed` how it was understood; null finds all."""

    text: str
    parsed: QueryNode | None


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
    engine: EngineName
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

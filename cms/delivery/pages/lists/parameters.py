"""The parameters of lists of pages."""

from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field, WithJsonSchema, create_model

from cms.delivery.http.parameters import Commas, LanguageCode, Limit, PageId, Truth
from cms.delivery.pages.declared import declared_fields, filter_parameters
from cms.delivery.pages.expansion import Fields, FormParameters
from cms.delivery.pages.fallback import FALLBACK_DESCRIPTION, Fallback
from cms.delivery.pages.schema import PageType

MAX_IDS = 100
SORTS = ("path", "title", *declared_fields())
if TYPE_CHECKING:
    Sort = str
else:
    Sort = Literal[(*SORTS, *(f"-{name}" for name in SORTS))]
Ids = Annotated[
    tuple[PageId, ...],
    Field(max_length=MAX_IDS),
    Commas,
    WithJsonSchema(
        {
            "type": "array",
            "items": {"type": "integer", "minimum": 1, "maximum": 2**53 - 1},
            "maxItems": MAX_IDS,
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

"""Pages as the API gives them: stubs, notices, and whole pages of every type.

Every page type declares its fields (`fields_schema`); the unions here are made of
Wagtail's registry of page types, so that this package knows none of them by name.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, create_model
from wagtail.models import get_page_models

from cms.content.blocks.registry import AnyBlock
from cms.content.images import ImageJson
from cms.content.models import Topic
from cms.content.page import BasePage


@cache
def page_types() -> dict[str, type[BasePage]]:
    """Return page types by label, like `home.ContentPage`."""
    models = (model for model in get_page_models() if issubclass(model, BasePage))
    return {model._meta.label: model for model in sorted(models, key=lambda m: m._meta.label)}


if TYPE_CHECKING:
    PageType = str
else:
    PageType = Literal[tuple(page_types())]


class PageStub(BaseModel):
    """A page in lists, and a page under maintenance.

    `path` is within the site, `url` absolute, both percent-encoded; `parent` is the id of the
    published page above. `state` is `draft` in lists and menus of drafts. `fallback_for` is the
    language that the page stands in for, because it has no translation there; absent otherwise.
    `restricted` is true for a page that needs a log-in or a password on the site; absent for
    others, and without a key with that scope.
    """

    model_config = ConfigDict(defer_build=True, json_schema_serialization_defaults_required=False)

    id: int
    type: PageType
    title: str
    path: str
    url: str
    locale: str
    parent: int | None
    state: Literal["content", "maintenance", "draft"]
    fallback_for: str | None = None
    restricted: bool = False


class Seo(BaseModel):
    title: str
    description: str
    canonical_url: str
    image: ImageJson | None


class TopicJson(BaseModel):
    """`locale` is the language of the name, another than the page's where none is translated."""

    slug: str
    name: str
    description: str
    locale: str

    @classmethod
    def of(cls, topic: Topic, code: str = "", fallback: Sequence[str] = ()) -> "TopicJson":
        """Return the topic in a language, by default the active one."""
        translated = topic.in_language(code, fallback)
        locale = topic.text_language(code, fallback)
        return cls(
            slug=topic.slug, name=translated.name, description=translated.description, locale=locale
        )


class PageDetail(PageStub):
    """A whole page of any type. Pages around it are stubs, or as expanded.

    `alias_of` is the id of the page whose content this one shows, with that page's address as
    the canonical one. `children` are the first hundred; `children_next` leads to the others.
    """

    state: Literal["content", "draft"]
    slug: str
    alias_of: int | None
    summary: str
    seo: Seo
    topics: list[TopicJson]
    date: date | None
    first_published_at: datetime | None
    last_published_at: datetime | None
    breadcrumbs: list["AnyPageItem"]
    children: list["AnyPageItem"]
    children_next: str | None
    siblings: list["AnyPageItem"]
    translations: list["AnyPageItem"]
    body: list[AnyBlock]


class NoticeJson(BaseModel):
    heading: str
    message: str
    since: datetime | None
    until: datetime | None


class PageUnderMaintenance(PageStub):
    """A page's notice in place of its content, for clients that prefer notices."""

    state: Literal["maintenance"]
    notice: NoticeJson


class PageRedirect(BaseModel):
    """The page has moved; `location` is its path, or an address elsewhere."""

    state: Literal["redirect"]
    location: str
    permanent: bool


def _label(model: type[BasePage]) -> Any:
    return Literal[model._meta.label]


@cache
def detail_schema(model: type[BasePage]) -> type[PageDetail]:
    """Return the schema of a whole page of one type: the common fields, and those of the type."""
    fields: dict[str, Any] = {
        name: (field.annotation, field) for name, field in model.fields_schema.model_fields.items()
    }
    return create_model(
        model.__name__,
        __base__=PageDetail,
        __doc__=f"A whole page of the type {model._meta.verbose_name}.",
        type=(_label(model), ...),
        **fields,
    )


@cache
def item_schema(model: type[BasePage]) -> type[PageStub]:
    """Return the schema of a page in lists and beside others: a stub, with the requested fields."""
    serialize = detail_schema(model).model_fields
    more: dict[str, Any] = {
        name: (field.annotation, None)
        for name, field in serialize.items()
        if name not in PageStub.model_fields
    }
    return create_model(
        f"{model.__name__}Item",
        __base__=PageStub,
        __doc__="A stub, with the requested fields.",
        type=(_label(model), ...),
        **more,
    )


def _union(schemas: list[Any]) -> Any:
    return Annotated[reduce(or_, schemas), Field(discriminator="type")]


def any_page() -> Any:
    return _union([detail_schema(model) for model in page_types().values()])


def any_item() -> Any:
    return _union([item_schema(model) for model in page_types().values()])


@cache
def detail_fields() -> tuple[str, ...]:
    """Return the names that `fields` may have: the union over all types."""
    schemas = (detail_schema(model) for model in page_types().values())
    return tuple(sorted({name for schema in schemas for name in schema.model_fields}))


type AnyPage = any_page()  # type: ignore[valid-type]
type AnyPageItem = any_item()  # type: ignore[valid-type]

if TYPE_CHECKING:
    FieldName = str
else:
    FieldName = Literal[("*", *detail_fields())]


class PageList(BaseModel):
    """`next` is the address of the following part, null at the end.

    `total` counts the pages of all parts, where the request wants it.
    """

    items: list[AnyPageItem]
    next: str | None
    total: int | None

"""Pages as the API tells them: stubs, notices, and whole pages of every type."""

from datetime import datetime
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal

from django.apps import apps
from pydantic import BaseModel, Field, create_model

from cms.content.blocks import AnyBlock
from cms.content.images import ImageJson
from cms.content.page import BasePage


class PageStub(BaseModel):
    """`path` is within the site, `url` absolute. Under maintenance only this much is told."""

    id: int
    type: str
    title: str
    path: str
    url: str
    state: Literal["content", "maintenance"]


class Seo(BaseModel):
    title: str
    description: str
    canonical_url: str
    image: ImageJson | None


class TopicJson(BaseModel):
    slug: str
    name: str
    description: str


class PageDetail(PageStub):
    """What every whole page has, whatever its type."""

    state: Literal["content"]
    slug: str
    locale: str
    summary: str
    seo: Seo
    topics: list[TopicJson]
    date: str | None
    first_published_at: datetime | None
    last_published_at: datetime | None
    breadcrumbs: list[PageStub]
    children: list[PageStub]
    siblings: list[PageStub]
    translations: list[PageStub]
    body: list[AnyBlock]


class NoticeJson(BaseModel):
    heading: str
    message: str
    until: datetime | None


class PageUnderMaintenance(PageStub):
    """In the place of a whole page, where a client asks for notices."""

    state: Literal["maintenance"]
    notice: NoticeJson


class PageRedirect(BaseModel):
    """The page has moved; `location` is its path, or an address elsewhere."""

    state: Literal["redirect"]
    location: str
    permanent: bool


@cache
def detail_schema(model: type[BasePage]) -> type[PageDetail]:
    """The whole page of one type: what all have, and the type's own fields."""
    own: dict[str, Any] = {
        name: (field.annotation, field) for name, field in model.fields_schema.model_fields.items()
    }
    label: Any = Literal[model._meta.label]
    return create_model(model.__name__, __base__=PageDetail, type=(label, ...), **own)


def page_types() -> list[type[BasePage]]:
    return [model for model in apps.get_models() if issubclass(model, BasePage)]


def any_page() -> Any:
    """The union of all whole pages, told apart by `type`."""
    return Annotated[
        reduce(or_, [detail_schema(model) for model in page_types()]), Field(discriminator="type")
    ]


def detail_fields() -> frozenset[str]:
    """What `fields` may name: the union over all types."""
    return frozenset(name for model in page_types() for name in detail_schema(model).model_fields)

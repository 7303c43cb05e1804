"""The database backend of the admin's search, which reads no other entries when one is written.

Wagtail's own reads all entries twice for each object that is saved: for the average length of
titles, and for the entries whose norm is not set. It also prepares all texts of an object five
times, once for each column.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Avg, F, Model
from django.db.models.functions import Length
from modelsearch.backends import database
from modelsearch.backends.base import BaseSearchBackend
from modelsearch.utils import get_content_type_pk

SAMPLE = 1_000
"""The number of newest entries of whose titles the average length is taken."""


class OwnTitleNorms:
    """A mixin for indexes that sets the title norms of the entries just written, of no others.

    A norm is the average length of titles divided by the length of the entry's own. The average is
    that of a sample; the command `update_index` takes that of all entries and sets all norms.
    """

    entries: Any
    _written: Any

    def add_items(self, model: type[Model], objs: Iterable[Model]) -> None:
        objects = [*objs]
        self._written = self.entries.filter(
            content_type_id=get_content_type_pk(model),
            object_id__in=[str(each.pk) for each in objects],
        )
        super().add_items(model, objects)  # type: ignore[misc]

    def _refresh_title_norms(self, full: bool = False) -> None:
        if full:
            super()._refresh_title_norms(full=True)  # type: ignore[misc]
            return
        newest = _with_length(self.entries).order_by("-pk")[:SAMPLE]
        average = newest.aggregate(average=Avg("title_length"))["average"]
        _with_length(self._written).update(title_norm=average / F("title_length"))


def _with_length(entries: Any) -> Any:
    return entries.annotate(title_length=Length("title")).filter(title_length__gt=0)


def SearchBackend(params: dict[str, Any]) -> BaseSearchBackend:  # noqa: N802 as Wagtail calls it
    """Return Wagtail's backend of this database; on PostgreSQL one with less work."""
    if connection.vendor == "postgresql":
        return _postgresql()(params)
    backend: BaseSearchBackend = database.SearchBackend(params)
    return backend


@cache
def _postgresql() -> type[BaseSearchBackend]:
    """Return the backend of PostgreSQL, whose modules other databases need not load."""
    from modelsearch.backends.database.postgres import postgres

    class ObjectIndexer(postgres.ObjectIndexer):
        """The texts of an object, each read once; Wagtail reads all of them for each column."""

        def __init__(self, obj: Model, backend: BaseSearchBackend) -> None:
            super().__init__(obj, backend)
            self._prepared: dict[int, list[Any]] = {}

        def prepare_field(self, obj: Model, field: Any) -> Iterator[Any]:
            if obj is not self.obj:
                yield from super().prepare_field(obj, field)
                return
            if id(field) not in self._prepared:
                self._prepared[id(field)] = [*super().prepare_field(obj, field)]
            yield from self._prepared[id(field)]

    class Index(OwnTitleNorms, postgres.PostgresIndex):
        """The entries of PostgreSQL."""

    class Backend(postgres.PostgresSearchBackend):
        """Searches PostgreSQL."""

        index_class = Index

    # No setting of Wagtail names the class.
    postgres.ObjectIndexer = ObjectIndexer  # type: ignore[misc]
    return Backend

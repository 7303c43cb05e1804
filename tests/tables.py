"""The tables that queries read, against the declarations of what public responses show."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from cms.changes.watching import registry

TABLE = re.compile(r'(?:FROM|JOIN) "?(\w+)"?')
# Hidden models whose rows decide what is shown; they append to the log by themselves.
OTHERWISE = {
    "wagtailcore.PageViewRestriction": "restricted",
    "maintenance.Maintenance": "maintenance",
    "search.SynonymRule": "steering",
    "search.BestBet": "steering",
    "search.HiddenResult": "steering",
    "search.DeniedSuggestion": "steering",
}
# Hidden models that are read, and why no cached response depends on their rows.
READ = {
    "changes.Change": "the log, by changes/, whose responses are not cached, and for dates",
    "changes.Log": "the identity of the log, by changes/",
    "changes.ReaderState": "by /readyz and /metrics, which are not cached",
    "changes.FailedChange": "by /readyz and /metrics, which are not cached",
    "contenttypes.ContentType": "names of models, written by migrations",
    "media.Placeholder": "made of the file of an image, which is shown",
    "delivery.DocumentsState": "which documents are true, decided when they are read",
    "delivery.PageDay": "derived from pages, decided like documents when it is read",
    "delivery.PageDocument": "derived from pages and what these show",
    "search.DayPage": "what is read most, which may be ten minutes late",
    "search.RelatedRanking": "which pages are related, which follows the index later",
    "search.DayQuery": "what is searched most, which may be ten minutes late",
    "wagtailcore.ReferenceIndex": "written with what it is derived from",
}


@contextmanager
def read_tables() -> Iterator[set[str]]:
    """Collect the names of the tables that are read inside."""
    tables: set[str] = set()

    def collect(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip().startswith(("SELECT", "WITH")):
            tables.update(TABLE.findall(sql))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(collect):
        yield tables


def unwatched(tables: set[str]) -> set[str]:
    """Return the models whose rows are read although a change of them is not appended."""
    models = {model._meta.db_table: model for model in apps.get_models(include_auto_created=True)}
    read = [models[name] for name in tables if name in models]
    return {
        model._meta.label
        for model in read
        if not registry.get_shown_model(model)
        and not registry.is_page(model)
        and model._meta.label not in OTHERWISE | READ
    }

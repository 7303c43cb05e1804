"""Appends changes of objects that responses show to the log: images, redirects, topics.

Signals identify the object. Bulk operations (`QuerySet.update`, `bulk_create`, raw SQL of trees)
send none; they are detected as statements on the model's table and recorded without an id, which
means that any object of the type may have changed.
"""

import re
import threading
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.db.models.signals import (
    post_delete,
    post_migrate,
    post_save,
    pre_delete,
    pre_migrate,
    pre_save,
)
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.settings.models import BaseGenericSetting, BaseSiteSetting
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Page

from cms.changes import log
from cms.changes.models import Kind
from cms.changes.watching import registry
from cms.changes.watching.registry import ShownModel
from cms.changes.watching.showing import pages_showing

# Wagtail writes these when they are first read, which may be in a GET request.
DERIVED_FIELDS = frozenset({"file_hash", "file_size"})
WRITE = re.compile(r'(INSERT|UPDATE|DELETE)(?: OR \w+)?(?: INTO| FROM)? "?(\w+)')


class _Signalled(threading.local):
    """Tables whose next statement comes between a `pre_` signal and its `post_` signal."""

    def __init__(self) -> None:
        self.tables: set[str] = set()


_signalled = _Signalled()
_migrating = False


def append(shown_model: ShownModel, instance: Model) -> None:
    """Append the change of an object, and of the pages that show it."""
    change = (shown_model.kind, shown_model.object_type, shown_model.object_id(instance))
    if not shown_model.part_of or not log.is_appended(*change):
        log.append_object(*change, path=_old_path(instance))
    if shown_model.on_pages and (pages := pages_showing([instance])):
        log.append(Kind.UPDATED, sorted(pages), content_only=True)
    if isinstance(instance, CollectionViewRestriction):
        _update_pages_with_files(instance.collection)


def _old_path(instance: Model) -> str:
    """Return the path that a redirect leads from; empty if it leads to a hidden page."""
    if not isinstance(instance, Redirect):
        return ""
    target = instance.redirect_page
    hidden = target and (not target.live or target.get_view_restrictions().exists())
    return "" if hidden else instance.old_path


def _update_pages_with_files(collection: Collection) -> None:
    """Append the pages that show a file of this collection, or of one below it."""
    inside = Collection.objects.descendant_of(collection, inclusive=True)
    files = [
        *get_document_model().objects.filter(collection__in=inside),
        *get_image_model().objects.filter(collection__in=inside),
    ]
    if pages := pages_showing(files):
        log.append(Kind.UPDATED, sorted(pages), content_only=True)


def _before_save(sender: type[Model], **_: Any) -> None:
    _signalled.tables.add(sender._meta.db_table)


def _after_save(
    sender: type[Model],
    instance: Model,
    created: bool,
    update_fields: frozenset[str] | None,
    **_: Any,
) -> None:
    _signalled.tables.discard(sender._meta.db_table)
    shown_model = registry.get_shown_model(sender)
    is_derived = update_fields is not None and update_fields <= DERIVED_FIELDS
    if shown_model and not is_derived and not (created and shown_model.ignores_creation):
        append(shown_model, instance)


def _before_delete(sender: type[Model], instance: Model, **_: Any) -> None:
    if shown_model := registry.get_shown_model(sender):
        append(shown_model, instance)  # the deletion removes its references
    _signalled.tables.add(sender._meta.db_table)


def _after_delete(sender: type[Model], **_: Any) -> None:
    _signalled.tables.discard(sender._meta.db_table)


def _watch_statement(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
) -> Any:
    """Execute a statement, and append a change if it writes to a watched table."""
    match = WRITE.match(sql)
    shown_model = registry.by_table(match[2]) if match else None
    if match is None or shown_model is None or _migrating or sql.endswith(";"):  # as `flush` writes
        return execute(sql, params, many, context)
    table = match[2]
    try:
        result = execute(sql, params, many, context)
    except Exception:
        _signalled.tables.discard(table)
        raise
    if table not in _signalled.tables and not (
        shown_model.ignores_creation and match[1] == "INSERT"
    ):
        _append_any(shown_model)
    return result


def _append_any(shown_model: ShownModel) -> None:
    """Append a change without an id, because any object of the model may have changed."""
    change = (shown_model.kind, shown_model.object_type, None)
    if log.is_appended(*change):
        return
    log.append_object(*change)
    if shown_model.model is Collection and CollectionViewRestriction.objects.exists():
        # A collection that moves in the tree may make private files public, or the reverse.
        roots = Page.objects.filter(depth=1).values_list("pk", flat=True)
        log.append(Kind.UPDATED, list(roots), subtree=True)


def _watch_connection(connection: BaseDatabaseWrapper, **_: Any) -> None:
    if _watch_statement not in connection.execute_wrappers:
        connection.execute_wrappers.append(_watch_statement)


def _set_migrating(signal: Any, **_: Any) -> None:
    global _migrating
    _migrating = signal is pre_migrate


def show(
    label: str,
    kind: Kind,
    *,
    part_of: str = "",
    ignores_creation: bool = False,
    on_pages: bool = False,
) -> None:
    """Declare that public responses show a model's instances, and watch them (`ShownModel`)."""
    model = apps.get_model(label)
    registry.add(ShownModel(model, kind, part_of, ignores_creation, on_pages))
    pre_save.connect(_before_save, sender=model)
    post_save.connect(_after_save, sender=model)
    pre_delete.connect(_before_delete, sender=model)
    post_delete.connect(_after_delete, sender=model)


def connect() -> None:
    """Watch statements and all settings models; called once, when the apps are ready."""
    connection_created.connect(_watch_connection)
    for signal in (pre_migrate, post_migrate):
        signal.connect(_set_migrating)
    for model in apps.get_models():
        if issubclass(model, BaseGenericSetting | BaseSiteSetting):
            show(model._meta.label, Kind.SETTINGS)

"""The rows of new pages, written in a few statements for all of them.

Django and Wagtail write them page by page, and send signals that this package replaces: see
`cms.changes.watching.pages.append_created` and `indexes`.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.content.page import BasePage

LOGGED = ("wagtail.create", "wagtail.publish")


def insert_base(pages: Sequence[BasePage]) -> list[Page]:
    """Insert the rows that all page types share, give each page its id, and return the rows."""
    rows = Page.objects.bulk_create([_base_row(page) for page in pages])
    for page, row in zip(pages, rows, strict=True):
        page.pk = row.pk
        page.__dict__["id"] = row.pk  # the revision's content has it
    return rows


def _base_row(page: BasePage) -> Page:
    fields = Page._meta.concrete_fields
    row = Page(**{field.attname: getattr(page, field.attname) for field in fields})
    row.content_type_id = page.content_type_id
    return row


def insert_specific(pages: Iterable[BasePage]) -> None:
    """Insert the rows of the pages' own types.

    `bulk_create` refuses models with more than one table, so each table is filled by the method
    that it calls for one.
    """
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, of_type in by_type.items():
        above = [each for each in model._meta.get_parent_list() if each is not Page]
        for table in (*reversed(above), model):
            fields = [each for each in table._meta.local_concrete_fields if not each.generated]
            queryset: Any = QuerySet(table)
            queryset._batched_insert(of_type, fields, None)
        for page in of_type:
            page._state.adding = False
            page._state.db = Page.objects.db


def commit_relations(pages: Iterable[BasePage]) -> None:
    """Save inline records page by page, and many-to-many rows in one statement for each model.

    Relations that were not set are known to be empty, so that nothing reads them.
    """
    links = defaultdict(list)
    for page in pages:
        related = page.__dict__.setdefault("_cluster_related_objects", {})
        for relation in get_all_child_relations(page):
            name = relation.get_accessor_name()
            if name in related:
                with disable_reference_index_auto_update():  # the page is indexed afterwards
                    getattr(page, name).commit()
            else:
                related[name] = []
        for field in get_all_child_m2m_relations(page):
            through = field.remote_field.through
            names = field.m2m_field_name(), field.m2m_reverse_field_name()
            for each in related.setdefault(field.name, []):
                ids = dict(zip((f"{name}_id" for name in names), (page.pk, each.pk), strict=True))
                links[through].append(through(**ids))
    for through, rows in links.items():
        through.objects.bulk_create(rows)


def insert_revisions(
    pages: Sequence[BasePage], rows: Sequence[Page], now: datetime
) -> list[Revision]:
    """Insert the first revision of each page, and set it on the page and on its row."""
    revisions: list[Revision] = Revision.objects.bulk_create(
        [_revision(page, now) for page in pages]
    )
    for page, row, revision in zip(pages, rows, revisions, strict=True):
        for each in (page, row):
            each.latest_revision = each.live_revision = revision
    base_content_type = ContentType.objects.get_for_model(Page)
    of_page = Revision.objects.filter(
        base_content_type=base_content_type, object_id=Cast(OuterRef("pk"), CharField())
    )
    only = Subquery(of_page.order_by().values("pk")[:1])
    created = Page.objects.filter(pk__in=[page.pk for page in pages])
    created.update(latest_revision=only, live_revision=only)
    return revisions


def _revision(page: BasePage, now: datetime) -> Revision:
    return Revision(
        content_type_id=page.content_type_id,
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        object_str=str(page),
        created_at=now,
        content=page.serializable_data(),
    )


def insert_log(pages: Iterable[BasePage], now: datetime) -> None:
    """Insert the entries of the pages' histories."""
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page_id=page.pk,
            content_type=ContentType.objects.get_for_id(page.content_type_id),
            label=page.get_admin_display_title(),
            action=action,
            timestamp=now,
            uuid=uuid.uuid4(),
            revision_id=page.latest_revision_id,
            content_changed=True,
        )
        for page in pages
        for action in LOGGED
    )

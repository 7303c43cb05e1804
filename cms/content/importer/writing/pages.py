"""Publishes drafts: new pages in bulk, changed pages one by one through Wagtail."""

import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends
from wagtail.signals import page_published

from cms.content.importer.draft import Draft, apply
from cms.content.importer.record import Record
from cms.content.importer.tree import Tree, locale
from cms.content.importer.writing.topics import topics
from cms.content.models import ImportedPage
from cms.content.page import BasePage

Reread = Callable[[Record], Draft]
LOGGED = ("wagtail.create", "wagtail.publish")


def create(drafts: Sequence[Draft], tree: Tree, read_again: Reread) -> list[BasePage]:
    """Publish new pages, parents before children, inside the caller's transaction.

    Drafts that refer to one another are read again once all pages have their ids.

    Writes in a few statements what saving and publishing one by one writes: rows, relations,
    revisions, log entries, both of Wagtail's indexes, and sends the signal. Rows are written
    like fixtures, the parent table first, because Django cannot bulk-insert a model with two
    tables.
    """
    now = timezone.now()
    pages = _place(drafts, tree, now)
    rows = Page.objects.bulk_create([_base_row(page) for page in pages])
    for draft, page, row in zip(drafts, pages, rows, strict=True):
        page.pk = row.pk
        tree.add(draft.record.path, row)
    for draft, page, row in zip(drafts, pages, rows, strict=True):
        if draft.has_missing_pages:
            found = read_again(draft.record)
            apply(found, page, topics(found.topics or ()))
            _translate(found, page, tree)
            row.translation_key = page.translation_key
    for page in pages:
        page.save_base(raw=True, force_insert=True)
        page._state.adding = False
    _commit_relations(pages)
    revisions = Revision.objects.bulk_create([_revision(page, now) for page in pages])
    for page, row, revision in zip(pages, rows, revisions, strict=True):
        for each in (page, row):
            each.latest_revision = each.live_revision = revision
    Page.objects.bulk_update(rows, ["latest_revision", "live_revision", "translation_key"])
    _log(pages, now)
    _index(pages)
    for page, revision in zip(pages, revisions, strict=True):
        page_published.send(sender=type(page), instance=page, revision=revision)
    return pages


def update(draft: Draft, page: Page, tree: Tree) -> BasePage:
    """Publish a new revision of a page, inside the caller's transaction."""
    changed: BasePage = page.specific
    apply(draft, changed, topics(draft.topics or ()))
    changed.alias_of = None
    _translate(draft, changed, tree)
    changed.save_revision(clean=False, log_action=True).publish()
    changed.refresh_from_db(fields=["latest_revision"])
    return changed


def record_imported(records: Iterable[Record], pages: Iterable[Page], origin: str) -> None:
    """Store a digest of each imported page, so that the next import detects changes by editors."""
    ImportedPage.objects.bulk_create(
        [
            ImportedPage(
                path=record.path,
                page_id=page.pk,
                revision_id=page.latest_revision_id,
                digest=record.digest,
                origin=origin,
            )
            for record, page in zip(records, pages, strict=True)
        ],
        update_conflicts=True,
        unique_fields=["path"],
        update_fields=["page", "revision_id", "digest", "origin"],
    )


def _place(drafts: Sequence[Draft], tree: Tree, now: datetime) -> list[BasePage]:
    """Return unsaved pages with their places in the tree; locks and updates the parents' rows."""
    needed = {draft.record.path: _parent_path(draft, tree) for draft in drafts}
    parents: dict[str, Page] = {"": Page.objects.select_for_update().get(depth=1)}
    found = tree.pages(set(needed.values()) - {""})
    locked = Page.objects.select_for_update().in_bulk([page.pk for page in found.values()])
    parents |= {path: locked[page.pk] for path, page in found.items()}
    last: dict[str, str] = {}
    pages = []
    known = topics([name for draft in drafts for name in draft.topics or ()])
    for draft in drafts:
        path = needed[draft.record.path]
        parent = parents[path]
        page = draft.model(live=True, first_published_at=now, last_published_at=now)
        page.latest_revision_created_at = now
        apply(draft, page, known)
        page.draft_title = page.title
        page.locale_id = parent.locale_id
        if path == "":
            page.slug = f"{tree.root.slug}-{page.slug}"
        _translate(draft, page, tree, parents)
        page.depth = parent.depth + 1
        page.path = last[path] = _next_path(parent, last.get(path))
        page.set_url_path(parent)
        parent.numchild += 1
        parents[draft.record.path] = page
        pages.append(page)
    for path in last:
        if parents[path].pk:
            added = sum(1 for each in needed.values() if each == path)
            Page.objects.filter(pk=parents[path].pk).update(numchild=F("numchild") + added)
    return pages


def _parent_path(draft: Draft, tree: Tree) -> str:
    """Return the parent's path; empty for the tree's root, above the homes of other languages."""
    return "" if tree.is_home(draft.record.path) else draft.record.parent_path


def _next_path(parent: Page, last: str | None) -> str:
    if last is None and parent.numchild:
        last_child = parent.get_last_child()
        last = last_child.path if last_child else None
    if last is None:
        return str(Page._get_path(parent.path, parent.depth + 1, 1))
    return str(Page(path=last)._inc_path())


def _translate(
    draft: Draft, page: BasePage, tree: Tree, new: Mapping[str, Page] | None = None
) -> None:
    """Set the page's locale, and the translation key that it shares with its original.

    `new` maps paths to pages of the same batch.
    """
    code = draft.language or tree.language(draft.record.path)
    if draft.language or code != tree.default_language:
        page.locale = locale(code)
    original = draft.original
    if original is None and (path := tree.original(draft.record.path)):
        original = (new or {}).get(path) or tree.page(path)
    if original is None or original.locale_id == page.locale_id:
        return
    key = original.translation_key
    taken = Page.objects.filter(translation_key=key, locale=page.locale).exclude(pk=page.pk)
    translations = (each for each in (new or {}).values() if each.translation_key == key)
    if not taken.exists() and all(each.locale_id != page.locale_id for each in translations):
        page.translation_key = key


def _base_row(page: BasePage) -> Page:
    fields = Page._meta.concrete_fields
    row = Page(**{field.attname: getattr(page, field.attname) for field in fields})
    row.content_type_id = page.content_type_id
    return row


def _commit_relations(pages: Iterable[BasePage]) -> None:
    """Save inline records page by page, and many-to-many rows in one statement for each model."""
    links = defaultdict(list)
    for page in pages:
        related = page.__dict__.get("_cluster_related_objects", {})
        for relation in get_all_child_relations(page):
            if (name := relation.get_accessor_name()) in related:
                getattr(page, name).commit()
        for field in get_all_child_m2m_relations(page):
            through = field.remote_field.through
            names = field.m2m_field_name(), field.m2m_reverse_field_name()
            for each in related.get(field.name, ()):
                ids = dict(zip((f"{name}_id" for name in names), (page.pk, each.pk), strict=True))
                links[through].append(through(**ids))
    for through, rows in links.items():
        through.objects.bulk_create(rows)


def _revision(page: BasePage, now: datetime) -> Revision:
    return Revision(
        content_type_id=page.content_type_id,
        base_content_type=page.get_base_content_type(),
        object_id=str(page.pk),
        object_str=str(page),
        created_at=now,
        content=page.serializable_data(),
    )


def _log(pages: Iterable[BasePage], now: datetime) -> None:
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


def _index(pages: Iterable[BasePage]) -> None:
    """Update the admin's search index and the reference index."""
    by_type = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
        ReferenceIndex.create_or_update_for_object(page)
    for backend in get_search_backends(with_auto_update=True):
        for model, of_type in by_type.items():
            backend.add_bulk(model, of_type)

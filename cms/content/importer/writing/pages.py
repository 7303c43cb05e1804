"""Publishes drafts: new pages in bulk, changed pages one by one through Wagtail."""

from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published

from cms.changes.watching.pages import append_created
from cms.content.importer.draft import Draft, apply
from cms.content.importer.record import Record
from cms.content.importer.tree import Tree, locale
from cms.content.importer.writing import rows
from cms.content.importer.writing.indexes import index
from cms.content.importer.writing.topics import topics
from cms.content.models import ImportedPage
from cms.content.page import BasePage

Reread = Callable[[Record], Draft]


def create(drafts: Sequence[Draft], tree: Tree, read_again: Reread) -> list[BasePage]:
    """Publish new pages, parents before children, inside the caller's transaction.

    Drafts that refer to one another are read again once all pages have their ids.

    Writes in a few statements what saving and publishing one by one writes: rows, relations,
    revisions, log entries, both of Wagtail's indexes and the change log. Of the signals, only
    that of the publication is sent.
    """
    now = timezone.now()
    pages = _place(drafts, tree, now)
    base_rows = rows.insert_base(pages)
    for draft, row in zip(drafts, base_rows, strict=True):
        tree.add(draft.record.path, row)
    _read_again(drafts, pages, base_rows, tree, read_again)
    rows.insert_specific(pages)
    rows.commit_relations(pages)
    revisions = rows.insert_revisions(pages, base_rows, now)
    rows.insert_log(pages, now)
    index(pages)
    append_created(pages)
    for page, revision in zip(pages, revisions, strict=True):
        page_published.send(sender=type(page), instance=page, revision=revision)
    return pages


def update(draft: Draft, page: Page, tree: Tree) -> BasePage:
    """Publish a new revision of a page, inside the caller's transaction."""
    changed: BasePage = page.specific
    apply(draft, changed, topics(draft.topics or ()))
    changed.alias_of = None
    is_linked = changed.get_translations().exists()
    paths = [] if is_linked else tree.translations(draft.record.path)
    _translate(draft, changed, tree, tree.pages(paths))
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
    above = set(needed.values()) - {""}
    translations = {each for path in needed for each in tree.translations(path)}
    existing = tree.pages(above | translations)
    pages_with_locale = Page.objects.select_for_update(of=("self",)).select_related("locale")
    locked = pages_with_locale.in_bulk([existing[path].pk for path in above & existing.keys()])
    parents = {path: locked[existing[path].pk] for path in above & existing.keys()}
    if "" in needed.values():
        parents[""] = pages_with_locale.get(depth=1)
    last: dict[str, str] = {}
    pages = []
    topics_by_name = topics([name for draft in drafts for name in draft.topics or ()])
    for draft in drafts:
        path = needed[draft.record.path]
        parent = parents[path]
        page = draft.model(live=True, first_published_at=now, last_published_at=now)
        page.latest_revision_created_at = now
        apply(draft, page, topics_by_name)
        page.draft_title = page.title
        page.locale = parent.locale
        if path == "":
            page.slug = f"{tree.root.slug}-{page.slug}"
        _translate(draft, page, tree, ChainMap(parents, existing))
        _set_path(page, parent, last.get(path))
        last[path] = page.path
        parent.numchild += 1
        parents[draft.record.path] = page
        pages.append(page)
    for path in last:
        if parents[path].pk:
            added = sum(1 for each in needed.values() if each == path)
            Page.objects.filter(pk=parents[path].pk).update(numchild=F("numchild") + added)
    return pages


def _read_again(
    drafts: Sequence[Draft],
    pages: Sequence[BasePage],
    base_rows: Sequence[Page],
    tree: Tree,
    read_again: Reread,
) -> None:
    """Apply drafts again that refer to pages of this batch, which have their ids now."""
    translated = []
    for draft, page, row in zip(drafts, pages, base_rows, strict=True):
        if draft.has_missing_pages:
            reread = read_again(draft.record)
            apply(reread, page, topics(reread.topics or ()))
            _translate(reread, page, tree, {})
            if row.translation_key != page.translation_key:
                row.translation_key = page.translation_key
                translated.append(row)
    Page.objects.bulk_update(translated, ["translation_key"])


def _parent_path(draft: Draft, tree: Tree) -> str:
    """Return the parent's path; empty for the tree's root, above the homes of other languages."""
    return "" if tree.is_home(draft.record.path) else draft.record.parent_path


def _set_path(page: Page, parent: Page, last: str | None) -> None:
    """Place a page after the last of its siblings; `last` is the path of one in this batch."""
    if last is None and parent.numchild:
        last_child = parent.get_last_child()
        last = last_child.path if last_child else None
    page.depth = parent.depth + 1
    if last is None:
        page.path = Page._get_path(parent.path, page.depth, 1)
    else:
        page.path = last
        page.path = page._inc_path()
    page.set_url_path(parent)


def _translate(draft: Draft, page: BasePage, tree: Tree, pages_by_path: Mapping[str, Page]) -> None:
    """Set the page's locale, and the translation key that it shares with other languages.

    It is that of the page that the draft names as its original, else that of a page at the same
    path in another language, whichever was imported first. `pages_by_path` has the pages of
    the same batch included.
    """
    code = draft.language or tree.language(draft.record.path)
    if draft.language or code != tree.default_language:
        page.locale = locale(code)
    paths = tree.translations(draft.record.path)
    at_same_path = (pages_by_path[path] for path in paths if path in pages_by_path)
    for other in [draft.original] if draft.original else at_same_path:
        if other.locale_id == page.locale_id:
            continue
        key = other.translation_key
        others = Page.objects.filter(translation_key=key, locale=page.locale).exclude(pk=page.pk)
        same = (each for each in pages_by_path.values() if each.translation_key == key)
        if not others.exists() and all(each.locale_id != page.locale_id for each in same):
            page.translation_key = key
            return

"""Appends changes of pages to the log whenever a page is saved, moved or deleted.

`Page.save` and deletion run in a transaction and send Django's signals inside it; Wagtail's signals
are sent afterwards. This module therefore listens to Django's, and compares the page with the
stored row, which costs one query.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, PageViewRestriction, Site
from wagtail.signals import post_page_move

from cms.changes import log
from cms.changes.models import Kind

# Fields written when a draft, a lock or a child page is saved; the public sees none of them.
PRIVATE_FIELDS = frozenset(
    {
        *("latest_revision", "latest_revision_created_at", "draft_title", "live_revision"),
        *("has_unpublished_changes", "locked", "locked_at", "locked_by", "numchild"),
        *("alias_of", "alias_of_id", COMMENTS_RELATION_NAME),
    }
)


class PageFields(NamedTuple):
    """The fields of a page whose differences decide which kind of change a save is."""

    live: bool
    url_path: str
    title: str
    show_in_menus: bool
    expire_at: Any
    alias_of_id: int | None
    translation_key: Any
    locale_id: int

    @property
    def menu_fields(self) -> tuple[Any, ...]:
        """Return the fields that menus show."""
        return self.live, self.url_path, self.title, self.show_in_menus


def _fields_of(instance: Page) -> PageFields:
    return PageFields(*(getattr(instance, name) for name in PageFields._fields))


def _before_save(instance: Any, update_fields: frozenset[str] | None, **_: Any) -> None:
    if not isinstance(instance, Page) or instance.pk is None or _is_private(update_fields):
        return
    row = Page.objects.filter(pk=instance.pk).values_list(*PageFields._fields).first()
    instance.__dict__["_before_save"] = PageFields(*row) if row else None


def _after_save(instance: Any, update_fields: frozenset[str] | None, **_: Any) -> None:
    if not isinstance(instance, Page) or _is_private(update_fields):
        return
    before = instance.__dict__.pop("_before_save", None)
    _append_page(instance, before)
    _append_navigation(instance, before)


def _append_page(instance: Page, before: PageFields | None) -> None:
    if before is None:
        if instance.live:
            log.append(Kind.PUBLISHED, [instance.pk])
    elif before.url_path != instance.url_path:
        former = _public_path(instance, before.url_path)
        log.append(Kind.MOVED, [instance.pk], subtree=True, url_path=former)
    elif instance.live:
        # Pages below show this one's title in their breadcrumb, while it is published.
        below = not before.live or before.title != instance.title
        # Wagtail saves a moved page as a plain `Page`, and an edited one as its page type.
        content_only = before == _fields_of(instance) and type(instance) is not Page
        log.append(Kind.PUBLISHED, [instance.pk], subtree=below, content_only=content_only)
    elif before.live:
        former = _public_path(instance, before.url_path)
        log.append(Kind.UNPUBLISHED, [instance.pk], subtree=True, url_path=former)


def _public_path(page: Page, url_path: str) -> str:
    """Return the path that a page has or had, empty if only some visitors may know it; one query.

    Restrictions of the page, and of those above the path, withhold it.
    """
    steps = url_path.split("/")[:-2]
    above = ["/".join([*steps[:end], ""]) for end in range(2, len(steps) + 1)]
    hiding = PageViewRestriction.objects.filter(Q(page=page) | Q(page__url_path__in=["/", *above]))
    return "" if hiding.exists() else url_path


def _append_navigation(instance: Page, before: PageFields | None) -> None:
    after = _fields_of(instance)
    if (before is None or before.menu_fields != after.menu_fields) and (
        _in_menus(after) or _in_menus(before)
    ):
        log.append_object(Kind.NAVIGATION, "page", instance.pk)


def _after_move(instance: Page, **_: Any) -> None:
    """Append a navigation change; Wagtail sends this signal for a new sibling order, too."""
    in_menus = Page.objects.filter(path__startswith=instance.path, live=True, show_in_menus=True)
    change = (Kind.NAVIGATION, "page", instance.pk)
    if in_menus.exists() and not log.is_appended(*change):
        with transaction.atomic():  # the move has been committed by itself, and appended
            log.append_object(*change)


def append_created(pages: Iterable[Page]) -> None:
    """Append new published pages that were inserted without Django's signals."""
    pages = list(pages)
    log.append(Kind.PUBLISHED, [page.pk for page in pages])
    for page in pages:
        _append_navigation(page, None)


def _in_menus(page: PageFields | None) -> bool:
    return bool(page and page.live and page.show_in_menus)


def _is_private(update_fields: frozenset[str] | None) -> bool:
    return update_fields is not None and update_fields <= PRIVATE_FIELDS


def _before_delete(instance: Page, **_: Any) -> None:
    """Append the deletion, unless the page was never published.

    Wagtail sends its signal of the unpublishing only after this one.
    """
    if instance.live or instance.first_published_at:
        former = _public_path(instance, instance.url_path)
        log.append(Kind.DELETED, [instance.pk], url_path=former)
    if instance.live and instance.show_in_menus:
        log.append_object(Kind.NAVIGATION, "page", instance.pk)


def _after_restriction(instance: PageViewRestriction, **_: Any) -> None:
    """Append that a page's restriction was saved or deleted."""
    log.append(Kind.RESTRICTED, [instance.page_id], subtree=True)


def _after_site_change(instance: Site, **_: Any) -> None:
    """Append a move: a site's host, port and root page decide the addresses of its pages."""
    log.append(Kind.MOVED, [instance.root_page_id], subtree=True)


def _after_locale_save(instance: Locale, created: bool, **_: Any) -> None:
    """Append a change of all pages; a new language has none yet."""
    if not created:
        roots = Page.objects.filter(depth=1).values_list("pk", flat=True)
        log.append(Kind.UPDATED, list(roots), subtree=True)


def connect() -> None:
    """Connect the signals of pages; called once, when the apps are ready."""
    pre_save.connect(_before_save)
    post_save.connect(_after_save)
    pre_delete.connect(_before_delete, sender=Page)
    for signal in (post_save, post_delete):
        signal.connect(_after_restriction, sender=PageViewRestriction)
        signal.connect(_after_site_change, sender=Site)
    post_save.connect(_after_locale_save, sender=Locale)
    post_page_move.connect(_after_move)

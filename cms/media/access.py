"""Decides who may see an image or a document: the public, this visitor, or neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Collection, CollectionViewRestriction, Page
from wagtail.permissions import policy_registry

from cms.maintenance.flags import paths_to
from cms.maintenance.state import (
    CONTENT,
    NOTHING,
    Content,
    Notice,
    PublicState,
    Row,
    notice_on,
    public_state,
)
from cms.media.draft_links import is_signed
from cms.media.file_usage import file_usage, restricted_collections


@dataclass(frozen=True, slots=True)
class Private:
    """The visitor may see the file but the public may not, so no cache stores it."""


PRIVATE = Private()
FileState = PublicState | Private
ANY_PERMISSION = ("add", "change", "delete", "choose")


def public_file_state(file: Any) -> PublicState:
    """Return what the public may see of an image or a document.

    It is `Nothing` in a private collection, and if every page that shows the file is unpublished or
    restricted. It is the `Notice` of a page under maintenance if no other public page shows the
    file. A file that no page shows depends on its collection only.
    """
    if is_in_private_collection(file.collection):
        return NOTHING
    return _state_by_pages(file, timezone.now())


def file_state(file: Any, request: HttpRequest) -> FileState:
    """Return what the sender of `request` may see of an image or a document.

    It costs no query for public files. Other files are shown to visitors who have opened a private
    collection or may open a restricted page that shows the file, to its editors, and for some
    minutes to clients with a signed URL from a draft.
    """
    state = public_file_state(file)
    if isinstance(state, Content):
        return state
    if is_signed(request) and not is_in_private_collection(file.collection):
        return PRIVATE
    if not _is_known_visitor(request):
        return state
    if is_editor_of(file, request):
        return PRIVATE
    if not can_open_collection(file.collection, request):
        return NOTHING
    at = timezone.now()
    by_pages = _state_by_pages(file, at)
    if isinstance(by_pages, Content):
        return PRIVATE
    return _state_by_restrictions(file_usage(file).pages, request, at) or by_pages


def is_in_private_collection(collection: Collection) -> bool:
    return not restricted_collections().isdisjoint(paths_to(collection.path))


def can_open_collection(collection: Collection, request: HttpRequest) -> bool:
    """Return whether the sender passes the restrictions on the collection and those above it."""
    restrictions = CollectionViewRestriction.objects.filter(
        collection__path__in=paths_to(collection.path)
    )
    return all(restriction.accept_request(request) for restriction in restrictions)


def is_editor_of(file: Any, request: HttpRequest) -> bool:
    """Return whether the sender may use the file in the admin, or edit a page that shows it."""
    user: Any = getattr(request, "user", None)
    if not user or not user.has_perm("wagtailadmin.access_admin"):
        return False
    policy = policy_registry.get_by_type(type(file))
    if policy.user_has_any_permission_for_instance(user, ANY_PERMISSION, file):
        return True
    shown_on = Page.objects.filter(pk__in=[row.pk for row in file_usage(file).pages])
    return any(page.permissions_for_user(user).can_edit() for page in shown_on)


def _is_known_visitor(request: HttpRequest) -> bool:
    """Return whether the sender has logged in or opened something with a password."""
    user: Any = getattr(request, "user", None)
    session: Any = getattr(request, "session", None)
    return bool((user and user.is_authenticated) or (session and session.session_key))


def _state_by_pages(file: Any, at: datetime) -> PublicState:
    pages, is_shown_elsewhere = file_usage(file)
    states = [public_state(page, at) for page in pages]
    if is_shown_elsewhere or not states or any(isinstance(each, Content) for each in states):
        return CONTENT
    return next((state for state in states if isinstance(state, Notice)), NOTHING)


def _state_by_restrictions(
    rows: Iterable[Row], request: HttpRequest, at: datetime
) -> Private | Notice | None:
    """Return what the sender sees on restricted pages that they may open; None without any."""
    ids = [row.pk for row in rows if row.live and not (row.expire_at and row.expire_at <= at)]
    notice: Notice | None = None
    for page in Page.objects.filter(pk__in=ids):
        if all(each.accept_request(request) for each in page.get_view_restrictions()):
            notice = notice_on(page, at)
            if notice is None:
                return PRIVATE
    return notice

"""Wagtail's page views with more information for editors, and with fewer queries."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import ExplorableIndexView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PagePermissionTester

from cms.content.interface import PageInterface
from cms.desk.choosers import answer_from_caches, set_parent

APPROVE, REJECT = "approve", "reject"


@dataclass(frozen=True, slots=True)
class PageType:
    """A page type that editors can choose; `use` describes its purpose."""

    name: str
    use: str
    picture: str
    add_url: str
    list_url: str


class PageTypeView(AddSubpageView):
    """The choice of a page type, with the purpose and a drawing of each."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"types": [self._type(*each) for each in self.page_types]}

    def _type(self, name: str, app: str, model: str, use: str) -> PageType:
        page_type = apps.get_model(app, model)
        base = PageInterface.page_picture
        return PageType(
            name,
            use,
            static(page_type.page_picture if issubclass(page_type, PageInterface) else base),
            reverse("wagtailadmin_pages:add", args=[app, model, self.parent_page.pk]),
            reverse("wagtailadmin_pages:type_use", args=[app, model]),
        )


class LeafPermissions(PagePermissionTester):
    """A user's permissions on a page, which take no query for a page without pages below it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        """Return what Wagtail returns, which for users who may not publish looks below the page."""
        user, page = self.user, self.page
        looks_below = user.is_active and not user.is_superuser and "publish" not in self.permissions
        if not looks_below or page.is_root() or not page.is_leaf():
            may_delete: bool = super().can_delete(ignore_bulk)
            return may_delete
        if page.live:
            return False
        is_own = "add" in self.permissions and page.owner_id == user.pk
        return "change" in self.permissions or is_own


def keep_permissions(page: Any) -> None:
    """Let `page.permissions_for_user` return the same object for a user each time."""
    page.permissions_for_user = cache(lambda user: LeafPermissions(user, page))


class PageIndexView(ExplorableIndexView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer_from_caches(request)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        for page in context["object_list"]:
            keep_permissions(page)
        return context


class PageEditView(EditView):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer_from_caches(request)
        return super().get(request, *args, **kwargs)

    def get_object(self) -> Any:
        """Return the page to edit, with what this view has read of it before it is shown."""
        if self.request.method != "GET":
            return super().get_object()
        record, revision = self.real_page_record, self.latest_revision
        parent = record.get_parent()
        set_parent(record.specific, parent)
        if revision:
            revision.content_object = record.specific
        page = super().get_object()
        if revision:
            page.latest_revision = revision
        page._approved_schedule = self.scheduled_revision is not None
        page._current_workflow_states = record._current_workflow_states
        set_parent(page, parent)
        keep_permissions(page)
        return page

    def get_translations(self) -> list[dict[str, Any]]:
        """Return the translations that the user may edit (Wagtail takes a query for each)."""
        return [
            {
                "locale": translation.locale,
                "url": reverse("wagtailadmin_pages:edit", args=[translation.pk]),
            }
            for translation in Page.objects.translation_of(self.page).select_related("locale")
            if translation.permissions_for_user(self.request.user).can_edit()
        ]

    def add_save_confirmation_message(self) -> None:
        """Add the message of a workflow action instead of “updated”."""
        sent = self.request.POST
        action = sent.get("workflow-action-name", "") if "action-workflow-action" in sent else ""
        if outcome := outcome_of(self.page, action):
            messages.success(self.request, outcome)
        else:
            super().add_save_confirmation_message()


def outcome_of(page: Page, action: str) -> str:
    """Return a message about the result of a workflow action; empty for other actions."""
    if action not in {APPROVE, REJECT}:
        return ""
    title = page.get_admin_display_title()
    if action == REJECT:
        return f"You sent “{title}” back for changes. Its editor gets an email."
    # The action works on another instance of the page.
    current: Any = Page.objects.get(pk=page.pk)
    state = current.current_workflow_state
    if state and state.current_task_state:
        return f"You approved “{title}”. Next: {state.current_task_state.task.name}."
    if current.go_live_at and not current.live:
        return f"You approved “{title}”. It will be published as scheduled."
    return f"You approved “{title}”. It is published."


class AdminPageViewSet(PageViewSet):
    """Serves pages of all types, unless an app registers a view set for its type."""

    add_subpage_view_class = PageTypeView
    index_view_class = PageIndexView
    edit_view_class = PageEditView

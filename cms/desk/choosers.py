"""Wagtail's page chooser with a fixed number of queries."""

from typing import Any

from django.db.models import Exists, prefetch_related_objects
from django.http import HttpRequest
from django.template.response import TemplateResponse
from wagtail.admin.views import chooser
from wagtail.models import Page, WorkflowState
from wagtail.permissions import page_permission_policy

from cms.content.layout.chrome import set_site
from cms.maintenance.register import register

ROOT_CACHE = page_permission_policy._explorable_root_instance_cache_name
"""The attribute of a user in which Wagtail caches the page where breadcrumbs begin."""


def with_status(pages: Any) -> Any:
    """Return the queryset with the relations that the status of a page needs."""
    return pages.specific().prefetch_workflow_states().annotate_approved_schedule()


def set_parent(page: Any, parent: Page | None) -> None:
    """Let `page.get_parent()` return `parent` without a query, as Wagtail does where it routes."""
    page._cached_parent_obj = parent


def answer_from_caches(request: HttpRequest) -> None:
    """Set on the request what Wagtail reads with a query each: its site, and restricted paths."""
    set_site(request)
    request.all_page_view_restriction_paths = register.snapshot().restricted  # type: ignore[attr-defined]


def complete(page: Any, user: Any) -> None:
    """Set on a page its parent, language and status, and the root on a superuser; one query."""
    ends = range(page.steplen, len(page.path) + 1, page.steplen)
    line = Page.objects.filter(path__in=[page.path[:end] for end in ends]).select_related("locale")
    states = WorkflowState.objects.active().for_instance(page)
    *ancestors, row = line.annotate_approved_schedule().annotate(is_in_workflow=Exists(states))
    page.locale = row.locale
    page._approved_schedule = row._approved_schedule
    if not row.is_in_workflow:
        page._current_workflow_states = []
    set_parent(page, ancestors[-1] if ancestors else None)
    if user.is_superuser:
        setattr(user, ROOT_CACHE, ancestors[0] if ancestors else row)


class TitleColumn(chooser.PageTitleColumn):
    """The titles of the pages below `parent`; their links carry its id."""

    def __init__(self, *args: Any, parent: Page, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.parent = parent

    def get_cell_context_data(self, instance: Page, parent_context: Any) -> dict[str, Any]:
        if instance.pk != self.parent.pk:
            set_parent(instance, self.parent)
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return context


class BrowseView(chooser.BrowseView):
    """Lists the pages below one."""

    @property
    def columns(self) -> list[Any]:
        return [
            TitleColumn(
                each.name,
                label=each.label,
                is_multiple_choice=each.is_multiple_choice,
                parent=self.parent_page,
            )
            if isinstance(each, chooser.PageTitleColumn)
            else each
            for each in super().columns
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        answer_from_caches(request)
        return super().get(request, *args, **kwargs)

    def get_object_list(self) -> Any:
        complete(self.parent_page, self.request.user)
        pages = super().get_object_list()
        # Only the pages below the root may differ in language.
        return pages.prefetch_related("locale") if self.parent_page.is_root() else pages


class SearchView(chooser.SearchView):
    """Lists the pages that have the words."""

    def get(self, request: HttpRequest) -> TemplateResponse:
        answer_from_caches(request)
        response: TemplateResponse = super().get(request)
        pages: list[Any] = list((response.context_data or {})["pages"])
        Page.objects.annotate_parent_page(pages)
        parents = {page.pk: page._parent_page for page in pages}
        for page in pages:
            set_parent(page, parents[page.pk])
        prefetch_related_objects([*pages, *parents.values()], "locale")
        return response

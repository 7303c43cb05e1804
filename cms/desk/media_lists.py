"""The lists of images and documents: all files that the user may choose, editable or not."""

from collections.abc import Collection
from functools import cached_property
from typing import Any

from django.urls import reverse
from wagtail.documents.views.documents import IndexView as DocumentList
from wagtail.images.views.images import IndexView as ImageList
from wagtail.models import ReferenceIndex

CHANGE = ("change", "delete")
ANY = (*CHANGE, "choose")


class ChoosableFiles:
    """Widens Wagtail's list, which shows only files that the user may change."""

    edit_url_name: Any

    def get_base_queryset(self: Any) -> Any:
        """Return the files that the user may choose, with what Wagtail's list needs."""
        policy, user = self.permission_policy, self.request.user
        files = policy.instances_user_has_any_permission_for(user, ANY)
        files = files.select_related("collection")
        if self.needs_usage_count_subquery:
            files = files.annotate(usage_count=ReferenceIndex.usage_count_subquery(self.model))
        return files

    @cached_property
    def editable_ids(self: Any) -> Collection[int]:
        editable = self.permission_policy.instances_user_has_any_permission_for(
            self.request.user, CHANGE
        )
        return set(editable.values_list("pk", flat=True))

    def get_edit_url(self: Any, instance: Any) -> str | None:
        if instance.pk not in self.editable_ids:
            return None
        return reverse(self.edit_url_name, args=[instance.pk])

    def get_context_data(self: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"editable_ids": self.editable_ids}


class ImageListView(ChoosableFiles, ImageList):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_renditions("max-165x165")


class DocumentListView(ChoosableFiles, DocumentList):
    pass

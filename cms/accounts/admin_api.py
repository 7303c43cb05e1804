"""The admin's own API, which Wagtail opens to everybody who may open the admin."""

from typing import Any

from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.permissions import policy_registry

ANY_PERMISSION = ("add", "change", "delete", "choose")


class PermittedOnly:
    """Lists only objects that the user may choose or edit."""

    def get_queryset(self: Any) -> Any:
        objects = super().get_queryset()  # type: ignore[misc]
        policy = policy_registry.get_by_type(self.model)
        permitted = policy.instances_user_has_any_permission_for(self.request.user, ANY_PERMISSION)
        return objects.filter(pk__in=permitted.values("pk"))


class PermittedDocuments(PermittedOnly, DocumentsAdminAPIViewSet):
    pass


class PermittedImages(PermittedOnly, ImagesAdminAPIViewSet):
    pass

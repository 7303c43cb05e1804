"""Records the creation, change and deletion of objects in the audit log, by one table."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from wagtail.documents import get_document_model_string
from wagtail.images import get_image_model_string

from cms.audit.log import record
from cms.audit.models import Action


@dataclass(frozen=True, slots=True)
class Recorded:
    """The actions recorded for a model; None for those that are not recorded.

    `target` is the attribute with the object that the entry is about, if that is not the instance.
    `details` are attributes to record with it.
    """

    created: Action | None = None
    changed: Action | None = None
    deleted: Action | None = None
    target: str = ""
    details: tuple[str, ...] = ()


RIGHTS = (Action.RIGHTS_CHANGED,) * 3
FILE = Recorded(Action.FILE_UPLOADED, Action.FILE_CHANGED, Action.FILE_DELETED)
RESTRICTION = (
    Action.RESTRICTION_ADDED, Action.RESTRICTION_CHANGED, Action.RESTRICTION_REMOVED,
)  # fmt: skip
RECORDED = {
    "auth.Group": Recorded(Action.GROUP_CREATED, None, Action.GROUP_DELETED),
    "wagtailcore.GroupPagePermission": Recorded(*RIGHTS, target="group"),
    "wagtailcore.GroupCollectionPermission": Recorded(*RIGHTS, target="group"),
    "wagtailcore.APIToken": Recorded(
        Action.TOKEN_CREATED, Action.TOKEN_CHANGED, Action.TOKEN_DELETED, target="user"
    ),
    "wagtailcore.PageViewRestriction": Recorded(
        *RESTRICTION, target="page", details=("restriction_type",)
    ),
    "wagtailcore.CollectionViewRestriction": Recorded(
        *RESTRICTION, target="collection", details=("restriction_type",)
    ),
    "mfa.Authenticator": Recorded(
        Action.SECOND_FACTOR_ADDED,
        None,
        Action.SECOND_FACTOR_REMOVED,
        target="user",
        details=("type",),
    ),
    "socialaccount.SocialAccount": Recorded(
        Action.ACCOUNT_CONNECTED, None, Action.ACCOUNT_DISCONNECTED, target="user"
    ),
    "delivery.DeliveryKey": Recorded(Action.KEY_CREATED, Action.KEY_CHANGED, Action.KEY_DELETED),
    "delivery.Webhook": Recorded(
        Action.WEBHOOK_CREATED, Action.WEBHOOK_CHANGED, Action.WEBHOOK_DELETED
    ),
    get_image_model_string(): FILE,
    get_document_model_string(): FILE,
}


def connect() -> None:
    """Connect the signals of each listed model whose app is installed."""
    for label, recorded in RECORDED.items():
        if label.split(".")[0] in apps.app_configs:
            post_save.connect(_on_save(recorded), label, weak=False, dispatch_uid=f"audit-{label}")
            post_delete.connect(
                _on_delete(recorded), label, weak=False, dispatch_uid=f"audit-{label}"
            )


def _on_save(recorded: Recorded) -> Callable[..., None]:
    def saved(instance: Model, created: bool, raw: bool, **kwargs: Any) -> None:
        _record(recorded, recorded.created if created else recorded.changed, instance)

    return saved


def _on_delete(recorded: Recorded) -> Callable[..., None]:
    def deleted(instance: Model, **kwargs: Any) -> None:
        _record(recorded, recorded.deleted, instance)

    return deleted


def _record(recorded: Recorded, action: Action | None, instance: Model) -> None:
    if action is None:
        return
    target = getattr(instance, recorded.target) if recorded.target else instance
    record(action, target, **{name: getattr(instance, name) for name in recorded.details})

"""Records changes of users, groups and their permissions in the audit log."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save

from cms.audit.log import record
from cms.audit.models import Action

WATCHED = {"username", "email", "is_active", "is_superuser", "is_staff"}
CHANGES = {"post_add": "added", "post_remove": "removed", "pre_clear": "removed"}


def connect() -> None:
    pre_save.connect(_before_save, User, dispatch_uid="audit")
    post_save.connect(_saved, User, dispatch_uid="audit")
    post_delete.connect(_deleted, User, dispatch_uid="audit")
    for relation in (User.groups, User.user_permissions, Group.permissions):
        m2m_changed.connect(_rights_changed, relation.through, dispatch_uid="audit")


def _before_save(instance: Any, raw: bool, update_fields: Any = None, **kwargs: Any) -> None:
    """Note which watched fields will change; no query if none of them is saved."""
    instance.__dict__["_audit_changed"] = []
    fields = WATCHED if update_fields is None else WATCHED.intersection(update_fields)
    if raw or instance.pk is None or not fields:
        return
    before = User.objects.filter(pk=instance.pk).values(*fields).first() or {}
    changed = [name for name in sorted(before) if before[name] != getattr(instance, name)]
    instance.__dict__["_audit_changed"] = changed


def _saved(instance: Any, created: bool, raw: bool, **kwargs: Any) -> None:
    if created:
        record(Action.USER_CREATED, instance)
        return
    if changed := instance.__dict__.pop("_audit_changed", []):
        record(Action.USER_CHANGED, instance, fields=changed)
    # Set by `set_password`, but not when a log-in renews the hash of the same password.
    if instance._password is not None:
        record(Action.PASSWORD_CHANGED, instance)


def _deleted(instance: Any, **kwargs: Any) -> None:
    record(Action.USER_DELETED, instance)


def _rights_changed(
    sender: Any, instance: Any, action: str, reverse: bool, model: Any, pk_set: Any, **kwargs: Any
) -> None:
    if not (change := CHANGES.get(action)):
        return
    if pk_set is None:  # all are cleared
        names = ["all"]
    elif pk_set:
        names = [str(each) for each in model._default_manager.filter(pk__in=pk_set)]
    else:
        return
    details: dict[str, Any] = {change: sorted(names)}
    record(Action.RIGHTS_CHANGED, instance, **details)

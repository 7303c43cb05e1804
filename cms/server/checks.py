"""System checks of a deployment."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from cms.content.demo.users import GROUP


@register(Tags.security)
def demo_users_check(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[Error]:
    """Return an error if a demo user can log in and the settings are not the demo's."""
    if settings.DEMO:
        return []
    users = get_user_model()._default_manager.filter(is_active=True, groups__name=GROUP)
    try:
        names = sorted(user.get_username() for user in users)
    except DatabaseError:  # not reachable, or not migrated yet: it has no users either
        return []
    if not names:
        return []
    return [
        Error(
            f"Users of the demo can log in here: {', '.join(names)}.",
            hint="Delete them, or give each a new password and take it out of the group "
            f"“{GROUP}”. load_demo --content-only makes none.",
            id="cms.E001",
        )
    ]

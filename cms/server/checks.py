"""System checks of a deployment."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.checks import Error, Tags, register
from django.db import DatabaseError
from django.db.models import Count
from wagtail.models import Locale, Page

from cms.content.demo.users import GROUP
from cms.health.database import database_check
from cms.languages.registry import language

register(database_check)


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


@register(Tags.translation)
def languages_check(app_configs: Sequence[Any] | None = None, **kwargs: Any) -> list[Error]:
    """Return an error if LANGUAGES leaves out a language that has pages, drafts included.

    Such pages have no addresses, and all that lists them would link to nothing.
    """
    others = Locale.objects.exclude(language_code__in=dict(settings.LANGUAGES))
    pages = Page.objects.filter(depth__gt=1, locale__in=others).values("locale__language_code")
    counted = pages.annotate(number=Count("pk")).order_by("locale__language_code")
    try:
        rows = [*counted.values_list("locale__language_code", "number")]
    except DatabaseError:  # not reachable, or not migrated yet: it has no pages either
        return []
    if not rows:
        return []
    names = ", ".join(
        f"{language(code).name} ({code}, {number} page{'s' * (number != 1)})"
        for code, number in rows
    )
    return [
        Error(
            f"LANGUAGES leaves out languages that have pages: {names}.",
            hint=f"Add {','.join(code for code, _ in rows)} to it. "
            "To give up a language, delete its pages first.",
            id="cms.E002",
        )
    ]

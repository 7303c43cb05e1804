"""The page that a translation follows, and the version of it that it was made from."""

from typing import Any

from django.conf import settings
from wagtail.models import Page, Revision

from cms.desk.models import FollowedVersion


def source_of(page: Page) -> Page | None:
    """Return the page in the default language; None for that page and for one without it."""
    if page.locale.language_code == settings.LANGUAGE_CODE:
        return None
    source: Page | None = (
        Page.objects.filter(
            translation_key=page.translation_key,
            locale__language_code=settings.LANGUAGE_CODE,
            alias_of=None,
        )
        .exclude(pk=page.pk)
        .first()
    )
    return source


def follow(translation: Page, source: Page) -> None:
    """Record that the translation is up to date with the current source."""
    FollowedVersion.objects.update_or_create(
        page_id=translation.pk,
        defaults={"revision_id": source.live_revision_id or source.latest_revision_id},
    )


def followed_revision(translation: Page) -> Revision | None:
    """Return the version of the source that the translation was last brought up to."""
    followed = FollowedVersion.objects.filter(page_id=translation.pk).select_related("revision")
    first = followed.first()
    return first.revision if first else None


def on_copy(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """Follow the source from the time when Wagtail copies it into another language."""
    if isinstance(target_obj, Page) and (source := source_of(target_obj)):
        follow(target_obj, source)


def on_publish(instance: Page, **kwargs: Any) -> None:
    """Follow the source of a translation that is not a copy, once it is first published."""
    if instance.locale.language_code == settings.LANGUAGE_CODE:
        return
    if FollowedVersion.objects.filter(page_id=instance.pk).exists():
        return
    if source := source_of(instance):
        follow(instance, source)

"""Stubs of pages, for lists and neighbours, and the JSON of notices."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page

from cms.caching.lookups import cached_until_change
from cms.delivery.http.served_site import ServedSite
from cms.delivery.pages.neighbours import PageRow, is_withheld, language_of, parent_of
from cms.delivery.pages.schema import NoticeJson
from cms.maintenance.register import register
from cms.maintenance.restricted import restricted_pages_included
from cms.maintenance.state import Notice

Json = dict[str, Any]


def stub(page: Page | PageRow, site: ServedSite) -> Json:
    path = site.path_of(page)
    url = site.root_url + path
    if not path and isinstance(page, Page):  # of another site
        path = url = page.full_url or ""
    payload: Json = {
        "id": page.pk,
        "type": label_of(page.content_type_id),
        "title": page.title,
        "path": path,
        "url": url,
        "locale": language_of(page),
        "parent": parent_of(page),
        "state": "maintenance" if is_withheld(page) else "content",
    }
    if restricted_pages_included() and register.snapshot().is_restricted(page.path):
        payload["restricted"] = True
    return payload


def label_of(content_type_id: int) -> str:
    """Return the label of a page type, like `home.ContentPage`; empty if it is not installed."""
    return _labels(content_type_id)


def _label_of(content_type_id: int) -> str:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model._meta.label if model else ""


_labels = cached_until_change(_label_of, reads_content=False)


def under_maintenance(page: Page | PageRow, notice: Notice, site: ServedSite) -> Json:
    payload = NoticeJson(
        heading=notice.heading, message=notice.message, since=notice.since, until=notice.until
    )
    return stub(page, site) | {"notice": payload.model_dump()}

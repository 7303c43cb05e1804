"""Images and documents that only withheld pages show are withheld with them."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Page

from cms.changes.records import pages_showing
from cms.maintenance.register import register
from cms.maintenance.serving import planned
from cms.maintenance.state import Content, Notice, public_state


def is_anything_withheld() -> bool:
    """Costs no query, so that files cost none while no flag is in force."""
    at = timezone.now()
    return any(flag.is_in_force(at) for flag in register.snapshot().flags.values())


def notice_for_file(file: Model) -> Notice | None:
    """What stands in the place of an image or a document.

    None while any public page shows it, itself or by way of a person or a state; and for
    a file that no page shows, which nothing withholds.
    """
    if not is_anything_withheld():
        return None
    at = timezone.now()
    states = [public_state(page, at) for page in Page.objects.filter(pk__in=pages_showing([file]))]
    if any(isinstance(state, Content) for state in states):
        return None
    return next((state for state in states if isinstance(state, Notice)), None)


def is_editor(request: HttpRequest) -> bool:
    """Editors see everything, in previews too."""
    user: Any = getattr(request, "user", None)
    return bool(user and user.has_perm("wagtailadmin.access_admin"))


def file_notice_response(notice: Notice) -> HttpResponse:
    """503 in the file's place."""
    response = HttpResponse(f"{notice.heading}\n", status=503, content_type="text/plain")
    response["Cache-Control"] = "no-store"
    return planned(response, notice.until)

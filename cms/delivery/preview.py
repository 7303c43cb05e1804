"""Previews of unsaved pages in another front end.

A preview stores the page as it is in the editor's form. The front end gets a signed token for that
draft, which expires after 15 minutes.
"""

import hashlib
import json
from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import urlencode, urlsplit

from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from cms.content.page import BasePage
from cms.delivery.http.problem import ProblemError
from cms.security import ADMIN_CSP
from cms.sites.texts import preview_url

TOKEN_MAX_AGE = timedelta(minutes=15)
SALT = "cms.delivery.preview"
GONE = _("This preview is no longer available: open it again in the editor.")
TREE_FIELDS = ("path", "depth", "url_path")  # which forms do not have


class PreviewedDraft(models.Model):
    """The content of one page's form; deleted when its tokens have expired."""

    page_id = models.BigIntegerField(null=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.content_type} {self.page_id or 'new'}"

    def page(self) -> BasePage | None:
        """Return the page as previewed; None if something that it refers to was deleted."""
        model: Any = self.content_type.model_class()
        page: BasePage | None = model.from_serializable_data(dict(self.content))
        return page


def store_draft(page: BasePage) -> str:
    """Store the page's draft and return a token for it; equal drafts are stored once."""
    content = page.serializable_data() | {name: getattr(page, name) for name in TREE_FIELDS}
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True)
    draft, _ = PreviewedDraft.objects.update_or_create(
        digest=hashlib.blake2b(text.encode(), digest_size=16).hexdigest(),
        defaults={
            "page_id": page.pk,
            "content_type": page.cached_content_type,
            "content": json.loads(text),
            "made_at": timezone.now(),
        },
    )
    return signing.TimestampSigner(salt=SALT).sign_object([draft.pk, page.pk])


def previewed(token: str) -> BasePage:
    """Return the previewed page of a token.

    Raises ProblemError: 401 for an invalid token, 410 for one that expired or whose draft is gone.
    """
    try:
        pk, page_id = signing.TimestampSigner(salt=SALT).unsign_object(token, max_age=TOKEN_MAX_AGE)
    except signing.SignatureExpired as error:
        raise ProblemError(HTTPStatus.GONE, GONE) from error
    except (signing.BadSignature, ValueError) as error:
        raise ProblemError(
            HTTPStatus.UNAUTHORIZED, _("This preview token is not valid.")
        ) from error
    draft = PreviewedDraft.objects.filter(pk=pk, page_id=page_id).first()
    page = draft.page() if draft else None
    if page is None:
        raise ProblemError(HTTPStatus.GONE, GONE)
    return page


def show(page: BasePage, request: HttpRequest) -> HttpResponse:
    """Return a response that shows the front end in a frame, with a token in its address."""
    url = preview_url(page)
    query = urlencode({"token": store_draft(page)})
    address = f"{url}{'&' if urlsplit(url).query else '?'}{query}"
    context = {"page": page, "address": address}
    response = TemplateResponse(request, "delivery/preview.html", context)
    parts = urlsplit(url)
    frames = [*cast(list[str], ADMIN_CSP["frame-src"]), f"{parts.scheme}://{parts.netloc}"]
    allow_frame = csp_override({**ADMIN_CSP, "frame-src": frames})
    framed: HttpResponse = allow_frame(lambda _: response)(request)
    return framed


def delete_expired() -> None:
    """Delete drafts whose tokens have expired."""
    PreviewedDraft.objects.filter(made_at__lt=timezone.now() - TOKEN_MAX_AGE).delete()

"""Previews of unsaved pages in another front end.

A preview keeps the page as it stands in the editor's form, and gives the front end a signed
token for exactly that: bound to the page and to this state of it, good for a quarter of an hour.
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
from django.views.decorators.csp import csp_override

from cms.content.page import BasePage
from cms.delivery.http.problem import ProblemError
from cms.security import ADMIN_CSP
from cms.sites.texts import preview_url

GOOD_FOR = timedelta(minutes=15)
SALT = "cms.delivery.preview"
PLACE = ("path", "depth", "url_path")  # of the tree; forms do not have them


class PreviewedDraft(models.Model):
    """One state of one page's form; forgotten when its tokens have expired."""

    page_id = models.BigIntegerField(null=True)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE)
    content = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField(default=timezone.now, db_index=True)

    def __str__(self) -> str:
        return f"{self.content_type} {self.page_id or 'new'}"

    def page(self) -> BasePage | None:
        """The page as it was; None if what it refers to is gone."""
        model: Any = self.content_type.model_class()
        page: BasePage | None = model.from_serializable_data(dict(self.content))
        return page


def keep(page: BasePage) -> str:
    """Remembers the page as it is; gives the token for it. The same state is kept once."""
    content = page.serializable_data() | {name: getattr(page, name) for name in PLACE}
    text = json.dumps(content, cls=DjangoJSONEncoder, sort_keys=True)
    kept, _ = PreviewedDraft.objects.update_or_create(
        digest=hashlib.blake2b(text.encode(), digest_size=16).hexdigest(),
        defaults={
            "page_id": page.pk,
            "content_type": page.cached_content_type,
            "content": json.loads(text),
            "made_at": timezone.now(),
        },
    )
    return signing.TimestampSigner(salt=SALT).sign_object([kept.pk, page.pk])


def previewed(token: str) -> BasePage:
    """The page that a token stands for; a problem for a forged, expired or orphaned one."""
    try:
        pk, page_id = signing.TimestampSigner(salt=SALT).unsign_object(token, max_age=GOOD_FOR)
    except signing.SignatureExpired as error:
        detail = "This preview has expired: open it again from the editor."
        raise ProblemError(HTTPStatus.GONE, detail) from error
    except (signing.BadSignature, ValueError) as error:
        raise ProblemError(HTTPStatus.UNAUTHORIZED, "This preview token is not valid.") from error
    kept = PreviewedDraft.objects.filter(pk=pk, page_id=page_id).first()
    page = kept.page() if kept else None
    if page is None:
        raise ProblemError(HTTPStatus.GONE, "This preview is gone: open it again from the editor.")
    return page


def show(page: BasePage, request: HttpRequest) -> HttpResponse:
    """Return the other front end in a frame, with the token of this draft in its address."""
    url = preview_url(page)
    query = urlencode({"token": keep(page)})
    address = f"{url}{'&' if urlsplit(url).query else '?'}{query}"
    context = {"page": page, "address": address}
    response = TemplateResponse(request, "delivery/preview.html", context)
    parts = urlsplit(url)
    frames = [*cast(list[str], ADMIN_CSP["frame-src"]), f"{parts.scheme}://{parts.netloc}"]
    allow_frame = csp_override({**ADMIN_CSP, "frame-src": frames})
    framed: HttpResponse = allow_frame(lambda _: response)(request)
    return framed


def forget_old() -> None:
    PreviewedDraft.objects.filter(made_at__lt=timezone.now() - GOOD_FOR).delete()

"""Delivery keys: who may read more of the API than the public."""

import hashlib
import secrets
from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Concatenate

from django.db import models, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Site

from cms.audit.log import record
from cms.audit.models import Action
from cms.delivery.http.problem import ProblemError
from cms.delivery.http.served_site import site_of
from cms.maintenance.restricted import restricted_pages

MARK = "cms_"  # people and secret scanners recognize keys by it
PREFIX_LENGTH = 8  # characters after the mark that identify a key in lists
DIGEST_LENGTH = 64
RATE_FACTOR = 10  # for keys with the scope “many”


class DeliveryKey(models.Model):
    """Only a hash is kept: the key itself is shown once, when it is made."""

    name = models.CharField(max_length=100, help_text="Who uses it, like “Preview of the app”.")
    site = models.ForeignKey(
        Site,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="+",
        help_text="The only site that it reads. Leave empty for all.",
    )
    reads_drafts = models.BooleanField(
        default=False,
        help_text="Scope “drafts”: the latest draft of every page, also of withheld ones.",
    )
    reads_restricted = models.BooleanField(
        default=False,
        help_text="Scope “restricted”: published pages that need a log-in or a password.",
    )
    allows_more_requests = models.BooleanField(
        default=False,
        db_column="asks_more",  # so that two versions can run on one database
        help_text="Scope “many”: ten times the requests, for what builds a whole site.",
    )
    expires_on = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which it is valid. Leave empty for no end.",
    )
    prefix = models.CharField(max_length=PREFIX_LENGTH + len(MARK), editable=False)
    digest = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    used_on = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = "delivery key"

    def __str__(self) -> str:
        return f"{self.name} ({self.prefix}…)"

    @property
    def scopes(self) -> frozenset[str]:
        scopes = {
            "drafts": self.reads_drafts,
            "restricted": self.reads_restricted,
            "many": self.allows_more_requests,
        }
        return frozenset(name for name, has in scopes.items() if has)

    def issue(self) -> str:
        """Return a new key, and set its prefix and digest, which the caller saves."""
        key = MARK + secrets.token_urlsafe(32)
        self.prefix, self.digest = key[: len(MARK) + PREFIX_LENGTH], digest_of(key)
        return key

    def is_valid(self, today: date) -> bool:
        return self.expires_on is None or today <= self.expires_on


def digest_of(key: str) -> str:
    """Return the SHA-256 of a key; random keys of 256 bits need no salt or stretching."""
    return hashlib.sha256(key.encode()).hexdigest()


def key_of(request: HttpRequest) -> DeliveryKey | None:
    """Return the key of a request, or None; raises a 401 problem for an invalid key."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is None:
        return None
    scheme, _separator, payload = header.partition(" ")
    if scheme.lower() != "bearer":
        raise _unauthorized(_("Send the key as “Authorization: Bearer …”."))
    key = DeliveryKey.objects.filter(digest=digest_of(payload.strip())).first()
    today = timezone.localdate()
    if key is None or not key.is_valid(today):
        raise _unauthorized(_("This delivery key is not valid, or no longer."))
    if key.used_on != today:
        _record_use(key, today, request)
    return key


def _record_use(key: DeliveryKey, today: date, request: HttpRequest) -> None:
    """Record the first use of a key on a day, once for all processes."""
    with transaction.atomic():
        if DeliveryKey.objects.filter(pk=key.pk).exclude(used_on=today).update(used_on=today):
            record(Action.KEY_USED, key, request=request)


def require_scope(request: HttpRequest, scope: str, site_id: int) -> None:
    """Raise a 401 problem without a key, and 403 if it lacks the scope or is for another site."""
    key: DeliveryKey | None = getattr(request, "delivery_key", None)
    text = _("A delivery key with the scope “{scope}” is needed.")
    needs_scope = format_lazy(text, scope=scope)
    if key is None:
        raise _unauthorized(needs_scope)
    if scope not in key.scopes:
        raise ProblemError(HTTPStatus.FORBIDDEN, needs_scope)
    if key.site_id not in (None, site_id):
        raise ProblemError(HTTPStatus.FORBIDDEN, _("This delivery key is for another site."))


def reads_restricted(request: HttpRequest) -> bool:
    """Return whether the request has a key with the scope restricted, for any site."""
    key: DeliveryKey | None = getattr(request, "delivery_key", None)
    return key is not None and key.reads_restricted


def with_restricted[**P](
    route: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Make a route include restricted pages for a key that may read them on the served site."""

    @wraps(route)
    def included(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with restricted_pages(included=_may_read_restricted(request)):
            return route(request, *args, **kwargs)

    return included


def _may_read_restricted(request: HttpRequest) -> bool:
    key: DeliveryKey | None = getattr(request, "delivery_key", None)
    if key is None or not key.reads_restricted:
        return False
    return key.site_id in {None, site_of(request).pk}


def _unauthorized(detail: str | Promise) -> ProblemError:
    return ProblemError(HTTPStatus.UNAUTHORIZED, detail)


def rate_factor(key: DeliveryKey | None) -> int:
    """Return the factor by which the rate limit is multiplied for a key."""
    return RATE_FACTOR if key and key.allows_more_requests else 1

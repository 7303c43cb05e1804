"""Adapters of django-allauth for Wagtail's users and for the secrets of second factors."""

import base64
import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.translation import gettext

from cms.accounts.openid import confirmation as openid_confirmation
from cms.throttling.address import client_address

logger = logging.getLogger(__name__)
PURPOSE = b"cms.accounts second factors"


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: administrators create accounts."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Return False after a confirmation through the provider, which allauth does not count."""
        required: bool = super().is_reauthentication_required(app=app, **kwargs)
        return required and not openid_confirmation.has_confirmed(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Add single sign-on for users who are linked to the provider."""
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        if user.is_authenticated and openid_confirmation.is_linked(user):
            url = reverse("account_confirm_by_openid")
            text = gettext("Use single sign-on")
            methods.append({"id": "openid", "description": text, "url": url})
        return methods

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: Any = None, email: str | None = None
    ) -> None:
        """Send the e-mail to the address of Wagtail's user; allauth's table of addresses is empty.

        The change is committed by then, so a mail server that is away is only logged.
        """
        try:
            super().send_notification_mail(template_prefix, user, context, email or user.email)
        except OSError as error:
            logger.error("A notification was not sent: %s", type(error).__name__)


class SecondFactorAdapter(DefaultMFAAdapter):
    """Encrypts the secrets of authenticator apps and recovery codes in the database."""

    def encrypt(self, text: str) -> str:
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raise `cryptography.fernet.InvalidToken` under another key."""
        return _cipher().decrypt(encrypted_text).decode()

    def get_totp_issuer(self) -> str:
        return settings.WAGTAIL_SITE_NAME


def _cipher() -> MultiFernet:
    """Return the cipher for `SECRET_KEY`, which also decrypts with `SECRET_KEY_FALLBACKS`."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(force_bytes(key))) for key in keys])


def _derived(key: bytes) -> bytes:
    derivation = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(derivation.derive(key))

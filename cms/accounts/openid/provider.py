"""The OpenID Connect provider of the settings."""

from django.conf import settings

PROVIDER_ID = "oidc"


def is_enabled() -> bool:
    return bool(settings.SOCIALACCOUNT_PROVIDERS)

"""Settings of accounts: authentication, lock-outs, sessions and the audit log."""

from datetime import timedelta
from typing import Any
from zoneinfo import available_timezones

from cms.settings.environment import refuse

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
AXES_FAILURE_LIMIT = 8
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_DISABLE_ACCESS_LOG = True  # successful log-ins leave no address behind
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "username"
AXES_CLIENT_IP_CALLABLE = "cms.accounts.lockout.axes_address"
AXES_HANDLER = "cms.accounts.lockout.LockoutHandler"
AXES_LOCKOUT_CALLABLE = "cms.accounts.limits.locked_out"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # a lock ends even if attempts go on
# Failures within AXES_COOLOFF_TIME, after which an address is locked and a name slowed down.
LOGIN_FAILURES_PER_ADDRESS = 30
LOGIN_FAILURES_PER_NAME = 24
LOGIN_PAUSE = 10  # seconds between attempts at a slowed name
# Some machines have it, no browser knows it, and Wagtail's script of the account page ends there.
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
# The session of a user ends so long after it was last used, and after the log-in.
SESSION_IDLE_TIMEOUT = timedelta(hours=8)
SESSION_ABSOLUTE_TIMEOUT = timedelta(days=7)
LOGIN_FAILURE_RETENTION = timedelta(days=1)
AUDIT_LOG_RETENTION = timedelta(days=365)
LIMIT_ATTEMPTS = True  # at shared passwords, password resets and API tokens
WAGTAIL_PASSWORD_REQUIRED_TEMPLATE = "accounts/password_required.html"  # noqa: S105 no secret
WAGTAILDOCS_PASSWORD_REQUIRED_TEMPLATE = "accounts/password_required.html"  # noqa: S105

# django-allauth: second factors and single sign-on. Passwords stay with Django, axes and Wagtail.
ACCOUNT_ADAPTER = "cms.accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_REAUTHENTICATION_METHODS = ["password", "mfa"]
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds for which a confirmation holds
LOGIN_URL = LOGIN_REDIRECT_URL = "wagtailadmin_home"  # the admin redirects to its log-in
MFA_ADAPTER = "cms.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1  # steps of 30 seconds, for clocks that differ
SOCIALACCOUNT_ADAPTER = "cms.accounts.openid.adapter.OpenIdAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False


def openid_providers(
    issuer: str | None, client_id: str | None, client_secret: str | None
) -> dict[str, Any]:
    """Return allauth's settings of the OpenID Connect provider; empty without one."""
    values = (issuer, client_id, client_secret)
    if not any(values):
        return {}
    if not all(values):
        refuse("OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET go together: set all three.")
    app = {
        "provider_id": "oidc",
        "name": "single sign-on",
        "client_id": client_id,
        "secret": client_secret,
        "settings": {"server_url": issuer},
    }
    return {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}

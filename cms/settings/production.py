"""Settings of a public site behind https, for which every secret and address must be set."""

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ALLOWED_HOSTS, ENV
from cms.settings.environment import refuse

if not ENV.secret_key:
    refuse("SECRET_KEY is missing: set it to at least 50 random characters.")
if not ALLOWED_HOSTS:
    refuse("ALLOWED_HOSTS is missing: name the hosts that this site answers, comma-separated.")
if not ENV.base_url:
    refuse("BASE_URL is missing: set the public address, like https://example.org.")
if not ENV.email_url:
    refuse("EMAIL_URL is missing: set the mail server, like smtp+tls://user:password@host:587.")

SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes come from inside, without https
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
if ENV.trusted_proxies:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

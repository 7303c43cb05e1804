"""Settings that every deployment shares, safe for production; other modules override a few."""

import os
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django.utils.csp import CSP

from cms.languages.registry import LANGUAGES as REGISTRY
from cms.languages.registry import django_information, is_known, language
from cms.settings.accounts import *  # noqa: F403
from cms.settings.accounts import openid_providers
from cms.settings.environment import (
    ROOT,
    data_folder,
    read_environment,
    refuse,
    require_package,
)
from cms.settings.logs import logging
from cms.settings.services import database, mailer, media_storage
from cms.settings.site_record import read_record
from cms.settings.wiring import *  # noqa: F403

# Read when numpy is imported: threads that share the small matrices of a search spin on every core.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

ENV = read_environment()
DATA_DIR = data_folder(ENV.data_dir)
SITE_RECORD = read_record(DATA_DIR)
SECRET_KEY = ENV.secret_key or ""
DEBUG = False
ALLOWED_HOSTS = ENV.allowed_hosts
BASE_URL = ENV.base_url or f"http://127.0.0.1:{ENV.port}"

INSTALLED_APPS = [
    "home",
    "whatwedo",
    "search",
    "cms.server",
    "cms.backup",
    "cms.delivery",
    "cms.desk",
    "cms.contact",
    "cms.feedback",
    "cms.accounts",
    "cms.content",
    "cms.sites",
    "cms.directory",
    "cms.languages",
    "cms.media",
    "cms.maintenance",
    "cms.caching",  # after maintenance: its listener runs once the flags are read again
    "cms.changes",
    "cms.telemetry",
    "cms.throttling",
    "cms.audit",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.api.v3",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "wagtail_modeladmin",
    "modelcluster",
    "taggit",
    "ninja",
    "axes",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.admin",  # for modeladmin's list filters; its site has no URL
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",  # checked by Wagtail's search fields on PostgreSQL
    "django.forms",
]

LOGGING = logging(ENV.log_format)

MIDDLEWARE = [
    "cms.health.request_id.RequestIdMiddleware",
    "cms.security.SecurityHeadersMiddleware",
    "cms.caching.stale_if_error.CacheStatusMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.delivery.middleware.DeliveryMiddleware",
    "search.http.middleware.SearchMiddleware",
    "cms.delivery.views.DeliveryViewMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.languages.interface.InterfaceMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "cms.audit.middleware.AuditMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "cms.accounts.limits.AttemptLimitMiddleware",
    "cms.accounts.signed_out.SignedOutMiddleware",
    "cms.accounts.confirmation.ConfirmationMiddleware",
    "cms.accounts.second_factors.SecondFactorMiddleware",
    "cms.delivery.tokens.TokenOnlyMiddleware",
    "cms.content.middleware.GoneMiddleware",
    "cms.content.middleware.RedirectMiddleware",
    "cms.changes.watching.transactions.AtomicChangesMiddleware",
]
if ENV.otel_exporter_otlp_endpoint:
    require_package("OTEL_EXPORTER_OTLP_ENDPOINT", "opentelemetry.sdk")
    MIDDLEWARE.insert(0, "cms.telemetry.middleware.TracingMiddleware")
if ENV.sentry_dsn:
    require_package("SENTRY_DSN", "sentry_sdk")
# Paths under which each unsafe request is one transaction, because it may change pages.
ATOMIC_PATHS = ("/admin/", "/api/v3/")

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "cms.content.layout.chrome.chrome",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": database(ENV.database_url, DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if ENV.redis_url:
    CACHES: dict[str, Any] = {
        "default": {
            "BACKEND": "cms.cache.ForgivingRedisCache",
            "LOCATION": ENV.redis_url,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
        }
    }
else:
    LOCAL = "django.core.cache.backends.locmem.LocMemCache"
    # Wagtail's records of the sizes of images, cleared where an image changes elsewhere.
    CACHES = {"default": {"BACKEND": LOCAL}, "renditions": {"BACKEND": LOCAL, "LOCATION": "r"}}

TIME_ZONE = "UTC"
USE_I18N = True
FORMAT_MODULE_PATH = "cms.languages.django_formats"
USE_TZ = True
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [ROOT / "locale"]
DEMO_CONTENT = ROOT / "content"
CODES = (
    ENV.languages or SITE_RECORD.languages or read_record(DEMO_CONTENT).languages or tuple(REGISTRY)
)
if not is_known(CODES[0].lower()):  # Django starts only with a default language that it knows
    refuse(f"LANGUAGES begins with {CODES[0]}, which is not known: put a known language first.")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, language(code).endonym) for code in CODES]
LANGUAGE_CODE = CODES[0]
LANGUAGES_BIDI = [code for code in CODES if language(code).is_rtl]
LANG_INFO.update(django_information(CODES))

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, Any] = {
    "default": media_storage(ENV.media_url_store),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Request bodies: path prefix, most bytes, and seconds to read them in; the first that matches.
BODY_LIMITS = [
    ("/admin/", 64 * 1024 * 1024, 300),
    ("/api/v3/", 64 * 1024 * 1024, 300),
    ("/search/", 8 * 1024, 5),
    ("/mcp", 64 * 1024, 5),
    ("/", 1024 * 1024, 15),
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a page of a hundred blocks is one large form

MAILER, DEFAULT_FROM_EMAIL = mailer(ENV.email_url)
MAILERS: dict[str, Any] = {"default": MAILER}

WAGTAIL_SITE_NAME = "What We Do"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 50_000_000  # of all frames; decoding takes 4 bytes each
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.uploads.ImageForm"
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "svg", "webp"]
WAGTAILSEARCH_BACKENDS: dict[str, Any] = {"default": {"BACKEND": "cms.desk.admin_search"}}
TAGGIT_CASE_INSENSITIVE = True

# django-ninja: the delivery API has its own error format and answers HEAD itself.
NINJA_PAGINATION_PER_PAGE = 20

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"  # Wagtail allows its own previews, view by view
SESSION_ENGINE = "cms.accounts.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [ENV.base_url] if ENV.base_url else []
# Embeds are privacy-friendly frames of these hosts only.
EMBED_FRAME_HOSTS = ["https://www.youtube-nocookie.com", "https://player.vimeo.com"]


def origins(url: str | None) -> list[str]:
    """Return the origin of a URL in a list, as a content security policy names it."""
    return ["{0.scheme}://{0.netloc}".format(urlsplit(url))] if url else []


SECURE_CSP = {
    "default-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "frame-src": [CSP.SELF, *EMBED_FRAME_HOSTS, *origins(ENV.frontend_preview_url)],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.SELF],
}
# Where vulnerabilities are reported; security@ is the mailbox that RFC 2142 names for it.
SECURITY_CONTACT = f"mailto:security@{urlsplit(BASE_URL).hostname}"
PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"

# Without Elasticsearch, one of the web processes also runs the worker.
WORKER_IN_WEB = not ENV.elasticsearch_url
# A reader that stops for longer starts over: an index is rebuilt, a cursor of `changes/` is 410.
CHANGE_LOG_RETENTION = timedelta(days=14)
FEEDBACK_RETENTION = timedelta(days=365)
FORM_RETENTION = timedelta(days=90)
DEMO = False  # true for the demo, whose users have a known password
SEARCH_INDEX_DIR = DATA_DIR / "index"
SEARCH_LOG = True  # searches and opened results; never who made them
SEARCH_LOG_RETENTION = timedelta(days=90)
SEARCH_SECONDS = 1.5  # after which a search returns the results it has so far
ELASTICSEARCH_URL = ENV.elasticsearch_url
ELASTICSEARCH_INDEX_PREFIX = ENV.elasticsearch_index_prefix
EMBEDDINGS = ENV.embeddings  # a folder or an address; without it, searches compare words only
if EMBEDDINGS and "://" not in EMBEDDINGS:
    require_package("EMBEDDINGS", "onnxruntime", "embeddings")
# Bytes of cached responses in each process; 0 caches none.
ANSWER_MEMORY = 64 * 1024 * 1024
OIDC = (ENV.oidc_issuer, ENV.oidc_client_id, ENV.oidc_client_secret)
SOCIALACCOUNT_PROVIDERS = openid_providers(*OIDC)
# Single sign-on finds users by their e-mail address, so only administrators may change it.
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = not SOCIALACCOUNT_PROVIDERS
OIDC_ORIGINS = origins(ENV.oidc_issuer)  # to which the log-in form may redirect
REQUIRE_SECOND_FACTOR = ENV.require_second_factor  # of users who may publish
RATE_LIMIT = ENV.rate_limit == "on"
METRICS_TOKEN = ENV.metrics_token
OTEL_EXPORTER_OTLP_ENDPOINT = ENV.otel_exporter_otlp_endpoint
SENTRY_DSN = ENV.sentry_dsn
RATE_LIMIT_SHARED = bool(ENV.redis_url)  # one count for all processes
CORS_ALLOWED_ORIGINS = ENV.cors_allowed_origins
FRONTEND_PREVIEW_URL = ENV.frontend_preview_url
# Whether webhooks may lead into private networks, and without https.
WEBHOOK_PRIVATE_NETWORKS = ENV.webhook_private_networks
TRUSTED_PROXIES = ENV.trusted_proxies

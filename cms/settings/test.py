"""Settings of the tests: cheap hashes, data in a temporary folder, no throttling."""

import os
import tempfile
from pathlib import Path

from cms.settings.base import *  # noqa: F403
from cms.settings.base import ENV as ENV
from cms.settings.base import STORAGES, WAGTAILSEARCH_BACKENDS
from cms.settings.services import database

SECRET_KEY = "test" * 16
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
_FOLDER = tempfile.TemporaryDirectory(prefix="cms-test-")  # removed when the process ends
DATA_DIR = Path(_FOLDER.name)
DATABASES = {"default": database(ENV.database_url, DATA_DIR)}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file as in production: SQLite in memory locks whole tables between threads.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}
elif TEMPLATE := os.environ.get("TEST_TEMPLATE"):  # a migrated database of PostgreSQL
    DATABASES["default"]["TEST"] = {"TEMPLATE": TEMPLATE}
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "media"
SEARCH_INDEX_DIR = DATA_DIR / "index"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True  # reads no folder before a file is needed
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}
DEMO = True  # load_demo creates its users
RATE_LIMIT = False
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
AXES_ENABLED = LIMIT_ATTEMPTS = False
ANSWER_MEMORY = 0  # tests roll back their changes, which no listener is notified of
# A fifth of what saving a page costs; tests of the admin's search use the fixture `admin_search`.
WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = False
SEARCH_LOG = False  # its thread writes outside the tests' transactions

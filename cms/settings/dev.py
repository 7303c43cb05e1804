"""The demo with Django's debug pages and unhashed static files."""

from cms.settings.demo import *  # noqa: F403
from cms.settings.demo import MIDDLEWARE, STORAGES

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# An unknown address shows the site's own page, as in production; errors keep Django's.
MIDDLEWARE = [*MIDDLEWARE, "cms.not_found.NotFoundPageMiddleware"]

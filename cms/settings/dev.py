"""Settings of the demo with Django's debug pages and unhashed static files."""

from cms.settings.demo import *  # noqa: F403
from cms.settings.demo import MIDDLEWARE, STORAGES

DEBUG = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
# Unknown addresses show the site's 404 page, as in production; errors show Django's debug page.
MIDDLEWARE = [*MIDDLEWARE, "cms.not_found.NotFoundPageMiddleware"]

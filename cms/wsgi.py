import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_wsgi_application()

from cms.changes import worker  # noqa: E402 -- its models need the apps that were just loaded

worker.start_in_web()

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

application = get_asgi_application()

from cms.changes import worker  # noqa: E402 -- its models need the apps that were just loaded

worker.start_in_web()

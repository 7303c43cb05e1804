import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

# What is loaded below lives as long as the process, so nothing of it needs to be collected.
gc.disable()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

# A search gives the interpreter away several times, and would wait 5 ms to have it back each time.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()

from cms.changes import worker  # noqa: E402 -- its models need the apps that were just loaded

worker.start_in_web()
gc.freeze()
gc.enable()

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

# A search gives the interpreter away several times, and would wait 5 ms to have it back each time.
sys.setswitchinterval(0.0005)

application = get_wsgi_application()

from cms.changes import worker  # noqa: E402 -- its models need the apps that were just loaded

worker.start_in_web()
# All that lives as long as the process need not be looked through by each collection.
gc.collect()
gc.freeze()

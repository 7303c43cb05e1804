"""The entry point of the production server; `cms.server` implements it."""

import gc
import os
import signal
import sys

from django.core.wsgi import get_wsgi_application

# What is loaded below lives as long as the process, so nothing of it needs to be collected.
gc.disable()

# A worker inherits from granian's main process a handler that does nothing here, and the main
# process would wait without end for a worker that is stopped before it serves.
signal.signal(signal.SIGTERM, signal.SIG_DFL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")

# A search gives the interpreter away several times, and would wait 5 ms to have it back each time.
sys.setswitchinterval(0.0005)

handler = get_wsgi_application()

from django.conf import settings  # noqa: E402 -- read only now that the apps are loaded

from cms.changes import worker  # noqa: E402
from cms.changes.threads.parent import end_with_parent  # noqa: E402
from cms.server.application import Application  # noqa: E402
from cms.server.fast_path import FastPath  # noqa: E402
from cms.server.limits import BodyLimit  # noqa: E402

THREADS = 2  # more gain nothing for what computes in Python, and wait longer for their turn

application = Application(
    handler,
    threads=THREADS,
    limits=[BodyLimit(*limit) for limit in settings.BODY_LIMITS],
    session_cookie=settings.SESSION_COOKIE_NAME,
    probe_host=next((host for host in settings.ALLOWED_HOSTS if host[0] not in "*."), "localhost"),
    # Counting requests together in Redis may block, so then a thread does it.
    fast_path=None if settings.RATE_LIMIT and settings.RATE_LIMIT_SHARED else FastPath(handler),
)
end_with_parent()  # a worker of a killed server would keep its port
worker.start_in_web()
gc.freeze()
gc.enable()

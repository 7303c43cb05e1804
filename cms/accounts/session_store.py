"""Database sessions that expire after a time without use, and after a maximum duration.

It is the `SESSION_ENGINE`, so that expiry is checked at every access without another query. The
time of use is stored at most once in `UPDATE_INTERVAL`, when the session is saved after a request.
"""

import time
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.http import HttpRequest

from cms.audit.log import current_request

STARTED, USED = "session_started", "session_used"
UPDATE_INTERVAL = 60  # seconds
# Requests that an open editor tab sends automatically do not count as use.
AUTOMATIC_PATH = "/admin/editing-sessions/"


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        """Return the data of the session; delete it and return none if it has expired."""
        data: dict[str, Any] = super().load()
        if SESSION_KEY not in data:
            return data
        now = time.time()
        started, used = data.setdefault(STARTED, now), data.setdefault(USED, now)
        is_idle = now - used > settings.SESSION_IDLE_TIMEOUT.total_seconds()
        if is_idle or now - started > settings.SESSION_ABSOLUTE_TIMEOUT.total_seconds():
            self.delete(self.session_key)
            self._session_key = None
            return {}
        if now - used > UPDATE_INTERVAL and not _is_automatic():
            data[USED] = now
            self.modified = True
        return data


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="session")


def _begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[USED] = time.time()


def _is_automatic() -> bool:
    request = current_request.get()
    return request is not None and request.path.startswith(AUTOMATIC_PATH)

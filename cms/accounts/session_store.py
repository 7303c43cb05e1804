"""Sessions in the database that end: some time after they were last used, and after they began.

It is the `SESSION_ENGINE`, so that a session ends wherever it is read, at no query more. Use is
noted once in `NOTE_EVERY`, with the write of the session at the end of the request.
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
NOTE_EVERY = 60  # seconds
# Requests that an open tab of the editor sends by itself; they keep no session alive.
UNATTENDED = "/admin/editing-sessions/"


class SessionStore(DatabaseStore):
    def load(self) -> dict[str, Any]:
        """Return the session's data; nothing, and delete it, once a user's session has ended."""
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
        if now - used > NOTE_EVERY and not _is_unattended():
            data[USED] = now
            self.modified = True
        return data


def connect() -> None:
    user_logged_in.connect(_begin, dispatch_uid="session")


def _begin(request: HttpRequest, **kwargs: Any) -> None:
    request.session[STARTED] = request.session[USED] = time.time()


def _is_unattended() -> bool:
    request = current_request.get()
    return request is not None and request.path.startswith(UNATTENDED)

"""Sessions of editors."""

import time

from django.contrib.auth.models import User
from django.test import Client


def log_in_confirmed(client: Client, user: User) -> None:
    """Log the user in, as after a confirmation by password."""
    client.force_login(user)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()

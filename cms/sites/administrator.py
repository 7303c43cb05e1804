"""The first administrator of a site."""

import secrets
import sys
from getpass import getpass

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

USERNAME = "admin"


def create_administrator(email: str, password: str) -> str:
    """Create an administrator and return the user name: the e-mail address, else `admin`."""
    users = get_user_model()
    user = users.objects.create_superuser(email or USERNAME, email=email, password=password)
    return str(user.get_username())


def choose_password(email: str = "") -> tuple[str, bool]:
    """Return a password and whether it was generated.

    A terminal prompts for it; an empty answer, and a start without a terminal, generate one.
    """
    user = get_user_model()(username=email or USERNAME, email=email)
    while sys.stdin.isatty():
        password = getpass("Password of the administrator (empty: generate one): ")
        if not password:
            break
        try:
            validate_password(password, user)
        except ValidationError as error:
            print(*error.messages, sep="\n", file=sys.stderr)
            continue
        if getpass("Again: ") == password:
            return password, False
        print("The passwords differ.", file=sys.stderr)
    return secrets.token_urlsafe(12), True

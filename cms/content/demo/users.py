"""The users of the demo: an administrator, and one user for each role."""

import secrets

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

ADMIN = "admin"
GROUP = "Demo users"


@transaction.atomic
def load_users(password: str | None) -> tuple[list[str], str | None]:
    """Create the users; return their names, and the password if it was generated.

    The administrator is `admin`; users of roles are named after their role, like `search-editor`.
    They are created only if there is no user at all, so that an administrator who was renamed or
    deleted does not come back with a known password.
    """
    users = get_user_model()
    if users.objects.exists():
        return [], None
    generated = None
    if password is None:
        generated = password = secrets.token_urlsafe(12)
    created = [users.objects.create_superuser(ADMIN, password=password)]
    for role in Group.objects.filter(permissions__codename="access_admin").order_by("pk"):
        user = users.objects.create_user(role.name.lower().replace(" ", "-"), password=password)
        user.groups.add(role)
        created.append(user)
    Group.objects.get_or_create(name=GROUP)[0].user_set.add(*created)
    return [user.get_username() for user in created], generated

"""The expected entry of the audit log for every action that it records."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, Permission, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import APIToken, PageViewRestriction

from cms.audit.models import Action, AuditEntry
from cms.delivery.models import DeliveryKey, Webhook
from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, DocumentFactory, UserFactory, site_root
from tests.sessions import log_in_confirmed

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
NEW = "another long password"


@dataclass
class Scene:
    """A site, its administrator, logged in at `client`, and an editor."""

    client: Client
    admin: User
    editor: User
    page: Any = field(default_factory=lambda: ContentPageFactory(parent=site_root()))

    def post(self, path: str, **data: Any) -> Any:
        return self.client.post(f"/admin/{path}", data)


@pytest.fixture
def scene(client, settings):
    settings.AXES_ENABLED = True
    site_root()
    admin = UserFactory(username="boss", is_superuser=True)
    editor = UserFactory(username="editor", email="editor@example.org", first_name="E")
    editor.groups.add(Group.objects.get(name="Editor"))
    client.defaults["REMOTE_ADDR"] = "203.0.113.9"
    log_in_confirmed(client, admin)
    return Scene(client, admin, editor)


def anonymous() -> Client:
    return Client(REMOTE_ADDR="203.0.113.9")


def log_in(name: str, password: str) -> None:
    anonymous().post("/admin/login/", {"username": name, "password": password})


def user_form(user: User, **changes: Any) -> dict[str, Any]:
    form = {
        "username": user.username,
        "email": user.email,
        "first_name": "E",
        "last_name": "F",
        "password1": "",
        "password2": "",
        "is_active": "on",
        "groups": [group.pk for group in user.groups.all()],
    }
    return form | changes


def edit_user(scene: Scene, **changes: Any) -> None:
    path = f"users/edit/{scene.editor.pk}/"
    assert scene.post(path, **user_form(scene.editor, **changes)).status_code == 302


def create_user(scene: Scene) -> None:
    new = UserFactory.build(username="new", email="new@example.org")
    form = user_form(User(pk=0, username="new", email=new.email), password1=NEW, password2=NEW)
    assert scene.post("users/new/", **form | {"groups": []}).status_code == 302


def lock_out(scene: Scene) -> None:
    log_in("editor", "wrong")
    AccessAttempt.objects.update(failures_since_start=8)
    AuditEntry.objects.all()._raw_delete("default")
    log_in("editor", "wrong")


def grant_to_group(scene: Scene) -> None:
    group = Group.objects.get(name="Search editor")
    group.permissions.add(Permission.objects.get(codename="add_redirect"))


def grant_pages(scene: Scene) -> None:
    group = Group.objects.get(name="Search editor")
    permission = Permission.objects.get(codename="publish_page")
    group.page_permissions.create(page=scene.page, permission=permission)


def upload(scene: Scene) -> None:
    file = SimpleUploadedFile("minutes.txt", b"Minutes", "text/plain")
    assert scene.post("documents/add/", title="Minutes", file=file).status_code == 302


def delete_file(scene: Scene) -> None:
    document = DocumentFactory(title="Minutes")
    AuditEntry.objects.all()._raw_delete("default")
    scene.post(f"documents/delete/{document.pk}/")


def make_key(**fields: Any) -> tuple[DeliveryKey, str]:
    key = DeliveryKey(name="An app", **fields)
    secret = key.issue()
    key.save()
    AuditEntry.objects.all()._raw_delete("default")
    return key, secret


def use_key(scene: Scene) -> None:
    _, secret = make_key()
    for _ in range(2):
        anonymous().get("/api/delivery/v1/locales/", headers={"authorization": f"Bearer {secret}"})


def restrict(scene: Scene) -> None:
    scene.post(
        f"pages/{scene.page.pk}/privacy/", restriction_type="password", password="x", groups=[]
    )


def remove_restriction(scene: Scene) -> None:
    PageViewRestriction.objects.create(page=scene.page, restriction_type="login")
    AuditEntry.objects.all()._raw_delete("default")
    scene.post(f"pages/{scene.page.pk}/privacy/", restriction_type="none", groups=[])


def end_maintenance(scene: Scene) -> None:
    switch_on([scene.page], Terms(), scene.admin)
    AuditEntry.objects.all()._raw_delete("default")
    scene.client.post(reverse("maintenance_switch", args=[scene.page.pk]), {"off": "1"})


def create_webhook(scene: Scene) -> None:
    scene.post(
        "delivery/webhook/create/",
        name="Hook",
        url="https://hooks.example.org/",
        events=["published"],
        is_active="on",
    )


def revoke_token(scene: Scene) -> None:
    token, _ = APIToken.create_token(user=scene.admin, name="A script")
    AuditEntry.objects.all()._raw_delete("default")
    token.delete()


def change_own_password(scene: Scene) -> None:
    scene.client.force_login(scene.editor)
    AuditEntry.objects.all()._raw_delete("default")
    response = scene.post(
        "account/",
        **{
            "name_email-first_name": "E",
            "name_email-last_name": "F",
            "name_email-email": scene.editor.email,
            "password-old_password": PASSWORD,
            "password-new_password1": NEW,
            "password-new_password2": NEW,
            "notifications-submitted_notifications": "on",
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
        },
    )
    assert response.status_code == 302


Do = Callable[[Scene], object]
EXPECTED: dict[str, tuple[Do, Action, str, str]] = {
    "log in": (lambda s: log_in("editor", PASSWORD), Action.LOGGED_IN, "editor", "editor"),
    "log out": (lambda s: s.post("logout/"), Action.LOGGED_OUT, "boss", "boss"),
    "fail": (lambda s: log_in("editor", "wrong"), Action.LOGIN_FAILED, "", "editor"),
    "fail as nobody": (lambda s: log_in("my password", "x"), Action.LOGIN_FAILED, "", ""),
    "lock out": (lock_out, Action.LOCKED_OUT, "", "editor"),
    "create a user": (create_user, Action.USER_CREATED, "boss", "new"),
    "change an address": (
        lambda s: edit_user(s, email="e@example.net"), Action.USER_CHANGED, "boss", "editor",
    ),
    "deactivate": (lambda s: edit_user(s, is_active=""), Action.USER_CHANGED, "boss", "editor"),
    "set a password": (
        lambda s: edit_user(s, password1=NEW, password2=NEW),
        Action.PASSWORD_CHANGED, "boss", "editor",
    ),
    "change one's password": (change_own_password, Action.PASSWORD_CHANGED, "editor", "editor"),
    "change groups": (lambda s: edit_user(s, groups=[]), Action.RIGHTS_CHANGED, "boss", "editor"),
    "grant to a group": (grant_to_group, Action.RIGHTS_CHANGED, "", "Search editor"),
    "grant pages to a group": (grant_pages, Action.RIGHTS_CHANGED, "", "Search editor"),
    "delete a user": (
        lambda s: s.post(f"users/delete/{s.editor.pk}/"), Action.USER_DELETED, "boss", "editor",
    ),
    "create a group": (
        lambda s: Group.objects.create(name="Board"), Action.GROUP_CREATED, "", "Board",
    ),
    "delete a group": (
        lambda s: Group.objects.get(name="Reviewer").delete(),
        Action.GROUP_DELETED, "", "Reviewer",
    ),
    "upload": (upload, Action.FILE_UPLOADED, "boss", "Minutes"),
    "delete a file": (delete_file, Action.FILE_DELETED, "boss", "Minutes"),
    "create a token": (
        lambda s: APIToken.create_token(user=s.admin, name="x"),
        Action.TOKEN_CREATED, "", "boss",
    ),
    "delete a token": (revoke_token, Action.TOKEN_DELETED, "", "boss"),
    "create a key": (
        lambda s: s.post("delivery/deliverykey/create/", name="An app"),
        Action.KEY_CREATED, "boss", "An app",
    ),
    "use a key": (use_key, Action.KEY_USED, "", "An app"),
    "delete a key": (
        lambda s: s.post(f"delivery/deliverykey/delete/{make_key()[0].pk}/"),
        Action.KEY_DELETED, "boss", "An app",
    ),
    "create a webhook": (create_webhook, Action.WEBHOOK_CREATED, "boss", "Hook"),
    "delete a webhook": (
        lambda s: Webhook.objects.create(name="Hook", url="https://example.org/").delete(),
        Action.WEBHOOK_DELETED, "", "Hook",
    ),
    "restrict a page": (restrict, Action.RESTRICTION_ADDED, "boss", "Page"),
    "lift a restriction": (remove_restriction, Action.RESTRICTION_REMOVED, "boss", "Page"),
    "switch maintenance on": (
        lambda s: switch_on([s.page], Terms(), s.admin), Action.MAINTENANCE_ON, "boss", "Page",
    ),
    "switch maintenance off": (end_maintenance, Action.MAINTENANCE_OFF, "boss", "Page"),
}  # fmt: skip


@pytest.mark.parametrize("name", EXPECTED)
def test_the_action_has_its_entry(scene, name):
    do, action, actor, target = EXPECTED[name]
    AuditEntry.objects.all()._raw_delete("default")

    do(scene)

    entries = list(AuditEntry.objects.filter(action=action))
    assert [entry.actor for entry in entries] == [actor]
    [entry] = entries
    assert entry.object_name.startswith(target)
    assert bool(entry.object_name) == bool(target)
    assert entry.network in {"203.0.113.0/24", ""}
    if actor == "boss" and action != Action.MAINTENANCE_ON:
        assert entry.network == "203.0.113.0/24"


SHOWN_ELSEWHERE = {  # tested with second factors and providers, and variants of the above
    Action.SECOND_FACTOR_ADDED, Action.SECOND_FACTOR_REMOVED, Action.ACCOUNT_CONNECTED,
    Action.ACCOUNT_DISCONNECTED, Action.TOKEN_CHANGED, Action.KEY_CHANGED,
    Action.WEBHOOK_CHANGED, Action.FILE_CHANGED, Action.RESTRICTION_CHANGED,
}  # fmt: skip


def test_every_action_is_in_the_table():
    assert {action for _, action, _, _ in EXPECTED.values()} | SHOWN_ELSEWHERE == set(Action)


def test_renewing_a_hash_at_log_in_is_not_a_password_change(scene, settings):
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    log_in("editor", PASSWORD)

    scene.editor.refresh_from_db()
    assert scene.editor.password.startswith("pbkdf2")
    assert not AuditEntry.objects.filter(action=Action.PASSWORD_CHANGED).exists()


def test_no_entry_contains_a_secret(scene):
    for do, *_ in EXPECTED.values():
        with transaction.atomic():
            scene.client.force_login(scene.admin)  # the session is rolled back with the rest
            do(scene)
            stored = str(list(AuditEntry.objects.values()))
            transaction.set_rollback(True)
        for secret in (PASSWORD, NEW, "my password", "203.0.113.9", "md5$"):
            assert secret not in stored

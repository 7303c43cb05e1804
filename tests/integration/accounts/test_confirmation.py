"""Confirmation of an open session before its address, keys or tokens change."""

from itertools import chain

import pytest
from django.urls import reverse

from cms.accounts.confirmation import CONFIRMED_VIEWS
from tests.factories import UserFactory, site_root
from tests.integration.accounts.admin_urls import Objects, admin_urls
from tests.sessions import log_in_confirmed

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
CONFIRM = "/admin/account/security/confirm/"


@pytest.fixture
def user():
    site_root()
    return UserFactory(first_name="E", last_name="F", email="old@example.org", is_superuser=True)


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def change_email(client, new="new@example.org"):
    panels = client.get("/admin/account/").context["panels_by_tab"].values()
    fields = [field for panel in chain(*panels) for field in panel.get_form()]
    data = {field.html_name: field.value() for field in fields if field.value()}
    return client.post("/admin/account/", data | {"name_email-email": new})


def test_the_address_changes_after_a_confirmation(editor, user):
    response = change_email(editor)
    user.refresh_from_db()
    assert (response["Location"], user.email) == (
        f"{CONFIRM}?next=%2Fadmin%2Faccount%2F",
        "old@example.org",
    )

    editor.post(f"{CONFIRM}?next=/admin/account/", {"password": PASSWORD})
    change_email(editor)
    user.refresh_from_db()
    assert user.email == "new@example.org"


def test_a_wrong_password_confirms_nothing(editor, user):
    editor.post(CONFIRM, {"password": "wrong"})
    change_email(editor)
    user.refresh_from_db()

    assert user.email == "old@example.org"


def test_other_settings_need_no_confirmation(editor, user):
    assert change_email(editor, new="old@example.org")["Location"] == "/admin/account/"


def test_keys_are_opened_after_a_confirmation(editor, user):
    url = reverse("delivery_deliverykey_modeladmin_create")
    for response in (editor.get(url), editor.post(url)):
        assert response["Location"].startswith(f"{CONFIRM}?next=")
    log_in_confirmed(editor, user)

    assert editor.get(url).status_code == 200


def test_a_confirmation_ends(editor, user, settings):
    log_in_confirmed(editor, user)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = -1

    assert editor.get(reverse("delivery_deliverykey_modeladmin_create")).status_code == 302


def test_every_view_that_changes_a_key_is_confirmed(editor):
    objects = Objects()
    keys = [
        url
        for url in admin_urls()
        if url.name.startswith(("delivery_deliverykey", "wagtailusers_api_tokens"))
        and url.name.rpartition("_")[2].rpartition(":")[2]
        not in {"index", "results", "history", "usage", "inspect"}
    ]

    assert {url.name for url in keys} == CONFIRMED_VIEWS
    for url in keys:
        assert editor.get(objects.address(url))["Location"].startswith(CONFIRM)

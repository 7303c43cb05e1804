"""A form that is sent after the session has ended loses nothing."""

import pytest
from django.test import Client

from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
TEXT = 'Two lines\nand "quotes" <b>'


@pytest.fixture
def address():
    return f"/admin/pages/{ContentPageFactory(parent=site_root()).pk}/edit/"


def test_the_text_can_be_sent_again(client, address):
    response = client.post(address, {"title": TEXT, "topics": ["1", "2"], "password": "x"})

    text = response.content.decode()
    assert response.status_code == 401
    assert response["Cache-Control"] == "private, no-store"
    assert 'value="Two lines\nand &quot;quotes&quot; &lt;b&gt;"' in text
    assert text.count('name="topics"') == 2
    assert 'name="password"' not in text
    assert f'action="{address}"' in text


def test_a_save_in_the_background_says_why_it_failed(client, address):
    response = client.post(address, {"title": TEXT}, headers={"Accept": "application/json"})

    assert response.status_code == 401
    assert response.json()["success"] is False
    assert "signed out" in response.json()["error_message"]


def test_opening_a_page_leads_to_the_log_in(client, address):
    assert client.get(address)["Location"].startswith("/admin/login/")


def test_a_request_from_another_site_is_refused_before(address):
    assert Client(enforce_csrf_checks=True).post(address, {"title": TEXT}).status_code == 403


def test_users_who_are_signed_in_are_not_concerned(client, address):
    client.force_login(UserFactory())  # may not open the admin

    assert client.post(address, {"title": TEXT}).status_code in {302, 403}


@pytest.mark.parametrize(
    ("name", "is_kept"),
    [("iso_code", True), ("password1", False), ("old_password", False), ("code", False)],
)
def test_everything_but_secrets_is_kept(name, is_kept):
    text = Client().post("/admin/users/new/", {name: "a-value"}).content.decode()

    assert (f'name="{name}"' in text) is is_kept
    assert ("a-value" in text) is is_kept

"""Logging in through a real OpenID Connect provider."""

import re

import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.socialaccount.models import SocialAccount

from cms.audit.models import Action, AuditEntry
from cms.settings.accounts import openid_providers
from tests.conftest import missing
from tests.factories import UserFactory, site_root
from tests.servers.front_end import has_node
from tests.servers.oidc.provider import CLIENT_ID, CLIENT_SECRET, running_provider

pytestmark = pytest.mark.django_db
HOST = "http://testserver"
LOGIN = "/admin/account/single/oidc/login/"
CALLBACK = "/admin/account/single/oidc/callback/"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory):
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    with running_provider(tmp_path_factory.mktemp("oidc"), HOST + CALLBACK) as issuer:
        yield issuer


@pytest.fixture(autouse=True)
def provider(settings, issuer):
    settings.SOCIALACCOUNT_PROVIDERS = openid_providers(issuer, CLIENT_ID, CLIENT_SECRET)
    site_root()


@pytest.fixture
def user():
    return UserFactory(username="editor", email="Editor@example.org", is_superuser=True)


def at_provider(address, name):
    """Log in at the provider and agree; return the address that it leads back to."""
    browser = requests.Session()
    while not address.startswith(HOST):
        response = browser.get(address, allow_redirects=False)
        if response.status_code == 200:
            form = re.search(r'action="([^"]+)"', response.text)[1]
            prompt = re.search(r'name="prompt" value="([^"]+)"', response.text)[1]
            data = {"prompt": prompt, "login": name, "password": "any"}
            response = browser.post(
                requests.compat.urljoin(address, form), data, allow_redirects=False
            )
        address = requests.compat.urljoin(address, response.headers["Location"])
    return address.removeprefix(HOST)


def log_in(client, name, **data):
    begun = client.post(LOGIN, data)
    return client.get(at_provider(begun["Location"], name))


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_the_log_in_page_offers_it(client):
    assert f'action="{LOGIN}' in client.get("/admin/login/").content.decode()


def test_it_is_not_there_without_settings(client, settings):
    settings.SOCIALACCOUNT_PROVIDERS = {}

    assert LOGIN not in client.get("/admin/login/").content.decode()
    assert client.post(LOGIN).status_code == 404


def test_a_verified_address_links_the_user_once(client, user):
    assert log_in(client, "editor")["Location"] == "/admin/"
    assert is_in(client)
    client.post("/admin/logout/")
    user.email = "another@example.org"
    user.save()
    log_in(client, "editor")

    assert is_in(client)
    assert SocialAccount.objects.get().user == user
    assert AuditEntry.objects.filter(action=Action.ACCOUNT_CONNECTED).count() == 1
    assert AuditEntry.objects.filter(action=Action.LOGGED_IN).count() == 2


@pytest.mark.parametrize("name", ["unverified-editor", "stranger"])
def test_others_are_refused(client, user, name):
    assert log_in(client, name)["Location"] == "/admin/login/"
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize("change", ["inactive", "no access", "twice"])
def test_users_who_may_not_log_in_are_refused(client, user, change):
    if change == "inactive":
        user.is_active = False
    elif change == "no access":
        user.is_superuser = False
    else:
        UserFactory(email="editor@example.org", is_superuser=True)
    user.save()

    assert log_in(client, "editor")["Location"] == "/admin/login/"
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_linking_by_hand_is_refused(client, user):
    client.force_login(user)
    response = log_in(client, "stranger", process="connect")

    assert response["Location"] == "/admin/login/"
    assert not SocialAccount.objects.exists()


def test_a_second_factor_is_still_required(client, user):
    TOTP.activate(user, generate_totp_secret())

    assert log_in(client, "editor")["Location"] == "/admin/account/security/authenticate/"
    assert not is_in(client)


def test_an_unsolicited_response_is_refused(client, user):
    begun = client.post(LOGIN)
    address = at_provider(begun["Location"], "editor")
    client.cookies.clear()

    assert client.get(address).status_code in {302, 401, 403}
    assert not is_in(client)


def test_a_get_does_not_begin_it(client):
    assert client.get(LOGIN).status_code == 200


CONFIRM = "/admin/account/security/confirm/single/"
ADD_APP = "/admin/account/security/app/add/"


def confirm(client, name):
    """Follow the confirmation through the provider, as far as it leads."""
    begun = client.post(CONFIRM, {"next": ADD_APP})
    assert "prompt=login" in begun["Location"]
    return client.get(at_provider(begun["Location"], name))


@pytest.fixture
def without_password(user, settings):
    settings.REQUIRE_SECOND_FACTOR = True
    user.set_unusable_password()
    user.save()
    return user


def test_a_user_without_password_sets_up_a_second_factor(client, without_password):
    log_in(client, "editor")
    assert client.get("/admin/", follow=True).redirect_chain[-1][0].endswith("/security/")
    assert client.get(ADD_APP)["Location"].startswith(f"{CONFIRM}?next=")

    assert confirm(client, "editor")["Location"] == ADD_APP
    assert client.get(ADD_APP).status_code == 200


def test_the_confirmation_of_another_user_counts_for_nothing(client, without_password):
    UserFactory(email="stranger@example.org", is_superuser=True)
    log_in(client, "editor")

    assert confirm(client, "stranger")["Location"] == "/admin/login/"
    assert client.get(ADD_APP).status_code == 302


def test_a_log_in_is_no_confirmation(client, without_password):
    log_in(client, "editor", process="redirect", next=ADD_APP)

    assert client.get(ADD_APP)["Location"] != ADD_APP
    assert client.get(CONFIRM).status_code in {200, 302, 404}


def test_users_without_a_link_have_no_such_confirmation(client, user):
    client.force_login(user)

    assert client.get(CONFIRM).status_code == 404
    assert client.post(CONFIRM).status_code == 404

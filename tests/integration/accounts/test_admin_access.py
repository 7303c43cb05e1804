"""The access to every address of the admin: `admin_access.txt`, by role and method.

A line is the view's name, then the roles that GET lets in, then those that POST lets in, by the
letters of `ROLES`; `-` is none. A new view fails the test until it has a line.
"""

from copy import deepcopy
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.template import Template
from django.test import Client
from django.utils.safestring import SafeString

from tests.factories import DocumentFactory, ImageFactory, UserFactory
from tests.integration.accounts.admin_urls import Objects, admin_urls
from tests.sessions import log_in_confirmed

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).with_name("admin_access.txt")
ROLES = {
    "*": "anonymous",
    "v": "a user without access to the admin",
    "a": "a user with nothing but access to the admin",
    "E": "Editor",
    "R": "Reviewer",
    "P": "Publisher",
    "S": "Search editor",
    "A": "Administrator",
    "U": "superuser",
}
REFUSED = {401, 403, 404, 405}
LEADS_AWAY = ("/admin/login/", "/admin/?")


def client_of(letter: str) -> Client:
    client = Client(raise_request_exception=False)  # a view that fails was opened all the same
    if letter == "*":
        return client
    user = UserFactory(is_superuser=letter == "U")
    if letter == "a":
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    elif letter in "ERPSA":
        user.groups.add(Group.objects.get(name=ROLES[letter]))
    log_in_confirmed(client, user)
    return client


def is_allowed(client: Client, method: str, address: str) -> bool:
    """Return whether the view does its work; its changes are rolled back."""
    cookies = deepcopy(client.cookies)
    with transaction.atomic():
        response = getattr(client, method)(address)
        transaction.set_rollback(True)
    client.cookies = cookies  # the log-out deletes the session's
    location = response.get("Location", "")
    is_sent_away = location == "/admin/" or location.startswith(LEADS_AWAY)
    return response.status_code not in REFUSED and not is_sent_away


def table() -> dict[str, dict[str, str]]:
    """Return the letters by view and method."""
    lines = (line.split() for line in TABLE.read_text().splitlines() if line)
    return {name: {"get": get, "post": post} for name, get, post in lines}


@pytest.fixture
def objects(db):
    return Objects()


def test_every_view_has_a_line():
    names = {url.name for url in admin_urls()}

    assert names - set(table()) == set(), "views that nobody has classified"
    assert set(table()) - names == set(), "lines of views that are gone"


@pytest.fixture
def unrendered(monkeypatch):
    """Leave templates out: views decide before, and rendering takes half of the time."""
    monkeypatch.setattr(Template, "_render", lambda self, context: SafeString())


@pytest.mark.parametrize("letter", ROLES)
@pytest.mark.usefixtures("unrendered")
def test_the_role_is_let_in_where_the_table_says_so(objects, letter):
    client = client_of(letter)
    expected = table()
    wrong = [
        f"{method} {url.name}"
        for url in admin_urls()
        for method in ("get", "post")
        if is_allowed(client, method, objects.address(url))
        != (letter in expected[url.name][method])
    ]

    assert wrong == [], ROLES[letter]


@pytest.mark.parametrize("letter", "aRS")
@pytest.mark.parametrize(
    "address",
    [
        "/admin/api/main/documents/",
        "/admin/api/main/documents/?search=Salaries",
        "/admin/api/main/images/",
        "/admin/documents/chooser/",
        "/admin/documents/chooser/results/?q=Salaries",
        "/admin/images/chooser/results/?q=Salaries",
    ],
)
@pytest.mark.usefixtures("admin_search")
def test_titles_of_files_are_for_those_who_may_choose_them(letter, address):
    DocumentFactory(title="Salaries 2031")
    ImageFactory(title="Salaries 2031")

    response = client_of(letter).get(address)

    assert response.status_code in {200, 302}
    assert "2031" not in response.content.decode()


def test_editors_find_the_files_that_they_may_choose():
    DocumentFactory(title="Salaries")

    assert "Salaries" in client_of("E").get("/admin/api/main/documents/").content.decode()

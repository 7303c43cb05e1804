"""The end of an editor's session."""

import time
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.accounts.session_store import STARTED, USED
from tests.factories import UserFactory, site_root
from tests.sessions import log_in_confirmed

pytestmark = pytest.mark.django_db
PASSWORD, NEW = "a long enough password", "another long password"
HOUR = 3600


@pytest.fixture(autouse=True)
def timeouts(settings):
    settings.SESSION_IDLE_TIMEOUT = timedelta(hours=2)
    settings.SESSION_ABSOLUTE_TIMEOUT = timedelta(hours=24)


@pytest.fixture
def user():
    site_root()
    return UserFactory(username="editor", is_superuser=True)


@pytest.fixture
def editor(client, user):
    client.force_login(user)
    return client


def shift(client, key, hours):
    """Make the session older."""
    session = client.session
    session[key] -= hours * HOUR
    session.save()


def is_in(client):
    return client.get("/admin/account/").status_code == 200


def test_it_ends_when_it_is_not_used(editor):
    shift(editor, USED, 1.9)
    assert is_in(editor)
    shift(editor, USED, 2.1)

    assert not is_in(editor)
    assert not Session.objects.exists()


def test_use_keeps_it(editor):
    for _ in range(3):
        shift(editor, USED, 1.9)
        assert is_in(editor)


def test_an_open_tab_alone_does_not_keep_it(editor):
    shift(editor, USED, 1.9)
    editor.post("/admin/editing-sessions/release/1/")
    stored = Session.objects.get().get_decoded()

    assert time.time() - stored[USED] > HOUR


def test_it_ends_however_much_it_is_used(editor):
    shift(editor, STARTED, 24.1)

    assert not is_in(editor)


def test_a_new_log_in_starts_the_time_over(editor, user):
    shift(editor, STARTED, 23)
    editor.post("/admin/login/", {"username": "editor", "password": PASSWORD})

    assert time.time() - editor.session[STARTED] < HOUR


def test_a_session_from_before_the_upgrade_goes_on(editor):
    session = editor.session
    del session[STARTED], session[USED]
    session.save()

    assert is_in(editor)


def test_a_shared_password_is_valid_as_long_as_before(client):
    session = client.session
    session["passed_page_view_restrictions"] = [1]
    session.save()

    assert client.session["passed_page_view_restrictions"] == [1]


def test_reading_it_costs_no_query_more(editor):
    is_in(editor)
    with CaptureQueriesContext(connection) as queries:
        is_in(editor)

    assert len([each for each in queries if "django_session" in each["sql"]]) == 1


@pytest.mark.parametrize("change", ["password", "deactivation"])
def test_all_sessions_of_a_user_end(user, editor, change):
    other = Client()
    other.force_login(user)
    if change == "password":
        user.set_password(NEW)
    else:
        user.is_active = False
    user.save()

    assert not is_in(editor)
    assert not is_in(other)


def test_changing_the_own_password_ends_the_other_sessions(user, editor):
    other = Client()
    other.force_login(user)
    log_in_confirmed(editor, user)
    names = ("old_password", "new_password1", "new_password2")
    panels = editor.get("/admin/account/").context["panels_by_tab"].values()
    fields = [field for panels in panels for panel in panels for field in panel.get_form()]
    data = {each.html_name: each.value() for each in fields if each.value()}
    data |= {f"password-{name}": NEW for name in names} | {"password-old_password": PASSWORD}
    data |= {"name_email-first_name": "E", "name_email-last_name": "F"}
    data |= {"name_email-email": user.email or "e@example.org"}

    assert editor.post("/admin/account/", data).status_code == 302
    assert is_in(editor)
    assert not is_in(other)

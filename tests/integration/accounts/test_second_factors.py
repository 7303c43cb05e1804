"""Second factors: logging in with one, setting one up, and who must have one."""

import pytest
from allauth.core.context import request_context
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)  # fmt: skip
from axes.models import AccessAttempt
from django.contrib.auth.models import Group
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from cms.accounts.login import SecondFactorMixin
from cms.audit.models import Action, AuditEntry
from tests.factories import UserFactory, site_root

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough password"
AUTHENTICATE = "/admin/account/security/authenticate/"
SECURITY = "/admin/account/security/"


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def user():
    site_root()
    return UserFactory(username="editor", email="editor@example.org", is_superuser=True)


@pytest.fixture
def secret(user):
    generated = generate_totp_secret()
    TOTP.activate(user, generated)
    return generated


def code(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def log_in(client, address="/admin/login/", **data):
    return client.post(address, {"username": "editor", "password": PASSWORD} | data)


def is_in(client):
    return client.get("/admin/").status_code == 200


def confirm(client):
    return client.post(f"{SECURITY}confirm/", {"password": PASSWORD})


def add_app(client):
    """Set up an authenticator app, as an editor does, and return its response."""
    page = client.get(f"{SECURITY}app/add/")
    secret = page.context["form"].secret
    return client.post(f"{SECURITY}app/add/", {"code": code(secret)})


class TestLogIn:
    def test_without_one_the_password_is_enough(self, client, user):
        assert log_in(client)["Location"] == "/admin/"
        assert is_in(client)

    def test_the_password_alone_does_not_let_in(self, client, secret):
        response = log_in(client, next="/admin/reports/audit-log/")

        assert response["Location"] == AUTHENTICATE
        assert not is_in(client)
        assert client.get(AUTHENTICATE).status_code == 200

    def test_the_code_lets_in_to_where_the_user_was_going(self, client, secret):
        log_in(client, next="/admin/reports/audit-log/")
        response = client.post(AUTHENTICATE, {"code": code(secret)})

        assert response["Location"] == "/admin/reports/audit-log/"
        assert is_in(client)

    def test_a_code_works_once(self, client, secret):
        log_in(client)
        once = code(secret)
        client.post(AUTHENTICATE, {"code": once})
        client.post("/admin/logout/")
        log_in(client)

        assert client.post(AUTHENTICATE, {"code": once}).status_code == 200
        assert not is_in(client)

    def test_a_recovery_code_lets_in_once(self, client, user, secret):
        once = RecoveryCodes.activate(user).get_unused_codes()[0]
        for is_accepted in (True, False):
            log_in(client)
            client.post(AUTHENTICATE, {"code": once})
            assert is_in(client) is is_accepted
            client.post("/admin/logout/")

    def test_a_private_page_is_no_way_around_it(self, client, secret):
        response = log_in(client, "/_util/login/")

        assert response["Location"] == AUTHENTICATE
        assert not is_in(client)

    def test_every_log_in_form_requires_it(self):
        def forms(resolver):
            for each in resolver.url_patterns:
                if hasattr(each, "url_patterns"):
                    yield from forms(each)
                elif "LoginView" in getattr(
                    getattr(each.callback, "view_class", None), "__name__", ""
                ):
                    yield each.callback.view_class

        views = [each for each in forms(get_resolver()) if "WebAuthn" not in each.__name__]
        reached = [each for each in views if each.__module__ != "wagtail.admin.views.account"]

        assert len(reached) == 2, "the admin's and the site's"
        assert all(issubclass(each, SecondFactorMixin) for each in reached)
        assert get_resolver().resolve("/admin/login/").func.view_class in reached

    def test_only_the_second_step_counts_as_logged_in(self, client, secret):
        log_in(client)
        assert not AuditEntry.objects.filter(action=Action.LOGGED_IN).exists()
        client.post(AUTHENTICATE, {"code": code(secret)})
        assert AuditEntry.objects.filter(action=Action.LOGGED_IN).count() == 1

    def test_a_wrong_code_is_a_failed_log_in(self, client, secret, settings):
        settings.AXES_ENABLED = True
        log_in(client)
        client.post(AUTHENTICATE, {"code": "000000"})

        assert AuditEntry.objects.filter(action=Action.LOGIN_FAILED).count() == 1
        assert AccessAttempt.objects.get(username="editor").failures_since_start == 1

    def test_wrong_codes_lock_out(self, client, secret, settings):
        settings.AXES_ENABLED = True
        log_in(client)
        for _ in range(8):
            cache.clear()  # as if each came to another process
            client.post(AUTHENTICATE, {"code": "000000"})
        cache.clear()

        assert client.post(AUTHENTICATE, {"code": code(secret)}).status_code == 429
        assert not is_in(client)


class TestSettingUp:
    @pytest.fixture
    def editor(self, client, user):
        log_in(client)
        return client

    def test_the_user_confirms_the_password_first(self, editor):
        assert editor.get(f"{SECURITY}app/add/")["Location"].startswith(f"{SECURITY}confirm/?next=")
        assert confirm(editor).status_code == 302
        assert editor.get(f"{SECURITY}app/add/").status_code == 200

    def test_an_app_brings_recovery_codes_and_a_mail(
        self, editor, user, django_capture_on_commit_callbacks
    ):
        confirm(editor)
        with django_capture_on_commit_callbacks() as callbacks:
            response = add_app(editor)
        with request_context(response.wsgi_request):  # where AtomicChangesMiddleware runs them
            for callback in callbacks:
                callback()

        assert response["Location"] == f"{SECURITY}codes/"
        types = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
        assert types == {"totp", "recovery_codes"}
        assert mail.outbox[0].to == ["editor@example.org"]

    def test_secrets_are_encrypted(self, editor, user):
        confirm(editor)
        secret = editor.get(f"{SECURITY}app/add/").context["form"].secret
        editor.post(f"{SECURITY}app/add/", {"code": code(secret)})
        stored = Authenticator.objects.get(user=user, type="totp")

        assert secret not in str(stored.data)
        assert stored.wrap().validate_code(code(secret))

    def test_an_earlier_key_still_reads_them(self, editor, user, settings):
        confirm(editor)
        add_app(editor)
        stored = Authenticator.objects.get(user=user, type="recovery_codes").wrap()
        codes = stored.get_unused_codes()
        settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
        settings.SECRET_KEY = "another" * 10

        assert stored.get_unused_codes() == codes

    @pytest.mark.parametrize("part", ["", "codes/", "keys/", "keys/add/", "app/remove/"])
    def test_the_pages_look_like_the_admin(self, editor, part):
        confirm(editor)
        add_app(editor)
        response = editor.get(SECURITY + part)

        assert response.status_code == 200
        assert "data-wagtail-sidebar" in response.content.decode()

    def test_the_account_page_leads_there(self, editor):
        assert f'href="{SECURITY}"' in editor.get("/admin/account/").content.decode()


class TestRequired:
    @pytest.fixture(autouse=True)
    def required(self, settings):
        settings.REQUIRE_SECOND_FACTOR = True

    @pytest.fixture
    def publisher(self, client, user):
        user.is_superuser = False
        user.save()
        user.groups.add(Group.objects.get(name="Publisher"))
        log_in(client)
        return client

    def test_who_may_publish_is_led_to_setting_one_up(self, publisher):
        for address in ("/admin/", "/admin/pages/", "/admin/account/"):
            assert publisher.get(address)["Location"] == SECURITY
        assert publisher.get(SECURITY).status_code == 200

    def test_nothing_can_be_changed_before(self, publisher):
        assert publisher.post("/admin/pages/1/edit/").status_code == 403

    def test_the_admin_opens_once_it_is_set_up(self, publisher):
        confirm(publisher)
        add_app(publisher)

        assert is_in(publisher)

    def test_a_session_with_one_costs_no_query_more(self, client, publisher, secret, settings):
        publisher.post("/admin/logout/")
        log_in(client)
        client.post(AUTHENTICATE, {"code": code(secret)})
        counts = []
        for settings.REQUIRE_SECOND_FACTOR in (False, False, True):
            with CaptureQueriesContext(connection) as queries:
                client.get("/admin/account/")
            counts.append(len(queries))
        assert counts[1] == counts[2]

    def test_who_may_not_publish_needs_none(self, publisher, user):
        user.groups.set([Group.objects.get(name="Editor")])

        assert is_in(publisher)


class TestReset:
    def test_the_command_lets_the_password_suffice_again(self, client, user, secret, capsys):
        call_command("reset_second_factors", "editor")
        log_in(client)

        assert capsys.readouterr().out == "Removed: 1.\n"
        assert is_in(client)
        assert AuditEntry.objects.filter(action=Action.SECOND_FACTOR_REMOVED).count() == 1

    def test_an_unknown_user_is_an_error(self):
        with pytest.raises(CommandError, match="There is no user nobody"):
            call_command("reset_second_factors", "nobody")

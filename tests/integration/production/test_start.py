"""Starting in production, and refusing to start."""

import contextlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page

from cms.content.demo.users import load_users
from cms.server.checks import demo_users_check, languages_check
from tests.factories import ContentPageFactory, site_root
from tests.servers.ports import free_port
from tests.servers.prepared import demo_content
from tests.servers.production import production_environment, run
from tests.servers.site import ROOT

DEMO = {"DJANGO_SETTINGS_MODULE": "cms.settings.demo"}
START = 60  # seconds


@pytest.fixture
def environment(tmp_path):
    return production_environment(tmp_path, PORT=str(free_port()))


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"])
def test_a_missing_variable_ends_the_start_with_one_line(environment, name):
    ended = run(environment | {name: ""}, "-m", "cms.serve", "deployed")

    assert ended.returncode == 1
    assert ended.stderr.startswith(f"Configuration: {name} is missing")
    assert len(ended.stderr.splitlines()) == 1


def test_a_default_language_that_nobody_knows_ends_the_start_with_one_line(environment):
    ended = run(environment | {"LANGUAGES": "xx,en"}, "-m", "cms.serve", "deployed")

    assert ended.returncode == 1
    [line] = ended.stderr.splitlines()
    assert line.startswith("Configuration: LANGUAGES begins with xx")


def test_serving_refuses_a_database_that_lacks_migrations(environment):
    ended = run(environment, "-m", "cms.serve", "deployed")

    assert ended.returncode == 1
    assert "migrations" in ended.stderr
    assert "manage.py prepare" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_from_nothing_to_a_page_and_no_user(environment):
    assert run(environment, "manage.py", "prepare").returncode == 0
    assert run(environment, "manage.py", "load_demo", "--content-only").returncode == 0

    assert get("/what-we-do/", environment) == 200
    users = "from django.contrib.auth.models import User; print(User.objects.count())"
    assert run(environment, "manage.py", "shell", "-v0", "-c", users).stdout.strip() == "0"


def test_what_few_requests_need_is_not_imported_at_the_start(environment):
    script = (
        "import sys, django; django.setup(); from django.urls import get_resolver;"
        "get_resolver().url_patterns; print({'mcp', 'boto3', 'redis'} & sys.modules.keys())"
    )
    ended = run(environment, "-c", script)

    assert ended.stdout.strip() == "set()", ended.stdout + ended.stderr


def test_production_refuses_users_of_the_demo(demo_data):
    environment = production_environment(demo_data)

    for command in (["manage.py", "check"], ["-m", "cms.serve", "deployed"]):
        ended = run(environment, *command)
        assert ended.returncode == 1
        assert "Users of the demo can log in here: admin, " in ended.stderr


def test_languages_with_pages_cannot_be_left_out(tmp_path):
    environment = production_environment(demo_content(tmp_path)) | {"LANGUAGES": "en,fr"}

    for command in (["manage.py", "check"], ["-m", "cms.serve", "deployed"]):
        ended = run(environment, *command)
        assert ended.returncode == 1
        assert "LANGUAGES leaves out languages that have pages: Filipino (fil, " in ended.stderr
    [line] = ended.stderr.splitlines()
    assert "Add fil,id,km,lo,ms,my,pt,ta,th,vi,zh-hans to it." in line


def get(path, environment) -> int:
    """Start the deployed site, and return the status of one answer as a proxy would request it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cms.serve", "deployed"],
        cwd=ROOT,
        env=environment | {"TRUSTED_PROXIES": "1"},
    )
    url = f"http://127.0.0.1:{environment['PORT']}{path}"
    headers = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "127.0.0.1"}
    deadline = time.monotonic() + START
    try:
        while time.monotonic() < deadline and process.poll() is None:
            request = urllib.request.Request(url, headers=headers)
            with contextlib.suppress(urllib.error.URLError, ConnectionError):
                return urllib.request.urlopen(request).status
            time.sleep(0.2)
        return 0
    finally:
        process.terminate()
        process.wait(timeout=20)


@pytest.mark.django_db
class TestDemoUsers:
    def test_a_renamed_administrator_does_not_come_back(self):
        load_users("a password that everybody knows")
        get_user_model().objects.filter(username="admin").update(username="maria")

        assert load_users("a password that everybody knows") == ([], None)
        assert not get_user_model().objects.filter(username="admin").exists()

    def test_none_are_made_beside_users_of_the_sites_own(self):
        get_user_model().objects.create_user("maria")

        assert load_users("a password that everybody knows") == ([], None)

    def test_the_check_names_users_who_can_log_in(self, settings):
        load_users("a password that everybody knows")
        settings.DEMO = False
        get_user_model().objects.exclude(username="admin").update(is_active=False)

        (error,) = demo_users_check()
        assert error.msg == "Users of the demo can log in here: admin."
        get_user_model().objects.get(username="admin").groups.clear()
        assert demo_users_check() == []

    def test_the_demo_itself_has_them(self):
        load_users("a password that everybody knows")

        assert demo_users_check() == []

    def test_they_are_made_under_the_demos_settings_only(self, settings):
        settings.DEMO = False

        with pytest.raises(CommandError, match="--content-only"):
            call_command("load_demo")


@pytest.mark.django_db
class TestLanguages:
    def test_drafts_count_and_languages_without_pages_do_not(self, settings):
        page = ContentPageFactory(parent=site_root(), live=False)
        for code in ("ar", "th"):
            Locale.objects.get_or_create(language_code=code)
        settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
        assert languages_check() == []

        Page.objects.filter(pk=page.pk).update(locale=Locale.objects.get(language_code="ar"))

        (error,) = languages_check()
        assert error.msg == "LANGUAGES leaves out languages that have pages: Arabic (ar, 1 page)."

    def test_the_api_lists_no_language_without_addresses(self, client, settings):
        Locale.objects.get_or_create(language_code="ar")
        settings.LANGUAGES = [("en", "English"), ("fr", "Français")]
        settings.WAGTAIL_CONTENT_LANGUAGES = settings.LANGUAGES

        listed = client.get("/api/delivery/v1/locales/").json()["items"]

        assert "ar" not in [each["code"] for each in listed]

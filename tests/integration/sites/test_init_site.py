"""`init_site`: an empty site in any languages, begun once."""

import json
import urllib.request

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from wagtail.models import Locale, Page, Site

from cms.sites.beginning import move_local_site
from home.models import HomePage
from tests.servers.ports import free_port
from tests.servers.production import production_environment, run, serving

LANGUAGES = "fr,ar,sw"
"""Languages of which the demo has none."""


@pytest.fixture
def folder(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    settings.BASE_URL = "https://federation.example"
    return tmp_path


def init(*options: str) -> None:
    call_command("init_site", "--name", "Fédération", "--languages", LANGUAGES, *options)


@pytest.mark.django_db
class TestInitSite:
    def test_it_makes_a_public_home_page_in_each_language_and_nothing_else(self, folder):
        init()

        pages = Page.objects.filter(depth__gt=1)
        assert {page.locale.language_code for page in pages} == {"fr", "ar", "sw"}
        assert {(page.title, page.live, page.depth) for page in pages} == {("Fédération", True, 2)}
        assert len({page.translation_key for page in pages}) == 1
        assert {each.language_code for each in Locale.all_objects.all()} == {"fr", "ar", "sw"}
        site = Site.objects.get()
        assert site.site_name == "Fédération"
        assert (site.hostname, site.port) == ("federation.example", 443)
        assert site.root_page.locale.language_code == "fr"

    def test_the_password_of_the_administrator_is_generated_and_printed_once(self, folder, capsys):
        init("--admin", "amina@federation.example")

        password = capsys.readouterr().out.split()[-1]
        user = get_user_model().objects.get()
        assert (user.get_username(), user.email) == ("amina@federation.example",) * 2
        assert user.is_superuser
        assert user.check_password(password)
        init("--admin", "amina@federation.example")
        assert "password" not in capsys.readouterr().out

    def test_it_says_where_the_vocabulary_is_set(self, folder, capsys):
        init()

        assert "add kinds of organs in the admin" in capsys.readouterr().out
        init()
        assert "kinds of organs" not in capsys.readouterr().out

    def test_it_changes_nothing_when_run_again(self, folder):
        init()
        before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))

        init()

        assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
        assert get_user_model().objects.count() == 1

    def test_a_site_on_this_machine_follows_the_port_on_which_it_is_served(self, folder, settings):
        settings.BASE_URL = "http://127.0.0.1:8000"
        init()

        move_local_site(8077)

        assert Site.objects.get().port == 8077

    def test_a_site_with_an_address_of_its_own_keeps_its_port(self, folder):
        init()

        move_local_site(8077)

        assert Site.objects.get().port == 443

    def test_languages_can_be_added_later_and_none_left_out(self, folder, capsys):
        init()
        assert "Restart" not in capsys.readouterr().out

        call_command("init_site", "--name", "Fédération", "--languages", f"{LANGUAGES},pt")
        assert "Restart the site" in capsys.readouterr().out
        assert Page.objects.filter(locale__language_code="pt", depth=2, live=True).count() == 1
        with pytest.raises(CommandError, match="fr,ar,sw,pt"):
            call_command("init_site", "--name", "Fédération", "--languages", "fr,pt")

    def test_it_refuses_a_database_with_pages(self, folder):
        Page.objects.get(depth=1).add_child(instance=HomePage(title="Ours", slug="ours"))

        with pytest.raises(CommandError, match="has pages"):
            init()
        assert not (folder / "site.json").exists()

    def test_an_own_site_and_the_demo_refuse_each_others_folder(self, folder):
        init()
        with pytest.raises(CommandError, match="SITE=own"):
            call_command("load_demo", "--content-only")
        (folder / "site.json").write_text(json.dumps({"kind": "demo", "languages": []}))
        with pytest.raises(CommandError, match="demo"):
            init()

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            (["--name", " ", "--languages", "en"], "--name"),
            (["--name", "x" * 256, "--languages", "en"], "--name"),
            (["--name", "Ours", "--languages", "english"], "english"),
            (["--name", "Ours", "--languages", "en,xx"], "xx"),
            (["--name", "Ours", "--languages", ","], "--languages"),
            (["--name", "Ours", "--languages", "en", "--admin", "amina"], "amina"),
        ],
    )
    def test_bad_options_are_named_and_nothing_is_made(self, folder, options, message):
        with pytest.raises(CommandError, match=message):
            call_command("init_site", *options)
        assert Page.objects.filter(depth__gt=1).count() == 1


@pytest.fixture
def own_environment(tmp_path):
    """The variables of `make run SITE=own SERVER=production`."""
    variables = {"PORT": str(free_port()), "SITE": "own", "WEB_CONCURRENCY": "1"}
    environment = production_environment(tmp_path, **variables)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"):
        del environment[name]
    return environment | {"DJANGO_SETTINGS_MODULE": "cms.settings.demo"}


def read(environment, path):
    with urllib.request.urlopen(f"http://127.0.0.1:{environment['PORT']}{path}") as answer:
        return answer.read().decode()


def test_from_nothing_to_public_pages_in_languages_that_the_demo_lacks(own_environment):
    environment = own_environment
    refused = run(environment, "-m", "cms.serve", "production")
    assert refused.returncode == 1
    assert "init_site" in refused.stderr
    begun = run(
        environment, "manage.py", "init_site", "--name", "Fédération", "--languages", LANGUAGES
    )
    assert begun.returncode == 0, begun.stderr
    assert "INFO" not in begun.stdout + begun.stderr

    with serving(environment, ("python", "-m", "cms.serve", "production")):
        for path, language in (("/", "fr"), ("/ar/", "ar"), ("/sw/", "sw")):
            page = read(environment, path)
            assert f'<html lang="{language}"' in page
            assert "<title>Fédération</title>" in page
            assert "asean" not in page.lower()
        locales = json.loads(read(environment, "/api/delivery/v1/locales/"))["items"]
        assert [each["code"] for each in locales if each["is_default"]] == ["fr"]
        assert {each["code"] for each in locales} == {"fr", "ar", "sw"}
        answer = json.loads(read(environment, "/api/delivery/v1/search/?q=federation&locale=sw"))
        assert answer["warnings"] == []

    ended = run(environment | {"SITE": "demo"}, "-m", "cms.serve", "production")
    assert ended.returncode == 1
    assert "SITE=own" in ended.stderr

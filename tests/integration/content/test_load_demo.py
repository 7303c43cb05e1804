"""The demo: its content, and that it does not overwrite changes of editors."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from wagtail.models import Locale, Page, Site

from cms.content.checks.inspection import check
from cms.content.models import ImportedPage, Topic
from cms.directory.models import MemberState, Person
from home.models import HomePage
from whatwedo.models import OrganPage, WhatWeDoPage

pytestmark = pytest.mark.django_db

LANGUAGES = ["fil", "id", "km", "lo", "ms", "my", "pt", "ta", "th", "vi", "zh-hans"]


@pytest.fixture
def demo(loaded_demo, db):
    """Loaded once, rolled back to after each test."""


def test_the_pages_of_the_contract_are_there(demo, cached_lookups, client):
    for path in (
        "/",
        "/what-we-do/",
        "/what-we-do/secretary-general/",
        "/what-we-do/asean-secretariat/",
        "/what-we-do/committee-of-permanent-representatives/",
        "/what-we-do/national-secretariats/",
    ):
        assert client.get(path).status_code == 200, path


def test_every_page_can_be_rendered(demo, cached_lookups, client):
    for page in Page.objects.filter(depth__gt=1):
        response = client.get(page.url)
        assert response.status_code == 200, page.url
        assert page.title in response.content.decode().replace("&#x27;", "'"), page.url


def test_every_language_has_its_home_and_page(demo, cached_lookups, client, settings):
    codes = set(Locale.objects.values_list("language_code", flat=True)) - {settings.LANGUAGE_CODE}
    assert len(codes) == 11
    for path in [f"/{code}/{rest}" for code in codes for rest in ("", "what-we-do/")]:
        assert client.get(path).status_code == 200, path


def test_translations_are_linked(demo):
    page = WhatWeDoPage.objects.get(locale__language_code="en")

    assert page.get_translations().count() == 11


def test_topics_and_states_have_names_in_each_language(demo):
    codes = {page.locale.language_code for page in Page.objects.filter(depth=2)} - {"en"}

    for record in (*Topic.objects.all(), *MemberState.objects.all()):
        assert set(record.translations) == codes


@pytest.mark.parametrize("code", LANGUAGES)
def test_what_we_do_is_translated_in_full(demo, code):
    english = WhatWeDoPage.objects.get(locale__language_code="en")
    for original in english.get_descendants(inclusive=True).specific():
        page = original.get_translation(Locale.objects.get(language_code=code)).specific

        assert page.url == f"/{code}{original.url}"
        assert shape(page) == shape(original), page.url
        found = {each.code for each in check([page])[page.pk].findings}
        assert found <= {"not-reviewed"}, page.url


def shape(page):
    """Return what a translation shares with its original: its blocks, topics, facts and so on."""
    blocks = [(block.block_type, *sizes(block.value)) for block in page.body]
    topics = {topic.slug for topic in page.topics.all()}
    facts = [getattr(page, name, None) for name in ("kind", "established", "head_id", "head_term")]
    relations = [each.kind for each in page.relations.all()] if hasattr(page, "relations") else []
    return blocks, topics, facts, relations, page.date, page.social_image_id


def sizes(value):
    lists = value if isinstance(value, dict) else {}
    return [len(lists[name]) for name in ("points", "items") if name in lists]


def test_the_page_has_seven_aims_and_six_principles(demo):
    body = WhatWeDoPage.objects.get(locale__language_code="en").body
    points = {block.block_type: len(block.value["points"]) for block in body.blocks_by_name("aims")}
    points |= {
        block.block_type: len(block.value["points"]) for block in body.blocks_by_name("principles")
    }

    assert points == {"aims": 7, "principles": 6}


def test_the_secretary_general_is_named(demo):
    organ = OrganPage.objects.get(slug="secretary-general", locale__language_code="en")

    assert (organ.head.name, organ.head.country.iso_code) == ("Kao Kim Hourn", "KH")
    assert organ.head_term == "2023–2028"


def test_eleven_member_states_with_their_flags(demo):
    assert MemberState.objects.exclude(flag=None).count() == 11


def test_the_site_has_the_host_of_its_address(demo):
    site = Site.objects.get(is_default_site=True)

    assert site.root_page.specific_class is HomePage
    assert site.root_url == settings.BASE_URL


def test_a_second_run_changes_nothing(demo, capsys):
    before = set(ImportedPage.objects.values_list("path", "revision_id"))
    users = list(get_user_model().objects.values_list("username", "password"))
    capsys.readouterr()
    call_command("load_demo")

    assert set(ImportedPage.objects.values_list("path", "revision_id")) == before
    assert list(get_user_model().objects.values_list("username", "password")) == users
    assert MemberState.objects.count() == 11
    assert "password" not in capsys.readouterr().out


def test_changes_by_editors_are_not_overwritten(demo):
    page = WhatWeDoPage.objects.get(locale__language_code="en")
    page.title = "What an editor calls it"
    page.save_revision().publish()
    Person.objects.filter(name="Kao Kim Hourn").update(title="Edited")
    MemberState.objects.get(iso_code="TL").delete()
    secretariats = OrganPage.objects.filter(slug="national-secretariats")
    secretariats.get(locale__language_code="en").delete()
    call_command("load_demo")

    page.refresh_from_db()
    assert page.title == "What an editor calls it"
    assert Person.objects.get(name="Kao Kim Hourn").title == "Edited"
    assert not MemberState.objects.filter(iso_code="TL").exists()
    assert not secretariats.filter(locale__language_code="en").exists()


def test_pages_imported_from_elsewhere_are_not_overwritten(demo, tmp_path):
    (tmp_path / "what-we-do.md").write_text("---\ntitle: Our own\n---\n\n## Only this\n")
    call_command("import_content", tmp_path, under="/")
    call_command("load_demo")

    page = WhatWeDoPage.objects.get(locale__language_code="en")
    assert page.title == "Our own"
    assert [block.block_type for block in page.body] == ["heading"]


def test_the_administrator_can_log_in(demo, client, capsys):
    get_user_model().objects.all().delete()
    call_command("load_demo")
    password = capsys.readouterr().out.split()[-1]

    assert client.login(username="admin", password=password)

"""The settings of a site: in templates, the API and e-mails, per language, with a fallback."""

import threading

import pytest
from django.core import mail
from wagtail.models import Locale, Page, Site

from cms.changes.models import Change, Kind
from cms.maintenance import digest
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register
from cms.sites.models import SiteSettings
from cms.sites.texts import site_texts
from tests.factories import ContentPageFactory, HomePageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/sites/"


@pytest.fixture
def root():
    return site_root()


@pytest.fixture
def other(root, settings):
    settings.ALLOWED_HOSTS = ["*"]
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    Site.objects.create(hostname="other.example", site_name="Other", root_page=home)
    return home


def configure(host="localhost", language="", **values):
    site = Site.objects.get(hostname=host)
    return SiteSettings.objects.create(site=site, language=language, **values)


def text_of(client, path="/", host="localhost"):
    return client.get(path, headers={"host": host}).content.decode()


def test_the_name_of_the_settings_stands_in_pages_search_and_opensearch(client, root):
    configure(name="Fédération")

    for path in ("/", "/search/", "/opensearch.xml"):
        assert "Fédération" in text_of(client, path)


def test_each_site_shows_its_own_settings(client, root, other):
    configure(name="First", contact="1 First Street")
    configure("other.example", name="Second", contact="2 Second Street")

    for path in ("/", "/search/"):
        first, second = text_of(client, path), text_of(client, path, "other.example")
        assert "1 First Street" in first
        assert "Second" not in first
        assert "2 Second Street" in second
        assert "First" not in second


def test_an_empty_field_takes_the_value_of_the_fallback(client, root):
    ContentPageFactory(parent=root, title="Page")
    locale = Locale.objects.create(language_code="ms")
    root.copy_for_translation(locale).save_revision().publish()
    configure(name="Federation", strap_line="For all")
    configure(language="id", name="Federasi", contact="Jakarta")
    configure(language="ms", search_placeholder="Cari di sini")

    page = text_of(client, "/ms/")
    for text in ("Federasi", "For all", "Jakarta", "Cari di sini"):
        assert text in page
    english = text_of(client, "/")
    assert "Federation" in english
    assert "Jakarta" not in english


def test_without_settings_the_name_is_that_of_wagtails_site(client, other):
    text = text_of(client, "/", "other.example")
    assert "<title>Other</title>" in text  # also that of its home page: once


def test_footer_columns_and_links_leave_out_pages_that_are_not_public(client, root):
    public = ContentPageFactory(parent=root, slug="public")
    draft = ContentPageFactory(parent=root, slug="draft", live=False)
    links = [
        {"label": "Open", "page": public.pk, "url": ""},
        {"label": "Hidden", "page": draft.pk, "url": ""},
        {"label": "Elsewhere", "page": None, "url": "https://elsewhere.example/"},
    ]
    configure(
        footer_columns=[{"type": "column", "value": {"title": "About us", "links": links}}],
        social_links=[{"type": "link", "value": links[2]}],
    )

    page = text_of(client)
    assert "About us" in page
    assert ">Open</a>" in page
    assert "Hidden" not in page
    settings = client.get(API).json()["items"][0]["settings"][0]
    assert settings["footer_columns"][0]["links"] == [
        {"label": "Open", "url": "/public/", "language": ""},
        {"label": "Elsewhere", "url": "https://elsewhere.example/", "language": ""},
    ]
    assert settings["social_links"] == [
        {"label": "Elsewhere", "url": "https://elsewhere.example/", "language": ""},
    ]


def test_a_link_to_a_page_in_another_language_says_so(client, root):
    page = ContentPageFactory(parent=root, slug="page")
    links = [{"label": "Page", "page": page.pk, "url": ""}]
    configure(
        language="fr",
        footer_columns=[{"type": "column", "value": {"title": "Ici", "links": links}}],
    )

    texts = site_texts((Site.objects.get(), "fr"))

    assert texts.footer_columns[0].links[0].language == "en"


def test_the_sender_of_e_mails_is_not_public(client, root):
    configure(name="Fédération", email_sender="web@federation.example")

    answer = client.get(API)
    assert answer.json()["items"][0]["name"] == "Fédération"
    assert "web@" not in answer.content.decode()


def test_a_change_is_one_of_the_kind_settings(root):
    changed = configure(name="Before")
    Change.objects.all().delete()
    changed.name = "After"
    changed.save()

    assert [(each.kind, each.object_type) for each in Change.objects.all()] == [
        (Kind.SETTINGS, "sitesettings")
    ]


def test_a_notice_takes_the_default_of_its_site(client, root, other):
    configure("other.example", maintenance_heading="Back soon", maintenance_message="At noon.")
    for home in (root, other):
        page = ContentPageFactory(parent=home, slug="page")
        Maintenance.objects.create(page=page)
    register.invalidate()

    there = text_of(client, "/page/", "other.example")
    assert "Back soon" in there
    assert "At noon." in there
    assert "Under Maintenance" in text_of(client, "/page/")


def test_e_mails_come_from_the_sender_of_the_settings(root, settings):
    configure(email_sender="web@federation.example")
    UserFactory(is_superuser=True, email="editor@federation.example")
    page = ContentPageFactory(parent=root, slug="page")
    Maintenance.objects.create(page=page)

    assert digest.mail_sender() == "web@federation.example"
    digest.HOUR, hour = 0, digest.HOUR
    try:
        digest.send_daily()
    finally:
        digest.HOUR = hour
    assert mail.outbox[0].from_email == "web@federation.example"


def test_settings_cost_a_page_no_query_once_they_are_known(
    client, root, settings, django_assert_num_queries
):
    settings.ANSWER_MEMORY = 1024 * 1024
    configure(name="Fédération")
    key = (Site.objects.get(), "en")
    site_texts(key)
    with django_assert_num_queries(0):
        assert site_texts(key).name == "Fédération"


def test_the_register_of_notices_is_read_while_the_footer_links_to_pages(root, monkeypatch):
    """Reading it again within the lock would wait forever; here it would recurse instead."""
    monkeypatch.setattr(register, "_lock", threading.RLock())
    page = ContentPageFactory(parent=root, title="About", slug="about")
    link = {"label": "About", "page": page.pk, "url": ""}
    configure(
        maintenance_heading="Back soon",
        footer_columns=[{"type": "column", "value": {"title": "About us", "links": [link]}}],
    )
    Maintenance.objects.create(page=page)
    register.refresh()

    assert register.snapshot().flags[page.pk].heading == "Back soon"
    assert register._read().flags[page.pk].heading == "Back soon"

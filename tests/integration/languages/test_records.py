"""Topics, people and states are shown in the language of the page."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils.translation import override

from cms.content.models import Topic
from cms.directory.models import MemberState, Person
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def named(site):
    """A topic, a state and a person with names in Indonesian."""
    state = MemberState.objects.get()
    state.name, state.translations = "Northland", {"id": {"name": "Tanah Utara"}}
    state.save()
    person = Person.objects.get()
    person.country, person.translations = state, {"id": {"name": "Ibu Nama"}}
    person.save()
    topic = Topic.objects.create(
        name="Peace", slug="peace", translations={"id": {"name": "Perdamaian"}}
    )
    for page in (site.organ, site.plain):
        page.topics = [topic]
        page.save_revision().publish()
    return topic


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("en", ("Peace", "Northland", "§ person")),
        ("id", ("Perdamaian", "Tanah Utara", "Ibu Nama")),
        ("ms", ("Perdamaian", "Tanah Utara", "Ibu Nama")),
        ("th", ("Peace", "Northland", "§ person")),
    ],
)
def test_pages_show_the_names_of_their_language_or_of_its_fallback(
    client, named, translated, code, names
):
    html = client.get(translated(code).organ.get_url()).content.decode()

    text = BeautifulSoup(html, "html.parser").main.text
    assert all(name in text for name in names)


def test_the_api_and_markdown_give_the_names_of_the_page_s_language(client, named, translated):
    organ = translated("id").organ

    payload = client.get(f"/api/delivery/v1/pages/{organ.pk}/").json()
    markdown = client.get(f"{organ.get_url()}index.md").content.decode()

    assert [each["name"] for each in payload["topics"]] == ["Perdamaian"]
    assert payload["head"]["name"] == "Ibu Nama"
    assert "Perdamaian" in markdown


def test_searches_find_and_label_them_in_each_language(client, named, translated, settings):
    organ = translated("id").organ
    rebuild(active.engine("embedded"))

    found = client.get("/api/delivery/v1/search/?q=Tanah+Utara&facets=topic").json()
    labels = {each["label"] for each in found["facets"]["topic"]}
    page = BeautifulSoup(client.get("/id/search/?q=Tanah+Utara").content, "html.parser")

    assert [each["id"] for each in found["results"]] == [organ.pk]
    assert labels == {"Peace"}
    assert page.select_one("#topic option[value=peace]").text == "Perdamaian"


def test_a_translated_topic_is_a_filter_by_either_name(client, named, translated):
    translated("id")
    rebuild(active.engine("embedded"))
    url = "/id/search/?q=topic:{}"

    english, indonesian = (
        BeautifulSoup(client.get(url.format(name)).content, "html.parser").select(".result")
        for name in ("Peace", "Perdamaian")
    )

    assert len(english) == len(indonesian) > 0


def test_reading_a_record_in_a_language_changes_nothing_and_costs_no_query(
    named, django_assert_num_queries
):
    person = Person.objects.get()

    with django_assert_num_queries(0), override("id"):
        shown = person.in_language()

    assert (shown.name, person.name) == ("Ibu Nama", "§ person")


def test_editors_write_the_translations_in_the_form_of_the_record(client, named):
    client.force_login(UserFactory(is_superuser=True))
    url = reverse("directory_person_modeladmin_edit", args=[Person.objects.get().pk])
    page = BeautifulSoup(client.get(url).content, "html.parser")
    field = page.select_one("[name=translations-id-name]")
    assert (field["value"], field["lang"]) == ("Ibu Nama", "id")

    sent = {"name": "Name", "translations-th-name": "ชื่อ", "translations-ar-title": "رئيس"}
    client.post(url, sent)
    assert Person.objects.get().translations == {
        "th": {"name": "ชื่อ"},
        "ar": {"title": "رئيس"},
    }
    refused = client.post(url, {"name": "Name", "translations-th-name": "ช" * 151})
    assert "Thai: name is over 150 characters." in refused.content.decode()

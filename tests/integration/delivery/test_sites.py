"""Several sites in one installation: each front end gets addresses that are right for it."""

import re

import pytest
from wagtail.models import Page, Site

from tests.factories import ContentPageFactory, DocumentFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
OTHER = "https://other.example"


@pytest.fixture
def root():
    return site_root()


@pytest.fixture
def other(root):
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    Site.objects.create(hostname="other.example", port=443, site_name="Other", root_page=home)
    return home


def linking_to(parent, page, document):
    source = (
        f'<p><a linktype="page" id="{page.pk}">page</a>'
        f' <a linktype="document" id="{document.pk}">file</a></p>'
    )
    card = {"title": "", "text": "", "url": "", "page": page.pk, "image": None}
    body = [
        {"type": "rich_text", "value": source},
        {"type": "cards", "value": {"title": "", "cards": [card]}},
    ]
    return ContentPageFactory(parent=parent, body=body)


def links(payload):
    prose, cards = payload["body"]
    page, file = re.findall('href="([^"]*)"', prose["value"]["html"])
    return page, cards["value"]["cards"][0]["url"], file


def test_links_within_a_site_are_paths_and_those_to_another_site_whole(client, root, other):
    here = ContentPageFactory(parent=root, slug="กรม")
    there = ContentPageFactory(parent=other, slug="there")
    document = DocumentFactory()
    inside = linking_to(root, here, document)
    across = linking_to(root, there, document)

    near = links(client.get(f"{API}/pages/{inside.pk}/").json())
    far = links(client.get(f"{API}/pages/{across.pk}/").json())

    assert near[:2] == ("/%E0%B8%81%E0%B8%A3%E0%B8%A1/",) * 2
    assert far[:2] == (f"{OTHER}/there/",) * 2
    assert near[2] == far[2] == f"http://localhost{document.url}"


def test_a_parameter_chooses_the_site_that_the_host_cannot(client, other):
    page = ContentPageFactory(parent=other, slug="there")
    linked = linking_to(other, page, DocumentFactory())

    for name in ("other.example", "other.example:443", "OTHER.example"):
        payload_of_page = client.get(f"{API}/page/", {"path": "/there/", "site": name}).json()
        assert payload_of_page["id"] == page.pk
        assert (payload_of_page["path"], payload_of_page["url"]) == ("/there/", f"{OTHER}/there/")
    payload = client.get(f"{API}/pages/{linked.pk}/?site=other.example").json()
    assert links(payload)[0] == "/there/"
    assert links(payload)[2].startswith("http://testserver/documents/")


def test_every_route_of_pages_takes_the_site(client, other):
    page = ContentPageFactory(parent=other, slug="there", show_in_menus=True)

    listed = client.get(f"{API}/pages/?site=other.example&limit=1").json()
    assert [each["id"] for each in listed["items"]] == [other.pk]
    assert "site=other.example" in listed["next"]
    menu = client.get(f"{API}/navigation/?site=other.example").json()
    assert [each["id"] for each in menu["items"]] == [page.pk]
    for route in ("redirects", "locales", "sites", "topics", "changes"):
        assert client.get(f"{API}/{route}/?site=other.example").status_code == 200


def test_a_name_of_no_site_is_refused(client, other):
    response = client.get(f"{API}/pages/?site=unknown.example")

    assert response.status_code == 422
    assert response.json()["parameters"][0]["name"] == "site"
    assert "other.example" in response.json()["detail"]

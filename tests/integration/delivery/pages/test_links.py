"""Links in rich text say what they lead to."""

import pytest

from tests.factories import ContentPageFactory, DocumentFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def payload(client):
    target = ContentPageFactory(parent=site_root(), slug="target")
    document = DocumentFactory()
    links = (
        f'<a linktype="page" id="{target.pk}">one</a>',
        f'<a linktype="document" id="{document.pk}">two</a>',
        '<a href="https://example.org/">three</a>',
        '<a href="mailto:a@example.org">four</a>',
        '<a href="tel:+62">five</a>',
        '<a href="#part">six</a>',
    )
    body = [("rich_text", f"<p>{''.join(links)}</p>")]
    ContentPageFactory(parent=target.get_parent(), slug="page", body=body)
    page = client.get(f"{API}/page/?path=/page/&rich_text=tree").json()
    return target, document, page["body"][0]["value"]


def test_the_tree_has_kinds_and_ids(payload):
    target, document, value = payload
    links = [each for each in value["tree"][0]["children"] if each["type"] == "link"]

    assert [(each["kind"], each["id"]) for each in links] == [
        ("page", target.pk),
        ("document", document.pk),
        ("url", None),
        ("email", None),
        ("phone", None),
        ("anchor", None),
    ]


def test_the_html_has_data_attributes(payload):
    target, document, value = payload

    assert f'<a data-link="page" data-id="{target.pk}" href="/target/">' in value["html"]
    assert f'<a data-link="document" data-id="{document.pk}" href="' in value["html"]
    assert value["html"].count("data-link") == 2

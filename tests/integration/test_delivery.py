"""The delivery API, as a front end meets it."""

import pytest
from django.core.cache import cache
from wagtail.contrib.redirects.models import Redirect

from cms.maintenance.models import Maintenance
from tests.factories import ContentPageFactory, OrganPageFactory, WhatWeDoPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def what_we_do():
    cache.clear()
    return WhatWeDoPageFactory(
        parent=site_root(),
        introduction="<p>Why we are here.</p>",
        summary="In short",
        body=[("aims", {"lead": "We want to:", "points": ["<p>keep the peace</p>"]})],
    )


def test_a_page_by_its_path_is_whole(client, what_we_do):
    organ = OrganPageFactory(parent=what_we_do, title="The Council", kind="council")

    page = client.get(f"{API}/page/?path=/what-we-do/").json()

    assert page["type"] == "whatwedo.WhatWeDoPage"
    assert page["state"] == "content"
    assert page["introduction_html"] == "<p>Why we are here.</p>"
    assert page["body"][0]["type"] == "aims"
    assert page["body"][0]["value"] == {
        "lead": "We want to:",
        "points_html": ["<p>keep the peace</p>"],
    }
    assert [crumb["path"] for crumb in page["breadcrumbs"]] == ["/"]
    assert [child["id"] for child in page["children"]] == [organ.pk]


def test_a_page_by_its_id_is_the_same(client, what_we_do):
    by_id = client.get(f"{API}/pages/{what_we_do.pk}/").json()

    assert by_id == client.get(f"{API}/page/?path=/what-we-do").json()


def test_a_list_gives_stubs_unless_fields_are_requested(client, what_we_do):
    stubs = client.get(f"{API}/pages/?type=whatwedo.WhatWeDoPage").json()["items"]
    some = client.get(f"{API}/pages/?type=whatwedo.WhatWeDoPage&fields=summary").json()["items"]

    assert set(stubs[0]) == {"id", "type", "title", "path", "url", "locale", "parent", "state"}
    assert some[0]["summary"] == "In short"
    assert "body" not in some[0]


@pytest.mark.parametrize(
    ("address", "page_in"),
    [
        ("page/?path=/what-we-do/", lambda payload: payload),
        ("pages/?fields=*&type=whatwedo.WhatWeDoPage", lambda payload: payload["items"][0]),
    ],
)
def test_rich_text_comes_as_a_tree_on_request(client, what_we_do, address, page_in):
    plain = page_in(client.get(f"{API}/{address}").json())
    page = page_in(client.get(f"{API}/{address}&rich_text=tree").json())

    text = {"type": "text", "text": "Why we are here.", "marks": []}
    assert page.pop("introduction_tree") == [{"type": "paragraph", "children": [text]}]
    [[paragraph]] = page["body"][0]["value"].pop("points_tree")
    assert paragraph["children"][0]["text"] == "keep the peace"
    assert page == plain


def test_an_id_that_no_database_could_have_is_unknown(client):
    assert client.get(f"{API}/pages/{10**30}/").status_code == 404


def test_the_queries_of_a_list_do_not_grow(client, what_we_do, settings, django_assert_num_queries):
    settings.ANSWER_MEMORY = 1  # byte: look-ups are cached, responses are not
    for _ in range(3):
        OrganPageFactory(parent=what_we_do)
    client.get(f"{API}/pages/?fields=*")
    client.get(f"{API}/pages/?type=home.ContentPage")  # reads whether there are many pages
    with django_assert_num_queries(6):
        client.get(f"{API}/pages/?fields=*&type=whatwedo.OrganPage")
    for _ in range(9):
        OrganPageFactory(parent=what_we_do)
    with django_assert_num_queries(6):
        client.get(f"{API}/pages/?fields=*&type=whatwedo.OrganPage")


@pytest.mark.parametrize("sort", ["path", "-title", "last_published_at"])
def test_a_cursor_neither_repeats_nor_leaves_out(client, what_we_do, sort):
    for _ in range(5):
        ContentPageFactory(parent=what_we_do, title="Same title")
    url, ids = f"{API}/pages/?limit=2&sort={sort}", []
    while url:
        part = client.get(url).json()
        ids += [item["id"] for item in part["items"]]
        url = part["next"]

    everything = client.get(f"{API}/pages/?limit=100").json()["items"]
    assert sorted(ids) == sorted(item["id"] for item in everything)


def test_a_page_under_maintenance_is_a_problem_without_content(client, what_we_do):
    Maintenance.objects.create(page=what_we_do)

    response = client.get(f"{API}/page/?path=/what-we-do/")
    problem = response.json()

    assert response.status_code == 503
    assert response["Content-Type"] == "application/problem+json"
    assert problem["type"].endswith("/under-maintenance")
    assert problem["detail"] == "This Page is currently under maintenance"
    assert "Why we are here" not in response.content.decode()


def test_a_client_may_request_the_notice_instead(client, what_we_do):
    Maintenance.objects.create(page=what_we_do)

    page = client.get(f"{API}/page/?path=/what-we-do/&on_maintenance=notice").json()

    assert page["state"] == "maintenance"
    assert page["notice"]["heading"] == "Under Maintenance"
    assert "body" not in page


def test_a_withheld_page_is_listed_without_content(client, what_we_do):
    Maintenance.objects.create(page=what_we_do)

    items = client.get(f"{API}/pages/?fields=*&type=whatwedo.WhatWeDoPage").json()["items"]

    assert items[0]["state"] == "maintenance"
    assert "introduction_html" not in items[0]


def test_a_redirect_is_data(client, what_we_do):
    Redirect.objects.create(old_path="/old", redirect_page=what_we_do)

    assert client.get(f"{API}/page/?path=/old/").json() == {
        "state": "redirect",
        "location": "/what-we-do/",
        "permanent": True,
    }


def test_a_known_answer_is_304(client, what_we_do):
    first = client.get(f"{API}/page/?path=/what-we-do/")

    again = client.get(f"{API}/page/?path=/what-we-do/", headers={"if-none-match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""


@pytest.mark.parametrize(
    ("path", "status", "name"),
    [
        ("/pages/?colour=red", 422, "colour"),
        ("/pages/?limit=101", 422, "limit"),
        ("/pages/?limit=%00", 422, "limit"),
        ("/pages/?fields=secret", 422, "fields"),
        ("/pages/?sort=colour", 422, "sort"),
        ("/pages/?cursor=abc", 422, "cursor"),
        ("/pages/?type=auth.User", 422, "type"),
        ("/pages/?parent=99999", 422, "parent"),
        ("/page/?path=/a%00b/", 422, "path"),
        ("/page/?path=/nowhere/", 404, None),
        ("/pages/99999/", 404, None),
        ("/pages/99999999999999999999999/", 404, None),
        ("/nothing/", 404, None),
    ],
)
def test_an_invalid_parameter_is_a_problem_that_names_it(client, what_we_do, path, status, name):
    response = client.get(API + path)

    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    if name:
        assert [each["name"] for each in response.json()["parameters"]] == [name]


def test_a_deleted_page_is_gone(client, what_we_do):
    page = ContentPageFactory(parent=what_we_do)
    pk, path = page.pk, f"/what-we-do/{page.slug}/"
    page.delete()

    assert client.get(f"{API}/pages/{pk}/").status_code == 410
    assert client.get(f"{API}/page/?path={path}").status_code == 410
    ContentPageFactory(parent=what_we_do, slug=page.slug, live=False)
    assert client.get(f"{API}/page/?path={path}").status_code == 404


def test_head_and_options_are_answered_and_nothing_is_written(client, what_we_do):
    head = client.head(f"{API}/pages/")

    assert head.status_code == 200
    assert head.content == b""
    assert int(head["Content-Length"]) > 0
    assert client.options(f"{API}/pages/")["Allow"] == "GET, HEAD, OPTIONS"
    refused = client.post(f"{API}/pages/")
    assert refused.status_code == 405
    assert refused["Content-Type"] == "application/problem+json"


def test_the_document_and_its_reader_are_answers_like_others(client):
    for path in ("openapi.json", "docs/"):
        response = client.get(f"{API}/{path}")
        again = client.get(f"{API}/{path}", headers={"if-none-match": response["ETag"]})

        assert "s-maxage" in response["Cache-Control"]
        assert response["ETag"].startswith('"')
        assert again.status_code == 304
    refused = client.get(f"{API}/openapi.json?x=1")
    assert refused.status_code == 422
    assert [each["name"] for each in refused.json()["parameters"]] == ["x"]


def test_the_openapi_document_describes_every_block_and_page_type(client):
    schemas = client.get(f"{API}/openapi.json").json()["components"]["schemas"]

    assert {"AimsBlock", "AccordionBlock", "WhatWeDoPage", "OrganPage", "Problem"} <= set(schemas)
    assert schemas["AimsBlock"]["properties"]["type"]["const"] == "aims"


@pytest.mark.parametrize("value", ["0.5", "1700000000", "yesterday", "2024-05-31T09:00:00"])
def test_a_time_is_written_out_with_its_zone(client, what_we_do, value):
    response = client.get(f"{API}/pages/", {"last_published_at[lt]": value})

    assert response.status_code == 422
    assert response.json()["parameters"][0]["name"] == "last_published_at[lt]"

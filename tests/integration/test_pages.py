"""Responses at a page's address."""

from datetime import UTC, date, datetime

import pytest

from cms.maintenance.models import Maintenance
from tests.factories import (
    ContentPageFactory,
    MemberStateFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def what_we_do():
    return WhatWeDoPageFactory(parent=site_root(), introduction="<p>Why we are here.</p>")


def test_a_page_shows_its_typed_blocks(client, what_we_do):
    what_we_do.body = [
        ("heading", {"text": "Our aims", "level": "2", "anchor": ""}),
        ("aims", {"lead": "We want to:", "points": ["<p>keep the peace</p>"]}),
    ]
    what_we_do.save_revision().publish()

    page = client.get("/what-we-do/").content.decode()

    assert "Why we are here." in page
    assert '<h2 id="our-aims">Our aims</h2>' in page
    assert '<a href="#our-aims">Our aims</a>' in page
    assert "<li><p>keep the peace</p></li>" in page


def test_equal_headings_get_anchors_of_their_own(client, what_we_do):
    heading = ("heading", {"text": "Again", "level": "2", "anchor": ""})
    what_we_do.body = [heading, heading]
    what_we_do.save_revision().publish()

    page = client.get("/what-we-do/").content.decode()

    assert 'id="again"' in page
    assert 'id="again-2"' in page


def test_organs_are_listed_and_drawn_from_the_child_pages(client, what_we_do):
    OrganPageFactory(parent=what_we_do, title="The Council", kind="council")
    OrganPageFactory(parent=what_we_do, title="A draft", live=False)

    page = client.get("/what-we-do/").content.decode()

    assert 'aria-label="The Council"' in page
    assert "A draft" not in page


def test_an_organ_shows_its_facts(client, what_we_do):
    head = PersonFactory(honorific="H.E.", name="Ana Example")
    OrganPageFactory(
        parent=what_we_do,
        title="The Secretariat",
        established="1976-02",
        head=head,
        head_title="Secretary-General",
        head_term="2023-2028",
    )

    page = client.get("/what-we-do/the-secretariat/").content.decode()

    assert '<time datetime="1976-02">February 1976</time>' in page
    assert "<dt>Secretary-General</dt>" in page
    assert "H.E. Ana Example" in page


def test_a_committee_lists_representatives_and_no_secretariats(client, what_we_do):
    MemberStateFactory(
        name="Exampleland",
        office="Secretariat of Exampleland",
        representative=PersonFactory(name="Ana Example"),
    )
    OrganPageFactory(parent=what_we_do, title="The Committee", kind="committee")
    OrganPageFactory(parent=what_we_do, title="The Desks", kind="national-secretariat")

    committee = client.get("/what-we-do/the-committee/").content.decode()
    desks = client.get("/what-we-do/the-desks/").content.decode()

    assert "Ana Example" in committee
    assert "Secretariat of Exampleland" not in committee
    assert "Secretariat of Exampleland" in desks
    assert "Ana Example" not in desks


def test_a_person_without_a_portrait_has_a_monogram(client, what_we_do):
    head = PersonFactory(name="Ana Example")
    OrganPageFactory(parent=what_we_do, title="The Secretariat", head=head)

    page = client.get("/what-we-do/the-secretariat/").content.decode()

    assert '<span class="portrait monogram" aria-hidden="true">AE</span>' in page


def test_the_editors_date_is_not_the_date_of_publication(client):
    page = ContentPageFactory(parent=site_root(), title="Old", date=date(1967, 8, 8))

    text = client.get(page.url).content.decode()

    assert '<dt>Date</dt><dd><time datetime="1967-08-08">' in text
    assert "Published" not in text
    assert "Updated" not in text


def test_a_page_says_when_it_was_published_updated_and_reviewed(client):
    page = ContentPageFactory(parent=site_root(), title="Kept", reviewed_on=date(2026, 3, 4))
    page.first_published_at = datetime(2026, 1, 2, 9, tzinfo=UTC)
    page.last_published_at = datetime(2026, 2, 3, 9, tzinfo=UTC)
    page.save()

    text = client.get(page.url).content.decode()

    assert '<dt>Published</dt><dd><time datetime="2026-01-02">' in text
    assert '<dt>Updated</dt><dd><time datetime="2026-02-03">' in text
    assert '<dt>Last reviewed</dt><dd><time datetime="2026-03-04">' in text


def test_the_breadcrumb_leads_home(client, what_we_do):
    page = client.get("/what-we-do/").content.decode()

    assert '<li><a href="/">Home</a></li>' in page
    assert '<span aria-current="page">What We Do</span>' in page


@pytest.mark.parametrize("path", ["/no-such-page/", "/no-such-file.html", "/th/nothing/"])
def test_while_debugging_an_unknown_address_has_the_sites_page(client, settings, path):
    site_root()
    settings.DEBUG = True
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "cms.not_found.NotFoundPageMiddleware"]

    response = client.get(path)

    assert response.status_code == 404
    assert 'action="' in response.content.decode()
    assert "URLconf" not in response.content.decode()


def test_an_unknown_path_offers_a_search(client, what_we_do):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert 'action="/search/"' in response.content.decode()


def test_a_page_under_maintenance_answers_with_its_notice(client, what_we_do):
    Maintenance.objects.create(page=what_we_do)

    response = client.get("/what-we-do/")
    page = response.content.decode()

    assert response.status_code == 503
    assert int(response["Retry-After"]) > 0
    assert response["Cache-Control"] == "no-store"
    assert "Under Maintenance" in page
    assert "This Page is currently under maintenance" in page
    assert '<li><a href="/">Home</a></li>' in page
    assert "Why we are here." not in page


def test_the_queries_of_a_page_do_not_grow_with_its_links(
    client, what_we_do, settings, django_assert_max_num_queries
):
    settings.ANSWER_MEMORY = 1  # byte: what all pages share is cached, but no response
    home = what_we_do.get_parent().specific
    targets = [ContentPageFactory(parent=home) for _ in range(8)]
    what_we_do.body = [
        ("rich_text", f'<p><a linktype="page" id="{target.pk}">{target.title}</a></p>')
        for target in targets
    ]
    what_we_do.save_revision().publish()
    client.get("/what-we-do/")

    with django_assert_max_num_queries(16):
        page = client.get("/what-we-do/").content.decode()

    assert all(f'href="{target.url}"' in page for target in targets)

"""The pages of a section beside each page, read with those above it in one query."""

import pytest
from wagtail.models import PageViewRestriction

from cms.content.layout.section import DISTANCE, relatives_of
from cms.maintenance.models import Maintenance
from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def top():
    return ContentPageFactory(parent=site_root(), title="Top", slug="top")


def section_of(client, path):
    text = client.get(path).content.decode()
    return text.partition('<nav class="section"')[2].partition("</nav>")[0]


def test_a_page_links_to_the_public_pages_below_it(client, top):
    ContentPageFactory(parent=top, title="First")
    ContentPageFactory(parent=top, title="A draft", live=False)
    hidden = ContentPageFactory(parent=top, title="For staff")
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    Maintenance.objects.create(page=ContentPageFactory(parent=top, title="Under repair"))

    links = section_of(client, "/top/")

    assert '<a href="/top/first/">First</a>' in links
    assert "Under repair" in links
    assert "A draft" not in links
    assert "For staff" not in links


def test_a_page_without_pages_below_links_to_those_beside_it(client, top):
    ContentPageFactory(parent=top, title="First")
    ContentPageFactory(parent=top, title="Second")

    links = section_of(client, "/top/first/")

    assert '<a href="/top/first/" aria-current="page">First</a>' in links
    assert '<a href="/top/second/">Second</a>' in links


def test_sections_of_the_site_stand_in_the_menu_only(client, top):
    ContentPageFactory(parent=site_root(), title="Other")

    assert section_of(client, "/top/") == ""


def test_the_pages_around_one_are_read_in_one_query_and_are_few(top, django_assert_num_queries):
    pages = [ContentPageFactory(parent=top, title=f"P{n}", live=False) for n in range(2 * DISTANCE)]
    middle = ContentPage.objects.get(pk=pages[DISTANCE].pk)

    with django_assert_num_queries(1):
        relatives = relatives_of(middle)

    assert [page.pk for page in relatives.ancestors] == [site_root().pk, top.pk]
    assert len(relatives.siblings) == 2 * DISTANCE
    assert len(relatives_of(top).children) == DISTANCE


def test_a_draft_that_is_not_saved_has_no_pages_around_it():
    assert relatives_of(ContentPage(title="New")) == ((), (), ())

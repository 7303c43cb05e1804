"""Lists say the same whether their statement is prepared or put together for each request."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.delivery.pages.lists import compiled, listing
from cms.maintenance.register import register
from cms.maintenance.switch import Terms, switch_on
from tests.integration.caching.tree import API, Tree, committed

pytestmark = pytest.mark.django_db
SORTS = ("path", "-path", "title", "-title", "date", "-last_published_at", "kind", "-established")


@pytest.fixture
def tree():
    with committed():
        return Tree.plant()


@pytest.fixture(autouse=True)
def no_response_is_cached(settings):
    settings.ANSWER_MEMORY = 0


def forms(tree):
    """Return the addresses of lists of many forms."""
    section, organ, leaf = tree.pages[3], tree.pages[1], tree.pages[4]
    within = (
        *("", f"&parent={tree.root.pk}", f"&ancestor={tree.root.pk}", f"&parent={section.pk}"),
        *(f"&id={leaf.pk},{organ.pk},{leaf.pk}", f"&id={section.pk}&ancestor={tree.root.pk}"),
        *(f"&parent={leaf.pk}", "&parent=987654", f"&ancestor={tree.pages[0].pk}&locale=en"),
        *("&locale=id", "&locale=en,id&type=home.ContentPage", "&type=whatwedo.OrganPage"),
    )
    pairs = {*product(SORTS, within[:3]), *product(SORTS[::3], within)}
    return [f"{API}/pages/?limit=3&sort={sort}{more}" for sort, more in sorted(pairs)]


def parts(client, addresses):
    """Return the responses to these addresses, and those of all further parts of the lists."""
    found = {}
    for address in addresses:
        while address:
            response = client.get(address)
            found[address] = (response.status_code, response.content, response.headers)
            address = response.json()["next"] if response.status_code == 200 else None
    return found


def without_statements(client, addresses):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "is_usual", lambda params: False)
        return parts(client, addresses)


def restrict(tree):
    PageViewRestriction.objects.create(page=tree.pages[3], restriction_type="login")


def withhold(tree):
    switch_on([tree.pages[0]], Terms(message="Soon", with_descendants=True))


def expire(tree):
    past = timezone.now() - timedelta(seconds=1)
    Page.objects.filter(pk=tree.pages[4].pk).update(expire_at=past)


def unpublish(tree):
    tree.pages[3].unpublish()


@pytest.mark.parametrize("act", [None, restrict, withhold, expire, unpublish])
def test_lists_of_every_form_read_the_same(tree, client, act):
    addresses = forms(tree)
    if act:
        parts(client, addresses[::3])
        with committed():
            act(tree)
    register.refresh()

    found = parts(client, addresses)

    assert found == without_statements(client, addresses)
    assert len(found) > len(addresses)


def test_a_known_form_of_list_is_not_compiled_again(tree, client, monkeypatch):
    overview, section = tree.pages[0], tree.pages[3]
    address = f"{API}/pages/?sort=-title&ancestor="
    client.get(f"{address}{section.pk}")
    monkeypatch.setattr(compiled, "Statement", None)

    payload = client.get(f"{address}{overview.pk}").json()

    assert [each["title"] for each in payload["items"]] == ["Pointer", "Council 1", "Council 0"]

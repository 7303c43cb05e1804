"""Lists read from an index say the same as those for which the database sorts all pages."""

from datetime import date

import pytest
from django.db import connection
from wagtail.models import Page

from cms.caching.invalidation import invalidate
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.documents.models import DocumentsState, PageDay
from cms.delivery.pages.lists import listing, nearest
from cms.delivery.writing import check
from cms.delivery.writing.reader import DocumentReader
from cms.maintenance.register import register
from tests.factories import ContentPageFactory
from tests.integration.caching.tree import ACTS, API, TARGETS, Tree, committed, unpublish
from tests.integration.delivery.documents.answers import follow
from tests.plans import plan, statements

pytestmark = pytest.mark.django_db
LISTS = (
    *("sort=date", "sort=-date", "sort=-date&parent={root}", "sort=date&ancestor={section}"),
    *("sort=-date&type=home.ContentPage", "sort=date&locale=id", "type=home.ContentPage"),
    *("sort=-path&type=whatwedo.OrganPage", "locale=en", "type=home.ContentPage&parent={section}"),
)


@pytest.fixture
def tree(settings, monkeypatch):
    settings.ANSWER_MEMORY = 0
    monkeypatch.setattr(nearest, "MIN_PAGES", 0)
    with committed():
        tree = Tree.plant()
        days = (date(2020, 5, 1), date(2024, 1, 1), date(2020, 5, 1), date(2030, 1, 1))
        for page, day in zip(tree.pages[1:8:2], days, strict=True):
            page.date = day
            page.save_revision().publish()
    return tree


@pytest.fixture
def loop(tree):
    loop = ReaderLoop(DocumentReader())
    follow(loop)
    return loop


def parts(client, tree):
    """Return all parts of the lists by address."""
    root, section = tree.root.pk, tree.pages[3].pk
    found = {}
    for query in LISTS:
        address = f"{API}/pages/?limit=2&{query.format(root=root, section=section)}"
        while address:
            response = client.get(address)
            found[address] = (response.status_code, response.content, response["Surrogate-Key"])
            address = response.json().get("next")
    return found


def sorted_by_the_database(client, tree):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing, "is_usual", lambda params: False)
        return parts(client, tree)


@pytest.mark.parametrize("act", ACTS)
def test_lists_are_the_same_before_and_after_a_change_is_read(tree, loop, client, act):
    for number in TARGETS.get(act, [4]):
        with committed():
            act(tree, tree.live(number), number)
        register.refresh()
        for is_read in (False, True):
            if is_read:
                follow(loop)
            invalidate()
            assert parts(client, tree) == sorted_by_the_database(client, tree), is_read


def test_unread_changes_do_not_make_the_database_sort_all_pages(tree, loop, client, monkeypatch):
    leaf = ContentPageFactory(parent=tree.root, date=date(2031, 1, 1))
    tree.pages[5].date = date(2029, 1, 1)
    tree.pages[5].save_revision().publish()
    unpublish(tree, tree.live(7), 7)
    expected = sorted_by_the_database(client, tree)[f"{API}/pages/?limit=2&sort=-date"]
    monkeypatch.setattr("cms.delivery.pages.lists.prepared.read_rows", None)

    response = client.get(f"{API}/pages/?limit=2&sort=-date")

    assert response.content == expected[1]
    assert response.json()["items"][0]["id"] == leaf.pk


@pytest.mark.parametrize("state", [{"software": "another"}, {"place": ""}])
def test_dates_that_are_not_certain_are_not_used(tree, loop, client, state):
    PageDay.objects.update(day=date(2000, 1, 1))
    DocumentsState.objects.update(**state)

    assert parts(client, tree) == sorted_by_the_database(client, tree)


def test_dates_of_many_changed_pages_are_not_used(tree, loop, client, monkeypatch):
    monkeypatch.setattr(nearest, "MAX_STALE", 0)
    tree.pages[5].date = date(2029, 1, 1)
    tree.pages[5].save_revision().publish()

    assert parts(client, tree) == sorted_by_the_database(client, tree)


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda rows: rows.delete(), "missing"),
        (lambda rows: rows.update(day=None), "different"),
        (lambda rows: rows.update(page_id=10**9), "unexpected"),
    ],
)
def test_the_check_finds_wrong_dates_and_repairs_them(tree, loop, damage, why):
    alias = tree.pages[-1]
    damage(PageDay.objects.filter(pk=alias.pk))
    report = check.check()

    assert why in {each.why for each in report.drift}
    check.repair(report)
    follow(loop)
    assert check.check().is_true


def test_an_unpublished_page_has_no_date(tree, loop):
    with committed():
        unpublish(tree, tree.live(4), 4)
    follow(loop)

    assert {*PageDay.objects.values_list("pk", flat=True)} == {
        *Page.objects.filter(live=True, depth__gt=1).values_list("pk", flat=True)
    }


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ("sort=-date", "delivery_pageday_day"),
        ("sort=date&type=home.ContentPage", "delivery_pageday_day"),
        ("type=home.ContentPage", "path"),
        ("locale=en&sort=-path", "path"),
    ],
)
def test_lists_are_read_from_an_index(tree, loop, client, query, index):
    with statements(["wagtailcore_page"]) as executed:
        client.get(f"{API}/pages/?limit=2&{query}")

    [(sql, params)] = [each for each in executed if "LIMIT" in each[0] and "above" in each[0]]
    assert [line for line in plan(sql, params) if "INDEX" in line.upper() and index in line]


def test_the_later_part_of_a_list_by_date_begins_in_the_index(tree, loop, client):
    following = client.get(f"{API}/pages/?limit=2&sort=-date").json()["next"]
    with statements(["delivery_pageday"]) as executed:
        client.get(following)

    [(sql, params)] = executed
    conditions = [line for line in plan(sql, params) if "delivery_pageday_day" in line]
    if connection.vendor == "postgresql":
        conditions = [line for line in plan(sql, params) if "Index Cond" in line]
    assert [
        line for line in conditions if "(day,page_id)<" in line or "ROW(day, page_id) <" in line
    ]

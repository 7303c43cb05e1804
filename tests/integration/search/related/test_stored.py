"""The stored rankings of related pages, and the clock job that writes them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.changes.models import Change
from search.engines import active
from search.engines.protocol import EngineUnavailableError
from search.service import stored_related
from search.service.models import RelatedRanking
from search.service.ranking_reader import RankingReader
from search.service.stored_related import MAX_AGE, make_due, rank_due_pages
from tests.factories import site_root
from tests.plans import statements, whole_reads

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("settled")]
TABLES = ("wagtailcore_page", "search_relatedranking")
FISHING = "Boats, nets and quotas of fishing in coastal waters."


@pytest.fixture
def fishing(page):
    boats = page("Fishing boats", FISHING)
    page("Fishing quotas", "Quotas of fishing in coastal waters, for boats and nets.")
    page("Opera houses", "Where singers and orchestras perform in the evening.")
    return boats


def related_titles(page):
    titles = dict(Page.objects.values_list("pk", "title"))
    return [titles[pk] for pk in RelatedRanking.objects.get(page_id=page.pk).related]


def test_every_published_page_is_ranked_once(fishing, indexed):
    indexed()

    assert rank_due_pages() == Page.objects.filter(live=True, depth__gt=1).count()

    assert related_titles(fishing) == ["Fishing quotas"]
    assert rank_due_pages() == 0


def test_a_page_that_has_changed_is_ranked_again(fishing, indexed):
    indexed()
    rank_due_pages()
    fishing.title, fishing.summary = "Opera singers", "Singers and orchestras in opera houses."
    fishing.save_revision().publish()
    indexed()

    assert rank_due_pages() == 1

    assert related_titles(fishing) == ["Opera houses"]
    assert rank_due_pages() == 0


def test_a_page_is_ranked_once_the_index_has_it(fishing, indexed, monkeypatch):
    monkeypatch.setattr(stored_related, "SETTLING", timedelta(seconds=5))
    indexed()

    rank_due_pages()

    assert RelatedRanking.objects.get(page_id=fishing.pk).related is None


def test_an_old_ranking_is_replaced(fishing, indexed):
    indexed()
    rank_due_pages()
    rankings = RelatedRanking.objects.filter(page_id=fishing.pk)
    rankings.update(related=[], ranked_at=timezone.now() - MAX_AGE - timedelta(seconds=1))

    assert rank_due_pages() == 1

    assert related_titles(fishing) == ["Fishing quotas"]


def test_pages_related_to_a_new_page_are_ranked_again(fishing, page, indexed):
    indexed()
    rank_due_pages()
    page("Nets of fishing boats", FISHING)
    indexed()

    rank_due_pages()
    assert rank_due_pages() == 2

    assert set(related_titles(fishing)) == {"Nets of fishing boats", "Fishing quotas"}
    assert rank_due_pages() == 0


def test_the_ranking_of_a_deleted_page_is_deleted(fishing, indexed):
    indexed()
    rank_due_pages()
    pk = fishing.pk
    fishing.delete()
    indexed()

    assert not RelatedRanking.objects.filter(page_id=pk).exists()


def test_the_ranking_of_an_unpublished_page_is_deleted(fishing, indexed):
    indexed()
    rank_due_pages()
    fishing.unpublish()
    indexed()

    assert not RelatedRanking.objects.filter(page_id=fishing.pk).exists()


def test_a_page_that_changes_while_it_is_ranked_is_ranked_again(fishing, indexed, monkeypatch):
    indexed()
    rank = stored_related.ranked

    def change_and_rank(pk, *place):
        if pk == fishing.pk:
            make_due([pk])
        return rank(pk, *place)

    monkeypatch.setattr(stored_related, "ranked", change_and_rank)
    rank_due_pages()
    monkeypatch.undo()
    monkeypatch.setattr(stored_related, "SETTLING", timedelta(0))

    assert RelatedRanking.objects.get(page_id=fishing.pk).related is None
    assert rank_due_pages() == 1


def test_changes_that_were_missed_are_made_good(fishing, page, indexed):
    indexed()
    rank_due_pages()
    page("Nets of fishing boats", FISHING)
    Page.objects.filter(pk=fishing.pk).update(last_published_at=timezone.now())
    orphan = RelatedRanking.objects.create(page_id=0, site_id=0, ranked_at=timezone.now())

    RankingReader().start_over()

    assert not RelatedRanking.objects.filter(pk=orphan.pk).exists()
    assert rank_due_pages() == 2


@pytest.mark.parametrize("step", ["a run with nothing due", "a run", "the reader"])
def test_no_table_of_pages_is_read_as_a_whole(fishing, indexed, step):
    indexed()
    if step == "a run with nothing due":
        rank_due_pages()
    fishing.save_revision().publish()
    changes = [*Change.objects.all()]

    with statements(TABLES) as executed:
        RankingReader().take(changes) if step == "the reader" else rank_due_pages()

    assert executed
    assert whole_reads(executed, TABLES) == []


def test_without_an_engine_nothing_is_ranked(fishing, indexed, monkeypatch):
    indexed()

    def fail(*_):
        raise EngineUnavailableError("away")

    monkeypatch.setattr(active, "answer", fail)

    assert rank_due_pages() == 0


def test_a_run_ends_after_its_time(fishing, indexed, monkeypatch):
    indexed()
    monkeypatch.setattr(stored_related, "TIME_LIMIT", -1)
    monkeypatch.setattr(stored_related, "PAGES_AT_ONCE", 1)

    assert rank_due_pages() == 1


def test_a_page_of_no_site_is_not_due_again(fishing, indexed):
    root = site_root().get_parent()
    root.add_child(instance=Page(title="Elsewhere", slug="elsewhere"))
    indexed()
    rank_due_pages()

    assert rank_due_pages() == 0

"""The search dashboard: figures, plots, tables and links to actions."""

import csv
import io
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from search.document import SearchDocument
from search.editors.explain import explanation
from search.engines import active
from search.indexing.rebuild import rebuild
from search.insight.models import DayPage, DayPosition, DayQuery, DayTotal
from search.insight.plots import HEIGHT, axis_top, bars
from search.insight.report import Report
from search.models import BestBet, HiddenResult, SynonymRule
from search.plan.explanation import reasons
from search.request.search_request import SearchRequest
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.now().date()


@pytest.fixture
def counted(today):
    """Add searches on two recent days and one old day."""
    page = ContentPageFactory(parent=site_root(), title="The charter")
    for ago, searches in ((0, 6), (1, 4), (60, 90)):
        day = today - timedelta(days=ago)
        total = {"empty": 2, "opened": 3, "took_ms": 12.0}
        DayTotal.objects.create(day=day, source="page", searches=searches, **total)
        DayTotal.objects.create(day=day, source="api", searches=1, empty=0, opened=0, took_ms=8)
        for text, empty, answered, opened in (
            ("charter", 0, 4, 3), ("unicorn", 2, 0, 0), ("visa", 0, 2, 0),
        ):  # fmt: skip
            counts = {"searches": empty + answered, "empty": empty, "answered": answered}
            DayQuery.objects.create(day=day, text=text, opened=opened, **counts)
        DayPosition.objects.create(day=day, position=1, opened=2)
        DayPage.objects.create(day=day, page_id=page.pk, opened=3)
    return page


@pytest.fixture
def as_search_editor(client):
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Search editor"))
    client.force_login(user)
    return client


class TestReport:
    def test_every_day_is_included_even_without_searches(self, counted, today):
        days = Report(today - timedelta(days=6), today).days

        assert [(each.page, each.api) for each in days] == [(0, 0)] * 5 + [(4, 1), (6, 1)]

    def test_totals_include_only_the_days_of_the_period(self, counted, today):
        totals = Report(today - timedelta(days=6), today).totals

        assert (totals.searches, totals.empty, totals.opened) == (12, 4, 6)
        assert round(totals.empty_share) == 33
        assert totals.opened_share == 60
        assert totals.mean_ms == pytest.approx(40 / 12)

    def test_queries_are_listed_by_problem(self, counted, today):
        report = Report(today - timedelta(days=6), today)

        assert [each.text for each in report.top()] == ["charter", "unicorn", "visa"]
        assert [(each.text, each.empty) for each in report.without_hits()] == [("unicorn", 4)]
        assert [each.text for each in report.never_opened()] == ["visa"]

    def test_positions_and_pages_are_counted(self, counted, today):
        report = Report(today - timedelta(days=6), today)

        assert report.positions[:2] == [(1, 4), (2, 0)]
        assert [(page.pk, times) for page, times in report.pages()] == [(counted.pk, 6)]

    def test_a_report_without_searches_has_zeros(self, today):
        totals = Report(today, today).totals

        assert (totals.empty_share, totals.opened_share, totals.mean_ms) == (0, 0, 0)


class TestPlots:
    def test_bars_are_stacked_from_the_bottom(self):
        [bar] = bars([("Monday", "title", (3, 1))]).bars

        assert bar.parts == ((45.0, 135.0), (0.0, 45.0))
        assert bar.parts[0][0] + bar.parts[0][1] == HEIGHT

    @pytest.mark.parametrize(
        ("highest", "top"), [(0, 4), (4, 4), (5, 8), (9, 20), (21, 40), (300, 400)]
    )
    def test_grid_lines_are_at_round_numbers(self, highest, top):
        assert axis_top(highest) == top

    def test_only_some_of_many_labels_are_shown(self):
        plot = bars([(str(n), "", (1,)) for n in range(90)])

        assert 5 <= sum(bool(bar.label) for bar in plot.bars) <= 12


class TestDashboard:
    def test_each_query_has_links_to_actions(self, as_search_editor, counted):
        content = as_search_editor.get(reverse("search_insight")).content.decode()

        assert "unicorn" in content
        assert "/admin/search/synonymrule/create/?terms=unicorn" in content
        assert content.count("<svg") >= 2

    def test_its_links_fill_in_the_forms(self, as_search_editor):
        form = as_search_editor.get(
            "/admin/search/bestbet/create/?queries=unicorn"
        ).content.decode()

        assert "unicorn</textarea>" in form

    def test_the_number_of_queries_is_constant(
        self, as_search_editor, counted, today, django_assert_max_num_queries
    ):
        for number in range(200):
            DayQuery.objects.create(
                day=today, text=f"text {number}", searches=1, empty=1, answered=0, opened=0
            )
        as_search_editor.get(reverse("search_insight"))
        with django_assert_max_num_queries(25):
            as_search_editor.get(reverse("search_insight"))

    @pytest.mark.parametrize(
        "name", ["days", "queries", "without-hits", "never-opened", "positions", "pages"]
    )
    def test_every_table_can_be_exported_as_csv(self, as_search_editor, counted, name):
        response = as_search_editor.get(reverse("search_insight"), {"export": name, "days": "7"})
        header, *rows = csv.reader(io.StringIO(response.content.decode("utf-8-sig")))

        assert response["Content-Type"].startswith("text/csv")
        assert rows
        assert all(len(row) == len(header) for row in rows)

    def test_no_cell_begins_a_formula(self, as_search_editor, today):
        DayQuery.objects.create(day=today, text="=1+1", searches=1, empty=1, answered=0, opened=0)
        exported = as_search_editor.get(reverse("search_insight"), {"export": "queries"}).content

        assert b"'=1+1" in exported

    def test_an_unknown_table_is_404_and_an_invalid_period_the_default(self, as_search_editor):
        address = reverse("search_insight")

        assert as_search_editor.get(address, {"export": "nothing"}).status_code == 404
        for days in ("1000000", "x", "-7", "²"):
            assert as_search_editor.get(address, {"days": days}).context["days"] == 30

    def test_it_needs_a_permission(self, client):
        user = UserFactory()
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client.force_login(user)

        assert client.get(reverse("search_insight")).status_code == 302
        assert "search/insight" not in client.get("/admin/").content.decode()


class TestExplain:
    @pytest.fixture
    def pages(self, settings, tmp_path):
        settings.SEARCH_INDEX_DIR = tmp_path
        active.engine.cache_clear()
        titles = ("Charter of the Association", "Founding treaty of the charter", "Annual budget")
        charter_pages = [ContentPageFactory(parent=site_root(), title=title) for title in titles]
        rebuild(active.engine("embedded"))
        yield charter_pages
        active.engine.cache_clear()

    def texts(self, query, page):
        [place] = explanation(query, page.pk)["places"]
        return [reason.text for reason in place["reasons"]]

    def test_it_shows_where_each_word_was_found(self, pages):
        texts = self.texts("charter unicorn", pages[0])

        assert texts[0].startswith("“charter” is in its title")
        assert "“unicorn” is not on the page." in texts
        assert any("does not have all the words" in each for each in texts)

    def test_it_shows_what_boosts_a_page(self, pages):
        texts = self.texts("founding treaty", pages[1])

        assert any("has all the words" in each for each in texts)
        assert any("as a phrase" in each for each in texts)

    def test_a_synonym_is_shown_as_one(self, pages):
        SynonymRule.objects.create(terms="budget\nmoney")

        assert "a synonym, counted less" in " ".join(self.texts("money", pages[2]))

    def test_a_page_that_is_not_found_is_explained(self, pages):
        HiddenResult.objects.create(queries="charter", page=pages[0])

        assert "hidden by a rule" in explanation("charter", pages[0].pk)["absent"].text
        assert "no such page" in explanation("charter", 10**9)["absent"].text

    def test_best_bets_are_shown(self, pages):
        BestBet.objects.create(queries="charter", page=pages[2])

        assert [bet.title for bet in explanation("charter")["bets"]] == ["Annual budget"]

    def test_the_page_and_the_command_have_the_same_content(self, as_search_editor, pages, capsys):
        content = as_search_editor.get(reverse("search_explain"), {"q": "charter"}).content.decode()
        call_command("search_explain", "charter")
        printed = capsys.readouterr().out

        for title in ("Charter of the Association", "Founding treaty of the charter"):
            assert title in content
            assert title in printed
        assert "is in its title" in printed

    @pytest.mark.parametrize(
        "query", ['"', "((((", "a NEAR/3 b", "ch* date:2024.. -x", "\x00", "th~", "type:x"]
    )
    def test_any_query_is_explained(self, pages, query):
        assert explanation(query)["total"] >= 0
        assert explanation(query, pages[0].pk) is not None


def test_reasons_name_chosen_values_and_dates(today):
    document = SearchDocument(1, "home.ContentPage", "Charter", "/charter/", "en", date=today)
    request = SearchRequest("charter", filters={"type": ("home.ContentPage",), "locale": ("th",)})
    favourable = {reason.text: reason.is_favourable for reason in reasons(request, document, today)}

    assert favourable["It is of a chosen type."]
    assert not favourable["It is not of a chosen locale."]
    assert any("ranks it slightly higher" in text for text in favourable)

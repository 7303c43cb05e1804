"""Editors' rules apply to the next search, on the page and in the API."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.changes.models import Change
from cms.maintenance.switch import Terms, switch_on
from search.engines import active
from search.indexing.rebuild import rebuild
from search.models import BestBet, DeniedSuggestion, HiddenResult, SynonymRule
from tests.factories import ContentPageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1/search/"


@pytest.fixture
def pages(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    home = site_root()
    titles = ("Charter of the Association", "Founding treaty", "Annual budget")
    created = [ContentPageFactory(parent=home, title=title) for title in titles]
    rebuild(active.engine("embedded"))
    yield created
    active.engine.cache_clear()


def titles(client, query):
    return [each["title"] for each in client.get(f"{API}?q={query}").json()["results"]]


def bets(client, query, more=""):
    return client.get(f"{API}?q={query}{more}").json()["best_bets"]


def test_a_synonym_applies_to_the_next_search(client, pages):
    assert titles(client, "treaty") == ["Founding treaty"]
    SynonymRule.objects.create(terms="treaty\ncharter")

    assert set(titles(client, "treaty")) == {"Founding treaty", "Charter of the Association"}
    assert "charter" in client.get("/search/?q=treaty").content.decode()


def test_a_one_way_synonym_applies_in_one_direction(client, pages):
    SynonymRule.objects.create(terms="treaty\ncharter", is_one_way=True)

    assert len(titles(client, "treaty")) == 2
    assert len(titles(client, "charter")) == 1


def test_a_best_bet_is_first_on_the_page_and_in_the_api(client, pages):
    BestBet.objects.create(queries="money *", page=pages[2], description="All figures")

    [bet] = bets(client, "money+of+the+region")
    assert bet["title"] == "Annual budget"
    assert bet["url"] == f"http://localhost{pages[2].url}"
    content = client.get("/search/?q=money").content.decode()
    assert "Best bets" in content
    assert "All figures" in content
    assert not bets(client, "budget")


def test_a_best_bet_can_link_to_another_site(client, pages):
    BestBet.objects.create(queries="jobs", url="https://jobs.example.org/", title="Vacancies")

    assert bets(client, "jobs")[0]["url"] == "https://jobs.example.org/"


@pytest.mark.parametrize(
    ("days", "is_shown"),
    [((-1, 1), True), ((0, 0), True), ((1, 2), False), ((-2, -1), False), ((None, None), True)],
)
def test_a_best_bet_is_shown_from_its_first_to_its_last_day(client, pages, days, is_shown):
    today = timezone.localdate()
    first, last = (None if each is None else today + timedelta(days=each) for each in days)
    BestBet.objects.create(queries="money", page=pages[2], starts_on=first, ends_on=last)

    assert bool(bets(client, "money")) is is_shown


def test_a_best_bet_of_one_language_is_not_shown_for_another(client, pages):
    BestBet.objects.create(queries="money", page=pages[2], locale="en")

    assert bets(client, "money", "&locale=en")
    assert not bets(client, "money", "&locale=th")


def test_a_best_bet_never_links_to_a_page_that_is_not_public(client, pages):
    BestBet.objects.create(queries="money", page=pages[2])
    switch_on([pages[2]], Terms())
    assert not bets(client, "money")
    assert "Best bets" not in client.get("/search/?q=money").content.decode()

    BestBet.objects.create(queries="money", page=pages[1])
    PageViewRestriction.objects.create(page=pages[1], restriction_type="login")
    assert not bets(client, "money")


def test_later_results_and_other_sort_orders_have_no_best_bets(client, pages):
    BestBet.objects.create(queries="charter", page=pages[2])

    assert bets(client, "charter")
    assert not bets(client, "charter", "&sort=title")


def test_a_hidden_page_is_hidden_for_its_queries_only(client, pages):
    HiddenResult.objects.create(queries="treaty", page=pages[1])

    assert titles(client, "treaty") == []
    assert titles(client, "founding") == ["Founding treaty"]


def test_a_denied_suggestion_is_not_made(client, pages):
    def suggested():
        answer = client.get(f"{API}suggest/?q=foun").json()
        return [each["text"] for each in answer["suggestions"]]

    assert suggested() == ["Founding treaty"]
    DeniedSuggestion.objects.create(text="treaty")
    assert suggested() == []


def test_a_rule_appends_a_change_without_a_page(pages):
    rule = SynonymRule.objects.create(terms="a\nb")
    rule.delete()

    changes = Change.objects.filter(kind="steering")
    assert [change.page_id for change in changes] == [None, None]


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        (SynonymRule(terms="peace"), "two different terms"),
        (SynonymRule(terms="organ\norgans"), "two different terms"),
        (SynonymRule(terms="peace\n!!!"), "one to 8 words"),
        (SynonymRule(terms="\n".join(f"term{n}" for n in range(1000))), "At most 20 terms"),
        (BestBet(queries="a"), "one of them"),
        (BestBet(queries="*", url="https://example.org", title="T"), "no word"),
        (BestBet(queries="a", url="https://example.org"), "needs a title"),
        (DeniedSuggestion(text="…"), "no word"),
    ],
)
def test_invalid_rules_are_refused_with_a_message(pages, rule, message):
    with pytest.raises(ValidationError, match=message):
        rule.full_clean()


def test_a_best_bet_to_a_withheld_page_is_refused(pages):
    switch_on([pages[2]], Terms())
    with pytest.raises(ValidationError, match="cannot read this page"):
        BestBet(queries="money", page=pages[2]).full_clean()


def test_two_best_bets_for_the_same_days_are_refused(pages):
    today = timezone.localdate()
    BestBet.objects.create(queries="money\ncash", page=pages[2], ends_on=today)
    later = {"starts_on": today + timedelta(days=1)}

    with pytest.raises(ValidationError, match="“cash” has a best bet"):
        BestBet(queries="cash", page=pages[2], starts_on=today).full_clean()
    BestBet(queries="cash", page=pages[2], **later).full_clean()
    BestBet(queries="cash", page=pages[1]).full_clean()


class TestEffect:
    """The preview of a rule's effect before it is saved."""

    @pytest.fixture
    def search_editor(self, client):
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Search editor"))
        client.force_login(user)
        return client

    def shown(self, client, model, **form):
        return client.post(f"/admin/search/effect/{model}/0/", form)

    def test_results_before_and_after_are_shown_and_nothing_is_saved(self, search_editor, pages):
        page = self.shown(search_editor, "synonymrule", terms="treaty\ncharter").content.decode()

        assert "Before: 1 result" in page
        assert "After: 2 results" in page
        assert "<mark>new</mark>" in page
        assert "css/admin" in page, "it looks like the rest of the admin"
        assert not SynonymRule.objects.exists()

    def test_an_invalid_rule_is_reported(self, search_editor, pages):
        page = self.shown(search_editor, "synonymrule", terms="treaty").content.decode()

        assert "two different terms" in page

    def test_it_needs_permission_for_the_rule(self, client, pages):
        user = UserFactory()
        user.groups.add(Group.objects.get(name="Editor"))
        client.force_login(user)

        assert self.shown(client, "synonymrule", terms="a\nb").status_code in {302, 403}

    @pytest.mark.parametrize("model", ["loggedsearch", "nothing"])
    def test_an_unknown_kind_of_rule_is_not_found(self, search_editor, pages, model):
        assert self.shown(search_editor, model).status_code == 404

    @pytest.mark.parametrize(
        "model", ["synonymrule", "bestbet", "hiddenresult", "deniedsuggestion"]
    )
    def test_each_list_and_form_opens_for_a_search_editor(self, search_editor, pages, model):
        for path in ("", "create/"):
            assert search_editor.get(f"/admin/search/{model}/{path}").status_code == 200

    def test_the_form_saves(self, search_editor, pages):
        sent = {"terms": "treaty\r\ncharter", "locale": ""}
        search_editor.post("/admin/search/synonymrule/create/", sent)

        assert SynonymRule.objects.get().rule().terms == ("treaty", "charter")

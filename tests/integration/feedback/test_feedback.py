"""Answers to "Was this page useful?": what is counted, what is not, and who reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cms.changes.models import Change
from cms.feedback import views
from cms.feedback.counting import delete_old
from cms.feedback.models import DayFeedback
from cms.maintenance.models import Maintenance
from cms.throttling.throttle import Throttle
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="Read me")


def answer(client, page, useful="yes", **headers):
    sent = {"page": page.pk, "useful": useful}
    return client.post("/feedback/", sent, headers=headers)


def test_every_page_has_the_form(client, page):
    text = client.get(page.url).content.decode()

    assert '<form class="useful" action="/feedback/" method="post">' in text
    assert f'name="page" value="{page.pk}"' in text


def test_answers_are_counted_by_page_and_day(client, page):
    for useful in ("yes", "no", "yes"):
        response = answer(client, page, useful)
        assert response.status_code == 200
        assert response["Cache-Control"] == "no-store"
        assert f'href="{page.url}"' in response.content.decode()

    row = DayFeedback.objects.get()
    assert (row.page_id, row.day, row.useful, row.not_useful) == (
        page.pk,
        timezone.localdate(),
        2,
        1,
    )


def test_an_answer_changes_nothing_public(client, page):
    before = Change.objects.count()

    answer(client, page)

    assert Change.objects.count() == before
    assert {field.name for field in DayFeedback._meta.fields} == {
        "id",
        "page",
        "day",
        "useful",
        "not_useful",
    }


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"page": "1"},
        {"page": "x", "useful": "yes"},
        {"page": "9" * 40, "useful": "yes"},
        {"page": "²", "useful": "yes"},
        {"page": "999999", "useful": "yes"},
        {"page": "own", "useful": "maybe"},
    ],
)
def test_what_is_no_answer_is_not_found(client, page, sent):
    sent = {name: str(page.pk) if value == "own" else value for name, value in sent.items()}

    assert client.post("/feedback/", sent).status_code == 404
    assert not DayFeedback.objects.exists()


def test_a_withheld_page_takes_no_answers(client, page):
    Maintenance.objects.create(page=page)

    assert answer(client, page).status_code == 404
    assert not DayFeedback.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}]
)
def test_forms_of_other_sites_are_refused(client, page, headers):
    assert answer(client, page, **headers).status_code == 403
    assert not DayFeedback.objects.exists()


def test_one_sender_is_counted_a_few_times_only(client, page, settings, monkeypatch):
    settings.RATE_LIMIT = True
    monkeypatch.setattr(views, "answers", Throttle("feedback-test", limit=2, window=600))

    responses = [answer(client, page).status_code for _ in range(4)]

    assert responses == [200] * 4
    assert DayFeedback.objects.get().useful == 2


def test_reading_the_address_is_refused(client, page):
    assert client.get("/feedback/").status_code == 405


def test_editors_see_what_readers_found_least_useful(admin_client, client, page):
    assert "Not useful to readers" not in admin_client.get("/admin/").content.decode()
    answer(client, page, "yes")
    assert "Not useful to readers" not in admin_client.get("/admin/").content.decode()
    answer(client, page, "no")

    text = admin_client.get("/admin/").content.decode()

    assert "Read me</a>: 1 no, 1 yes" in text


def test_old_counts_are_deleted(page, settings):
    today = timezone.localdate()
    for days in (0, 364, 366):
        DayFeedback.objects.create(page=page, day=today - timedelta(days=days), useful=1)

    delete_old()

    assert DayFeedback.objects.count() == 2

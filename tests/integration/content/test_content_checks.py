"""Content checks: in the editor, in the report, and on the admin's home page."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from wagtail.models import get_page_models

from cms.changes import log
from cms.changes.models import Change
from cms.contact.models import ContactPage
from cms.content.checks.inspection import check
from cms.content.page import BasePage
from cms.desk.checking import ContentChecksReader, recheck
from cms.desk.models import ContentFinding
from cms.maintenance.models import Maintenance
from home.models import HomePage, ListingPage
from tests.factories import ContentPageFactory, ImageFactory, UserFactory, site_root

pytestmark = pytest.mark.django_db
REPORT = "/admin/reports/content-checks/"


def linking_to(page, words="the rules"):
    return f'<p>See <a linktype="page" id="{page.pk}">{words}</a>.</p>'


@pytest.fixture
def target():
    return ContentPageFactory(parent=site_root(), title="Rules", summary="All of them.")


@pytest.fixture
def page(target):
    body = [("rich_text", linking_to(target))]
    return ContentPageFactory(parent=site_root(), title="Aims", summary="Ours.", body=body)


def read(reader=None):
    """Apply all changes in the log."""
    (reader or ContentChecksReader()).apply(list(Change.objects.all()), log.head())
    Change.objects.all().delete()


def codes(page):
    return sorted(
        ContentFinding.objects.filter(page=page, since=None).values_list("code", flat=True)
    )


@pytest.mark.parametrize(
    "model", [each for each in get_page_models() if issubclass(each, BasePage)]
)
def test_a_page_is_empty_only_where_its_type_shows_nothing_but_a_body(model):
    page = model(title="Empty", slug="empty", summary="All.")
    root = site_root()
    (root.get_parent() if model is HomePage else root).add_child(instance=page)

    codes = {each.code for each in check([page])[page.pk].findings}

    assert ("empty-body" in codes) == (model not in {HomePage, ListingPage, ContactPage})


def test_a_page_that_is_one_picture_is_not_empty():
    picture = {"image": ImageFactory(), "alt_text": "", "decorative": True}
    page = ContentPageFactory(parent=site_root(), summary="All.", body=[("image", picture)])

    assert "empty-body" not in {each.code for each in check([page])[page.pk].findings}


def test_publishing_brings_findings_up_to_date(page):
    read()
    assert codes(page) == []

    page.summary = ""
    page.save_revision().publish()
    read()
    assert codes(page) == ["no-summary"]

    page.unpublish()
    read()
    assert codes(page) == []


@pytest.mark.parametrize("go", ["unpublish", "delete"])
def test_a_link_breaks_when_its_goal_goes(page, target, go):
    read()

    getattr(target, go)()
    read()

    assert codes(page) == ["broken-link"]


def test_a_link_is_whole_again_when_its_goal_is_back(page, target):
    target.unpublish()
    read()
    assert codes(page) == ["broken-link"]

    target.save_revision().publish()
    read()

    assert codes(page) == []


def test_paths_written_by_hand_are_followed_too(target):
    body = [("rich_text", '<p><a href="/rules/">Rules</a> <a href="/none/">Nothing</a></p>')]
    page = ContentPageFactory(parent=site_root(), summary="S.", body=body)

    recheck([page.pk])

    [finding] = ContentFinding.objects.filter(page=page, since=None)
    assert "“Nothing”" in finding.message


def test_starting_over_checks_every_page(page):
    page.summary = ""
    page.save(update_fields=["summary"])

    ContentChecksReader().start_over()

    assert codes(page) == ["no-summary"]


def test_checking_many_pages_costs_as_many_queries_as_few(
    target, django_assert_max_num_queries, page
):
    more = [ContentPageFactory(parent=site_root(), body=page.body) for _ in range(20)]

    with django_assert_max_num_queries(12):
        recheck([each.pk for each in more])


def test_the_editor_lists_the_issues_found(admin_client, target):
    body = [("rich_text", linking_to(target, "click here"))]
    page = ContentPageFactory(parent=site_root(), body=body, summary="")

    text = admin_client.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert 'data-check="vague-link"' in text
    assert 'data-check="no-summary"' in text
    assert 'data-check="not-reviewed"' not in text


def test_the_report_lists_filters_and_exports(admin_client, page):
    page.summary = ""
    page.save_revision().publish()
    read()

    assert "Aims" in admin_client.get(REPORT).content.decode()
    assert "Aims" in admin_client.get(f"{REPORT}?code=no-summary").content.decode()
    assert "Aims" not in admin_client.get(f"{REPORT}?code=vague-link").content.decode()
    exported = b"".join(admin_client.get(f"{REPORT}?export=csv")).decode()
    assert "Aims" in exported
    assert "No summary" in exported


def test_pages_due_for_review_wait_on_the_first_page(admin_client, page):
    page.reviewed_on = timezone.localdate() - datetime.timedelta(days=366)
    page.save_revision().publish()
    read()

    first = admin_client.get(reverse("wagtailadmin_home")).content.decode()

    assert "Not reviewed for a year" in first
    assert "Aims" in admin_client.get(f"{REPORT}?code=not-reviewed").content.decode()


def test_pages_that_are_not_due_are_not_listed(admin_client, page):
    read()

    assert ContentFinding.objects.get(page=page).since > timezone.localdate()
    assert "Not reviewed" not in admin_client.get(reverse("wagtailadmin_home")).content.decode()


def test_maintenance_is_listed_for_users_who_can_end_it(client, page):
    Maintenance.objects.create(page=page, set_by=UserFactory())
    home = reverse("wagtailadmin_home")

    client.force_login(member("Publisher"))
    assert "Under maintenance" in client.get(home).content.decode()
    client.force_login(member("Search editor"))
    assert 'id="maintenance' not in client.get(home).content.decode()


def test_the_report_needs_permission_to_edit_a_page(client, page):
    client.force_login(member("Search editor"))

    assert client.get(REPORT).status_code == 302


def member(role):
    user = UserFactory(is_superuser=False)
    user.groups.add(Group.objects.get(name=role))
    return user

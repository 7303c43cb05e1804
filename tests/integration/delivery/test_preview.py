"""Previews for other front ends: by token, bound to a page and a state of it, for 15 minutes."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Site

from cms.content.models import Topic
from cms.delivery import preview
from cms.delivery.models import PreviewedDraft
from cms.sites.models import SiteSettings
from home.models import ContentPage
from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="Published", slug="text")


def read(client, token):
    return client.get(f"{API}/preview/{token}/")


def test_a_token_gives_the_state_that_it_was_made_for(client, page):
    topic = Topic.objects.create(name="Peace", slug="peace")
    page.title, page.topics = "First", [topic]
    page.body = [("aims", {"lead": "To:", "points": ["<p>agree</p>"]})]
    first = preview.store_draft(page)
    page.title = "Second"
    second = preview.store_draft(page)

    payload = read(client, first).json()
    assert (payload["id"], payload["title"], payload["state"]) == (page.pk, "First", "draft")
    assert payload["topics"][0]["slug"] == "peace"
    assert payload["body"][0]["value"]["points_html"] == ["<p>agree</p>"]
    assert [crumb["path"] for crumb in payload["breadcrumbs"]] == ["/"]
    assert read(client, second).json()["title"] == "Second"


def test_an_answer_is_never_cacheable(client, page):
    response = read(client, preview.store_draft(page))

    assert response["Cache-Control"] == "private, no-store"
    assert "Surrogate-Key" not in response


def test_the_same_state_is_kept_once(page):
    preview.store_draft(page)
    preview.store_draft(page)

    assert PreviewedDraft.objects.count() == 1


def test_a_page_that_is_not_saved_yet_has_no_id(client, page):
    new = ContentPage(title="New", slug="new", locale=page.locale)
    new.path, new.depth = page.path + "0001", page.depth + 1
    new.set_url_path(page)

    payload = read(client, preview.store_draft(new)).json()
    assert (payload["id"], payload["title"], payload["path"]) == (0, "New", "/text/new/")


def test_an_expired_token_is_410(client, page, monkeypatch):
    token = preview.store_draft(page)
    later = timezone.now().timestamp() + preview.TOKEN_MAX_AGE.total_seconds() + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert read(client, token).status_code == 410


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + "x", lambda _: "nonsense", lambda _: "a:b:c"]
)
def test_a_forged_token_is_401(client, page, change):
    response = read(client, change(preview.store_draft(page)))

    assert response.status_code == 401
    assert response["Content-Type"] == "application/problem+json"


def test_a_token_of_another_page_is_refused(client, page):
    preview.store_draft(page)
    draft = PreviewedDraft.objects.get()
    forged = signing.TimestampSigner(salt=preview.SALT).sign_object([draft.pk, page.pk + 1])

    assert read(client, forged).status_code == 410


def test_old_drafts_are_forgotten(page):
    preview.store_draft(page)
    PreviewedDraft.objects.update(made_at=timezone.now() - 2 * preview.TOKEN_MAX_AGE)
    preview.delete_expired()

    assert not PreviewedDraft.objects.exists()


def test_the_editor_sees_the_unsaved_form_in_the_other_front_end(
    admin_client, client, page, settings
):
    settings.FRONTEND_PREVIEW_URL = "https://app.example/preview?site=1"
    edit = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    form = {
        "title": "Unsaved",
        "slug": "text",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    assert admin_client.post(edit, form).json() == {"is_valid": True, "is_available": True}
    response = admin_client.get(f"{edit}?mode=headless")

    address = (
        response.content.decode().split('<iframe src="')[1].split('"')[0].replace("&amp;", "&")
    )
    assert address.startswith("https://app.example/preview?site=1&token=")
    token = parse_qs(urlsplit(address).query)["token"][0]
    assert read(client, token).json()["title"] == "Unsaved"
    page.refresh_from_db()
    assert page.title == "Published"


def test_without_another_front_end_there_is_no_such_preview(page, settings):
    settings.FRONTEND_PREVIEW_URL = None

    assert "headless" not in dict(page.preview_modes)


def test_each_site_has_a_front_end_of_its_own(admin_client, page, settings):
    settings.FRONTEND_PREVIEW_URL = None
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.create(site=site, preview_url="https://first.example/preview")
    home = HomePageFactory(parent=Page.objects.get(depth=1), slug="other", title="Other")
    Site.objects.create(hostname="other.example", root_page=home)
    other = ContentPageFactory(parent=home, title="Elsewhere")

    assert "headless" in dict(page.preview_modes)
    assert "headless" not in dict(other.preview_modes)


def test_the_policy_lets_the_editor_s_browser_show_the_site_s_front_end(admin_client, page):
    site = Site.objects.get(is_default_site=True)
    SiteSettings.objects.create(site=site, preview_url="https://first.example/preview")
    response = page.make_preview_request(preview_mode="headless")

    assert 'src="https://first.example/preview?token=' in response.content.decode()
    frames = next(
        each for each in response["Content-Security-Policy"].split(";") if "frame-src" in each
    )
    assert "https://first.example" in frames

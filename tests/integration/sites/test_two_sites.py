"""Nothing of one site is on another: each surface, twice from each host, so that caches answer."""

import json
from itertools import product

import pytest
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.caching.invalidation import invalidate
from cms.changes.models import Change
from cms.delivery.models import DeliveryKey, Webhook, WebhookMessage
from cms.delivery.webhooks.reader import WebhookReader
from cms.maintenance.switch import Terms, switch_off, switch_on
from search.engines import active
from search.indexing.rebuild import rebuild
from tests.factories import ContentPageFactory, HomePageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
NAMES = {"harbour.example": "Harbour", "mountain.example": "Mountain"}
HOSTS = tuple(NAMES)
PAGES = ("/", "/charter/", "/charter/index.md", "/search/", "/search/?q=charter", "/no-such-page/")
FILES = ("/sitemap.xml", "/llms.txt", "/opensearch.xml", "/robots.txt")
RESOURCES = (
    "pages/",
    "pages/?fields=*",
    "page/?path=/",
    "page/?path=/charter/",
    "page/?path=/former/",
    "navigation/",
    "redirects/",
    "sitemap/",
    "changes/",
    "search/?q=charter",
    "search/?q=charter&format=atom",
    "search/?q=charter&format=csv",
    "search/suggest/?q=ha",
    "search/suggest/?q=mo",
)
PATHS = (*PAGES, *FILES, *(f"{API}/{each}" for each in RESOURCES))


@pytest.fixture
def pages(settings, tmp_path):
    """Return a page of each site by host; both are at the same path, with other words."""
    settings.SEARCH_INDEX_DIR, settings.ALLOWED_HOSTS = tmp_path, ["*"]
    settings.ANSWER_MEMORY = 8 * 1024 * 1024
    active.engine.cache_clear()
    site_root()
    Site.objects.all().delete()
    charters = {}
    for number, (host, name) in enumerate(NAMES.items()):
        top = Page.objects.get(depth=1)
        home = HomePageFactory(parent=top, title=f"{name} home", slug=name.lower())
        site = Site.objects.create(
            hostname=host, site_name=name, root_page=home, is_default_site=number == 0
        )
        page = ContentPageFactory(parent=home, slug="charter", title=f"{name} charter")
        page.show_in_menus = True
        page.save_revision().publish()
        Redirect.objects.create(site=site, old_path="/former", redirect_page=page)
        charters[host] = page
    invalidate()
    rebuild(active.engine("embedded"))
    yield charters
    active.engine.cache_clear()
    invalidate()


def get(client, host, path, **headers):
    return client.get(path, headers={"host": host, **headers})


def other(host):
    return next(each for each in HOSTS if each != host)


def test_no_answer_has_a_word_of_the_other_site(client, pages):
    named = set()
    for _, path, host in product(range(2), PATHS, HOSTS):
        text = get(client, host, path).content.decode()
        assert NAMES[other(host)] not in text, (host, path)
        assert other(host) not in text, (host, path)
        if NAMES[host] in text or host in text:
            named.add((host, path))

    silent = {path for path in PATHS if not any((host, path) in named for host in HOSTS)}
    paths_only = {f"{API}/redirects/", f"{API}/page/?path=/former/"}
    assert silent <= {"/no-such-page/", *paths_only}


def test_the_description_for_browsers_leads_to_the_site(client, pages):
    for host in HOSTS:
        text = get(client, host, "/opensearch.xml").content.decode()
        assert f"<ShortName>{NAMES[host]}</ShortName>" in text
        assert text.count(f'template="http://{host}/') == 2


@pytest.mark.parametrize("host", HOSTS)
def test_a_redirect_holds_on_its_site(client, pages, host):
    redirect = Redirect.objects.get(site__hostname=host)
    redirect.old_path = "/only-here"
    redirect.save()

    assert get(client, host, "/only-here/").status_code == 301
    assert get(client, other(host), "/only-here/").status_code == 404


@pytest.mark.parametrize("host", HOSTS)
def test_a_notice_withholds_the_page_of_its_site_only(client, pages, host):
    for path, each in product(("/charter/", f"{API}/page/?path=/charter/"), HOSTS):
        assert get(client, each, path).status_code == 200
    switch_on([pages[host]], Terms(message="Back on Monday"))

    for path in ("/charter/", f"{API}/page/?path=/charter/"):
        assert get(client, host, path).status_code == 503
        answer = get(client, other(host), path)
        assert answer.status_code == 200
        assert "Back on Monday" not in answer.content.decode()
    switch_off([pages[host]])
    assert get(client, host, "/charter/").status_code == 200


@pytest.mark.parametrize("host", HOSTS)
def test_a_change_shows_on_its_site_and_leaves_the_other(
    client, pages, host, django_capture_on_commit_callbacks
):
    before = get(client, other(host), "/charter/").content
    get(client, host, "/charter/")
    page = pages[host]
    page.title = "Renamed"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert "Renamed" in get(client, host, "/charter/").content.decode()
    assert get(client, other(host), "/charter/").content == before


@pytest.mark.parametrize("host", HOSTS)
def test_a_key_reads_drafts_of_its_site_only(client, pages, host):
    for each in HOSTS:
        pages[each].title = f"{NAMES[each]} draft"
        pages[each].save_revision()
    key = DeliveryKey(name="Preview", site=Site.objects.get(hostname=host), reads_drafts=True)
    bearer = {"authorization": f"Bearer {key.issue()}"}
    key.save()
    path = f"{API}/page/?path=/charter/&version=draft"

    assert get(client, host, path, **bearer).json()["title"] == f"{NAMES[host]} draft"
    assert get(client, other(host), path, **bearer).status_code == 403
    chosen = get(client, host, f"{path}&site={other(host)}", **bearer)
    assert chosen.status_code == 403


@pytest.mark.parametrize("host", HOSTS)
def test_a_webhook_of_a_site_gets_its_changes_only(pages, host):
    hook = Webhook.objects.create(
        name="Build", url="https://receiver.example/", site=Site.objects.get(hostname=host)
    )
    last = Change.objects.order_by("-pk").first().pk
    for each in HOSTS:
        pages[each].save_revision().publish()

    WebhookReader().take(list(Change.objects.filter(pk__gt=last)))

    bodies = [json.loads(each.body) for each in WebhookMessage.objects.filter(webhook=hook)]
    assert {each["data"]["id"] for each in bodies} == {pages[host].pk}
    assert other(host) not in str(bodies)
    assert NAMES[other(host)] not in str(bodies)

"""The editors' desk in a browser: each role's own work, axe, and pictures for the docs."""

import os

import pytest

from tests.browser.conftest import axe
from tests.servers.site import PASSWORD, ROOT

PICTURES = ROOT / "docs" / "img"
SCREENS = {
    "first-page": "/admin/",
    "content-checks": "/admin/reports/content-checks/",
    "insight": "/admin/search/insight/",
    "explain": "/admin/search/explain/?q=charter",
    "start": "/admin/pages/add/whatwedo/organpage/{what_we_do}/",
    "page-types": "/admin/pages/{what_we_do}/add_subpage/",
    "images": "/admin/images/",
    "csv": "/admin/directory/person/csv/",
    "maintenance": "/admin/maintenance/{what_we_do}/",
    "under-maintenance": "/admin/maintenance/maintenance/",
    "synonym": "/admin/search/synonymrule/create/",
    "best-bet": "/admin/search/bestbet/create/",
    "keys": "/admin/delivery/deliverykey/create/",
}
MONTH_OF_SEARCHES = """
from datetime import timedelta
from django.utils import timezone
from search.insight.models import DayPosition, DayQuery, DayTotal
searches = {"charter": 3, "secretary-general": 2, "member states": 2, "haze": 0, "visa": 0}
for back in range(1, 29):
    day = timezone.now().date() - timedelta(back)
    n = 30 + back * 7 % 19
    for source, some in (("page", n), ("api", n // 3)):
        DayTotal.objects.create(day=day, source=source, searches=some, empty=some // 8,
            opened=some // 2, took_ms=some * 9.0)
    for text, opened in searches.items():
        DayQuery.objects.create(day=day, text=text, searches=n // 4, empty=0 if opened else n // 4,
            answered=n // 4 if opened else 0, opened=opened)
    for place in range(1, 8):
        DayPosition.objects.create(day=day, position=place, opened=n // place)
"""
SHOWN = ("first-page", "content-checks", "insight", "explain", "start")


@pytest.fixture(scope="module")
def searched(site):
    """A month of searches, counted by day."""
    site.manage("shell", "--no-imports", "-c", MONTH_OF_SEARCHES)


@pytest.fixture
def sign_in(page, cookies_of):
    def sign_in(name):
        page.context.clear_cookies()
        page.context.add_cookies(cookies_of(name))

    return sign_in


@pytest.mark.parametrize("name", SCREENS)
def test_axe_finds_nothing_on_our_screens(page, site, searched, as_admin, name):
    page.goto(site.url + SCREENS[name].format(what_we_do=site.page_id("/what-we-do/")))
    if "/confirm/" in page.url:
        page.locator("#id_password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()
        page.wait_for_url(lambda url: "/confirm/" not in url)

    assert axe(page, context="main") == []


def test_no_script_fails_in_the_admin(page, site, as_admin, console):
    edit = f"pages/{site.page_id('/what-we-do/')}/edit/"
    for path in ("account/", "pages/", edit, "images/add/", "users/"):
        page.goto(f"{site.url}/admin/{path}")
        page.wait_for_load_state("networkidle")
        assert console == [], path


@pytest.mark.parametrize("name", SHOWN)
def test_the_docs_show_our_screens_as_they_are(page, site, searched, as_admin, name):
    """Pictures for the docs; with PICTURES=1 they are taken again."""
    page.set_viewport_size({"width": 1200, "height": 800})
    page.goto(site.url + SCREENS[name].format(what_we_do=site.page_id("/what-we-do/")))
    path = PICTURES / f"desk-{name}.png"
    if os.environ.get("PICTURES"):
        page.screenshot(path=path)

    assert path.exists(), "make it with PICTURES=1"
    assert f"img/{path.name}" in (ROOT / "docs" / "editors.md").read_text()


def test_a_page_goes_from_editor_to_reviewer_to_publisher(page, site, sign_in):
    home = site.page_id("/")
    sign_in("editor")
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{home}/")
    page.locator("#id_title").fill("A page that three made")
    page.locator("#id_summary").fill("Written, reviewed, published.")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Submit to Review and publish").click()
    page.wait_for_url(f"{site.url}/admin/pages/{home}/")
    assert page.request.get(f"{site.url}/a-page-that-three-made/").status == 404

    for role, approve in (("reviewer", "Approve"), ("publisher", "Approve and Publish")):
        sign_in(role)
        page.goto(f"{site.url}/admin/")
        page.get_by_role("link", name="A page that three made").first.click()
        page.get_by_role("button", name="More actions").last.click()
        page.get_by_role("button", name=approve, exact=True).first.click()
        page.wait_for_url(lambda url: "/edit/" not in url)

    assert page.request.get(f"{site.url}/a-page-that-three-made/").status == 200


def test_a_search_editors_synonym_acts_on_the_next_search(page, site, sign_in):
    sign_in("search-editor")
    page.goto(f"{site.url}/admin/search/synonymrule/create/")
    page.locator("textarea[name=terms]").fill("zeppelin\nsecretariat")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(f"{site.url}/admin/search/synonymrule/")

    page.goto(f"{site.url}/search/?q=zeppelin")

    assert page.get_by_role("link", name="ASEAN Secretariat").first.is_visible()


def test_an_editor_starts_an_organ_from_its_usual_sections(page, site, sign_in):
    sign_in("editor")
    parent = site.page_id("/what-we-do/")
    page.goto(f"{site.url}/admin/pages/add/whatwedo/organpage/{parent}/")
    page.get_by_role("link", name="Council").click()

    headings = page.locator("input[name$='-value-text']")
    assert headings.first.input_value() == "What it is for"
    assert page.locator("#id_kind").input_value() == "council"


def test_a_field_with_a_limit_tells_how_much_of_it_is_used(page, site, sign_in):
    sign_in("editor")
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{site.page_id('/')}/")
    summary = page.locator("#id_summary")

    summary.fill("Twelve chars")

    counter = page.locator(f"#{summary.get_attribute('data-counter')}")
    assert counter.inner_text() == "12 of 320 characters"
    assert counter.get_attribute("id") in summary.get_attribute("aria-describedby")
    summary.fill("x" * 310)
    assert counter.get_attribute("aria-live") == "polite"


def test_names_and_facts_stand_below_the_pictures_of_images(page, site, sign_in):
    sign_in("admin")
    page.goto(f"{site.url}/admin/images/")

    gaps = page.evaluate(
        """() => [...document.querySelectorAll('.image-card')].map((card) => {
          const bottom = card.querySelector('img').getBoundingClientRect().bottom;
          const texts = [...card.querySelectorAll('span[id], figcaption')];
          return Math.min(...texts.map((each) => each.getBoundingClientRect().top)) - bottom;
        })"""
    )

    assert len(gaps) > 10
    assert min(gaps) >= 0

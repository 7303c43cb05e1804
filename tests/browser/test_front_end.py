"""The example front end draws the whole demo from the API, and nothing else."""

import re
from urllib.parse import quote, unquote
from urllib.request import urlopen

import pytest
from bs4 import BeautifulSoup

from tests.conftest import missing
from tests.servers.front_end import build, has_node, running_front_end


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    return build(tmp_path_factory.mktemp("front-end"))


@pytest.fixture(scope="module")
def front_end(site, built):
    with running_front_end(built, site.url) as url:
        yield url


def every_page(site):
    url = "/api/delivery/v1/pages/?limit=100"
    while url:
        part = site.json(url.removeprefix(site.url))
        yield from part["items"]
        url = part["next"]


def test_every_page_of_the_demo_is_there_with_its_title(site, front_end):
    """Need no browser: the server makes the HTML, and no script changes it."""
    for payload in every_page(site):
        with urlopen(front_end + payload["path"]) as response:
            [heading] = BeautifulSoup(response, "html.parser").find_all("h1")
        assert heading.get_text(strip=True) == payload["title"], payload["path"]


def test_links_within_text_lead_to_pages_here(front_end, page):
    page.goto(front_end + "/what-we-do/")
    page.get_by_role("navigation", name="Below this page").get_by_role("link").first.click()

    assert page.url.startswith(front_end + "/what-we-do/")
    assert page.get_by_role("heading", level=1).is_visible()


def test_search_finds_and_marks(front_end, page):
    page.goto(front_end)
    page.get_by_label("Search").fill("secretariat")
    page.get_by_role("button", name="Search").click()

    assert page.locator("mark").first.inner_text().lower().startswith("secretariat")
    assert re.match(r"\d+ pages", page.get_by_role("status").inner_text())


def test_a_page_under_maintenance_shows_the_notice_only(site, front_end, page):
    path = "/what-we-do/asean-secretariat/"
    before = page.goto(front_end + path).text()
    site.manage("maintenance", "on", path, "--message", "Back at noon")
    try:
        page.wait_for_timeout(1500)
        response = page.goto(front_end + path)
        assert response.status == 503
        assert page.get_by_text("Back at noon").is_visible()
        assert "Official name" in before
        assert "Official name" not in response.text()
    finally:
        site.manage("maintenance", "off", path)


def test_an_unknown_address_is_404(front_end, page):
    assert page.goto(front_end + "/nowhere/").status == 404


def test_a_draft_is_shown_by_its_token(site, front_end, page):
    code = (
        "from home.models import HomePage; from cms.delivery.preview import store_draft;"
        "page = HomePage.objects.first(); page.title = 'Only a draft'; print(store_draft(page))"
    )
    token = site.manage("shell", "--no-imports", "--command", code).strip().splitlines()[-1]
    page.goto(f"{front_end}/preview?token={token}")

    assert page.get_by_role("heading", level=1).inner_text() == "Only a draft"
    assert page.get_by_text("This is a draft.").is_visible()
    assert page.goto(f"{front_end}/preview?token=forged").status == 401


PLANT = """
from django.db import transaction
from home.models import ContentPage
from wagtail.models import Site
def add(parent, title, slug, body=()):
    page = parent.add_child(instance=ContentPage(title=title, slug=slug, body=list(body)))
    page.save_revision().publish()
    return page
with transaction.atomic():
    site = Site.objects.get(is_default_site=True)
    top = add(site.root_page, "Planted", "planted")
    thai = add(top, "กฎบัตรอาเซียน", "กฎหมาย")
    add(thai, "章程", "章程")
    moved = add(top, "Moved", "แรก")
with transaction.atomic():
    moved.slug = "สอง"
    moved.save_revision().publish()
    other = add(top, "Other home", "other-home")
    add(other, "Inside the other", "inside")
    link = f'<p><a linktype="page" id="{thai.pk}">To the first site</a></p>'
    add(other, "Linking", "linking", [("rich_text", link)])
    Site.objects.create(hostname="other.example", root_page=other, site_name="Other")
"""
UPROOT = """
from django.db import transaction
from wagtail.models import Page, Site
with transaction.atomic():
    Site.objects.filter(hostname="other.example").delete()
    Page.objects.get(slug="planted", depth=3).delete()
"""


@pytest.fixture(scope="module")
def planted(site):
    """Pages with addresses in Thai and Chinese, one that moved, and a second site."""
    site.manage("shell", "--no-imports", "--command", PLANT)
    yield
    site.manage("shell", "--no-imports", "--command", UPROOT)


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/planted/กฎหมาย/", "กฎบัตรอาเซียน"),
        (f"/planted/{quote('กฎหมาย')}/{quote('章程')}/", "章程"),
        ("/planted/กฎหมาย/章程/?utm_source=x", "章程"),
    ],
)
def test_addresses_of_any_script_are_drawn(planted, front_end, page, path, title):
    response = page.goto(front_end + path)

    assert response.status == 200
    assert page.get_by_role("heading", level=1).inner_text() == title


def test_links_to_addresses_of_any_script_work(planted, front_end, page):
    page.goto(front_end + "/planted/")
    page.get_by_role("navigation", name="Below this page").get_by_text("กฎบัตรอาเซียน").click()
    page.get_by_role("navigation", name="Below this page").get_by_text("章程").click()

    assert page.get_by_role("heading", level=1).inner_text() == "章程"


def test_a_moved_page_is_found_at_its_former_address(planted, front_end, page):
    response = page.goto(front_end + "/planted/แรก/")

    assert response.status == 200
    assert page.get_by_role("heading", level=1).inner_text() == "Moved"
    assert unquote(page.url) == front_end + "/planted/สอง/"


def test_a_second_site_has_its_pages_only(planted, site, built, page):
    with running_front_end(built, site.url, CMS_SITE="other.example") as other:
        page.goto(other)
        assert page.get_by_role("heading", level=1).inner_text() == "Other home"
        page.get_by_role("navigation", name="Below this page").get_by_text("Inside").click()
        assert page.url == other + "/inside/"
        assert page.goto(other + "/what-we-do/").status == 404
        page.goto(other + "/linking/")
        link = page.get_by_role("link", name="To the first site").get_attribute("href")
        assert link.startswith("http")
        assert unquote(link).endswith("/planted/กฎหมาย/")

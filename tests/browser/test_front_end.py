"""The example front end draws the whole demo from the API, and nothing else."""

import re

import pytest

from tests.conftest import missing
from tests.servers.front_end import build, has_node, running_front_end


@pytest.fixture(scope="module")
def front_end(site, tmp_path_factory):
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    work = build(tmp_path_factory.mktemp("front-end"))
    with running_front_end(work, site.url) as url:
        yield url


def every_page(site):
    url = "/api/delivery/v1/pages/?limit=100"
    while url:
        part = site.json(url.removeprefix(site.url))
        yield from part["items"]
        url = part["next"]


def test_every_page_of_the_demo_is_drawn_whole(site, front_end, page):
    for payload in every_page(site):
        response = page.goto(front_end + payload["path"])
        assert response.status == 200, payload["path"]
        assert page.get_by_role("heading", level=1).inner_text() == payload["title"]


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
        "from home.models import HomePage; from cms.delivery.preview import keep;"
        "page = HomePage.objects.first(); page.title = 'Only a draft'; print(keep(page))"
    )
    token = site.manage("shell", "--no-imports", "--command", code).strip().splitlines()[-1]
    page.goto(f"{front_end}/preview?token={token}")

    assert page.get_by_role("heading", level=1).inner_text() == "Only a draft"
    assert page.get_by_text("This is a draft.").is_visible()
    assert page.goto(f"{front_end}/preview?token=forged").status == 401

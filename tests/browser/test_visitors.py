"""Visitors at work in a browser."""

import json
import os
import time
from urllib.parse import quote

import pytest

from tests.browser.conftest import CONTRAST
from tests.servers.site import ROOT

PICTURES = ROOT / "docs" / "img"
SHOWN = {
    "what-we-do": ("/what-we-do/", ROOT / "README.md"),
    "search-results": (
        "/search/?q=secretariat&type=whatwedo.OrganPage",
        ROOT / "docs" / "visitors.md",
    ),
    "search-form": (
        "/search/?q=(aims OR purposes) AND charter&advanced",
        ROOT / "docs" / "visitors.md",
    ),
    "search-check": ('/search/?q=peace NEAR/5 "security', ROOT / "docs" / "visitors.md"),
}
ON_TOP = """option => {
  const { left, top } = option.getBoundingClientRect();
  return document.elementFromPoint(left + 9, top + 9)?.closest('[role=option]') === option;
}"""
FOUND = "/api/delivery/v1/search/?q=quixotism"
PAGES = [
    "/",
    "/what-we-do/",
    "/what-we-do/secretary-general/",
    "/what-we-do/national-secretariats/",
    "/search/",
    "/search/?q=secretariat",
    "/search/?q=xyzzyx",
    "/search/?q=%22unclosed",
    "/no-such-page/",
]


def test_axe_finds_nothing_on_any_kind_of_page(page, site, console, violations):
    """All rules in the light scheme, contrast in the dark one too."""
    for path in PAGES:
        page.emulate_media(color_scheme="light")
        page.goto(site.url + path)
        assert (path, violations()) == (path, [])
        page.emulate_media(color_scheme="dark")
        assert (path, "dark", violations(options=CONTRAST)) == (path, "dark", [])
    assert [text for text in console if "404" not in text] == []


def test_axe_finds_nothing_on_the_notice(page, site, violations, withheld):
    answer = page.goto(site.url + withheld)

    assert answer.status == 503
    assert page.get_by_role("heading", name="Under Maintenance").is_visible()
    assert violations() == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_no_page_is_wider_than_the_screen(page, site, width):
    page.set_viewport_size({"width": width, "height": 800})
    for path in PAGES:
        page.goto(site.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, width)


def test_a_keyboard_user_skips_to_the_content(page, site):
    page.goto(f"{site.url}/what-we-do/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


def test_search_narrows_in_place_and_the_back_button_is_exact(page, site):
    page.goto(f"{site.url}/search/?q=secretariat")
    before = page.get_by_role("status").inner_text()
    page.get_by_label("Narrow the results").get_by_role("link", name="Organ ").first.click()
    page.get_by_role("list", name="Filters").wait_for()

    assert "type=whatwedo.OrganPage" in page.url
    page.go_back()
    page.get_by_role("list", name="Filters").wait_for(state="detached")
    assert page.get_by_role("status").inner_text() == before


def test_the_back_button_leads_to_where_the_results_were_left(page, site):
    page.goto(f"{site.url}/search/?q=secretariat")
    further = page.get_by_role("link", name="More results")
    further.scroll_into_view_if_needed()
    left = page.evaluate("scrollY")
    further.click()
    page.get_by_role("link", name="Back to the first results").wait_for()
    assert "more results" in page.title()
    assert page.evaluate("document.activeElement.id") == "results-title"

    page.go_back()
    further.wait_for()
    page.wait_for_timeout(100)
    assert abs(page.evaluate("scrollY") - left) < 2


def test_what_was_found_is_read_out_while_the_box_keeps_the_focus(page, site):
    page.goto(f"{site.url}/search/")
    page.locator("[accesskey=s]").focus()
    page.keyboard.type("secretariat")
    page.keyboard.press("Enter")
    page.locator("[aria-live]", has_text="results").wait_for(state="attached")
    assert page.evaluate("document.activeElement.id") == "q"


def test_a_jump_within_the_page_sends_no_request(page, site):
    page.set_viewport_size({"width": 360, "height": 700})
    page.goto(f"{site.url}/search/?q=secretariat")
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    page.locator(".skip").press("Enter")
    page.wait_for_url("**#main")
    page.go_back()
    page.wait_for_timeout(300)

    assert [url for url in requested if "/search/" in url] == []


@pytest.mark.parametrize("path", ["/search/?q=secretariat", "/publications/latest/"])
def test_filters_open_before_the_results_on_a_phone_and_stand_beside_them_elsewhere(
    page, site, path
):
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(site.url + path)
    filters, results = page.locator(".facets"), page.locator(".results")
    assert filters.get_by_role("link").first.is_visible()
    assert not filters.get_by_text("Narrow the results").is_visible()

    page.set_viewport_size({"width": 360, "height": 700})
    assert not filters.get_by_role("link").first.is_visible()
    assert filters.bounding_box()["y"] < results.bounding_box()["y"]
    filters.get_by_text("Narrow the results").click()
    filters.locator("li a").first.click()

    page.locator(".facets [aria-current]").first.wait_for(state="attached")
    assert not filters.get_by_role("link").first.is_visible()


def test_a_way_out_of_nothing_says_what_it_leaves_aside(page, site):
    page.goto(f"{site.url}/search/?q=secretariat&organ=Nowhere")
    page.get_by_role("heading", name="No results").wait_for()
    way = page.get_by_role("listitem").filter(has_text="without filters")
    way.get_by_role("link", name="secretariat").click()

    page.locator(".result").first.wait_for()


def test_an_open_form_is_open_again(page, site):
    page.goto(f"{site.url}/search/?q=secretariat")
    page.get_by_text("Advanced search").first.click()
    page.locator(".result h3 a").first.click()
    page.wait_for_url("**/what-we-do/**")
    page.go_back()
    page.get_by_label("This exact phrase").wait_for()

    page.reload()
    page.get_by_label("This exact phrase").wait_for()


def test_suggestions_are_a_combobox_for_the_keyboard(page, site, violations):
    page.goto(f"{site.url}/search/")
    box = page.get_by_role("combobox", name="Words to search for")
    box.press_sequentially("what we")
    page.get_by_role("option").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert violations() == []

    box.press("ArrowDown")
    box.press("Enter")

    page.wait_for_url("**/what-we-do/")


def test_everything_works_without_javascript(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(site.url)
    page.get_by_role("link", name="Advanced search").first.click()
    assert page.locator(".problem").count() == 0
    page.get_by_label("This exact phrase").fill("Treaty of Amity and Cooperation")
    page.locator(".advanced-form button").click()

    assert "q=%22Treaty+of+Amity+and+Cooperation%22" in page.url
    assert page.locator(".result").count() > 0
    assert page.get_by_label("This exact phrase").input_value() == (
        "Treaty of Amity and Cooperation"
    )
    context.close()


HOSTILE = '"><script>window.hacked=1</script><img src=x onerror="window.hacked=1">'


@pytest.mark.parametrize("name", ["q", "all", "phrase", "any", "none", "type", "sort", "cursor"])
def test_no_parameter_runs_as_a_script(page, site, name):
    page.goto(f"{site.url}/search/?{name}={quote(HOSTILE)}")

    assert page.evaluate("window.hacked") is None


def test_what_editors_write_runs_as_no_script(page, site, tmp_path):
    hostile = '<img src=x onerror="window.ran=1"><script>window.ran=1</script> Quixotism & "quotes"'
    source = tmp_path / "hostile.jsonl"
    fields = {"slug": "hostile", "title": hostile, "summary": hostile, "text": hostile}
    source.write_text(json.dumps(fields | {"topics": ["<b onclick=window.ran=1>Topic</b>"]}))
    site.manage("import_content", str(source), "--under", "/")
    deadline = time.monotonic() + 10
    while not site.json(FOUND)["results"] and time.monotonic() < deadline:
        time.sleep(0.1)

    for path in ("/search/?q=quixotism", "/search/?q=quixotim", "/hostile/", "/"):
        page.goto(site.url + path)
        assert page.evaluate("window.ran") is None
    page.goto(f"{site.url}/search/")
    page.get_by_role("combobox", name="Words to search for").press_sequentially("quixo")
    page.get_by_role("option").first.wait_for()
    assert "<img" in page.get_by_role("option").first.inner_text()
    assert page.evaluate("window.ran") is None


@pytest.mark.parametrize("name", SHOWN)
def test_the_docs_show_the_site_as_it_is(page, site, name):
    """Pictures for the docs; with PICTURES=1 they are taken again."""
    address, document = SHOWN[name]
    page.set_viewport_size({"width": 1200, "height": 720})
    page.goto(site.url + address)
    path = PICTURES / f"{name}.png"
    if os.environ.get("PICTURES"):
        page.screenshot(path=path)

    assert path.exists(), "make it with PICTURES=1"
    assert path.stat().st_size < 200_000
    assert f"img/{path.name}" in document.read_text()


def test_a_misspelt_search_shows_the_corrected_one_and_leads_back(page, site, violations):
    page.goto(f"{site.url}/search/?q=secretariatt")

    note = page.get_by_role("status").filter(has_text="No results for")
    assert note.is_visible()
    assert page.locator("ol.results > li").count()
    assert violations() == []

    note.get_by_role("link", name="Search only for secretariatt").click()

    page.get_by_text("Did you mean").wait_for()
    assert page.get_by_role("status").filter(has_text="These are results").count() == 0


def test_an_empty_search_box_offers_the_popular_searches(page, site, violations):
    for path, name in (("/", "What are you looking for?"), ("/what-we-do/", "Search this site")):
        page.goto(site.url + path)
        box = page.get_by_role("combobox", name=name)
        box.focus()
        options = page.get_by_role("listbox", name="Popular searches").get_by_role("option")
        assert options.first.inner_text() == "Secretary-General"
        assert options.last.evaluate(ON_TOP)
        assert violations() == []

        box.press("Escape")
        assert not options.first.is_visible()
        box.fill("x")
        box.fill("")
        options.first.wait_for()
        box.press("ArrowDown")
        box.press("Enter")

        page.wait_for_url("**/search/?q=Secretary-General")


def test_without_scripts_a_search_box_offers_nothing(browser, site):
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(site.url)
        page.get_by_label("What are you looking for?").focus()
        assert page.get_by_role("listbox").count() == 0


def test_popular_searches_of_the_demo_find_pages(site):
    [about] = site.json("/api/delivery/v1/sites/")["items"]
    for settings in about["settings"]:
        for words in settings["popular_searches"]:
            answer = site.json(
                f"/api/delivery/v1/search/?locale={settings['locale']}&q={quote(words)}"
            )
            assert (words, answer["total"]["value"]) > (words, 0)

"""Every block and page type with the longest content, at all widths and in every setting."""

import time

import pytest

from tests.browser.conftest import CONTRAST, axe
from tests.browser.gallery.content import LENGTHS, SCRIPTS, TYPES, WORD, write
from tests.browser.gallery.measures import OVERLAPS, PLANT, UNMARKED
from tests.servers.site import running_site

WIDTHS = (320, 360, 768, 1024, 1440, 1920)
API = "/api/delivery/v1"
WITHHELD = "/what-we-do/secretary-general/"
LISTED = f"{API}/search/?q=title:severalfold&limit=1&type=home.ContentPage"
STATUSES = {f"/{WORD}/": 404, WITHHELD: 503}
SAME_PARTS = ("/thai-", "/many/", *(f"/{name}/" for name in SCRIPTS))
"""Pages of which axe sees the parts on others."""
BOUND = 60  # seconds
PLANTED = {
    "h1 { white-space: nowrap !important; overflow-wrap: normal !important }": "overlap",
    ".site-footer { min-width: 400px !important }": "sideways",
    ".lead { margin-top: -4rem !important }": "overlap",
    ".lead { color: #999 !important }": "axe",
    "button { border: 0 !important }": "unmarked",
}


@pytest.fixture(scope="module")
def gallery(demo_data, tmp_path_factory):
    """The demo with the longest content in it, and the paths of the pages to look at."""
    folder = tmp_path_factory.mktemp("gallery")
    paths = write(folder)
    with running_site(tmp_path_factory.mktemp("gallery-site"), demo_data) as site:
        site.manage("import_content", str(folder), "--under", "/")
        site.manage("maintenance", "on", WITHHELD, "--message", WORD)
        deadline = time.monotonic() + BOUND
        while site.json(LISTED)["total"]["value"] < LENGTHS[-1] and time.monotonic() < deadline:
            time.sleep(0.2)
        assert site.json(LISTED)["total"]["value"] == LENGTHS[-1]
        searches = [
            f"/search/?q={WORD}",
            "/search/?q=WWW*&advanced",
            "/search/?q=title:severalfold",
        ]
        yield site, [*paths, "/", *searches, *STATUSES]


@pytest.fixture(scope="module")
def shown(browser, gallery):
    """Yield each page of the gallery, loaded once, with everything open that opens."""
    site, paths = gallery

    def shown(left_out=()):
        for path in paths:
            if path.startswith(tuple(left_out)):
                continue
            answer = page.goto(site.url + path, wait_until="load")
            assert answer.status == STATUSES.get(path, 200), path
            page.evaluate(
                "for (const each of document.querySelectorAll('details')) each.open = true"
            )
            yield path

    with browser.new_context() as context:
        page = context.new_page()
        yield page, shown


def test_every_block_and_page_type_is_in_the_gallery(gallery):
    site, _ = gallery
    schemas = site.json(f"{API}/openapi.json")["components"]["schemas"]
    page = site.json(f"{API}/page/?path=/wide-0/")
    blocks, types = (schemas[name]["discriminator"]["mapping"] for name in ("AnyBlock", "AnyPage"))

    assert {each["type"] for each in page["body"]} == set(blocks)
    assert {*TYPES, "home.HomePage"} == set(types)


def sideways(page, width):
    """Return by how much the page scrolls sideways, and which texts overlap."""
    page.set_viewport_size({"width": width, "height": 900})
    wide = page.evaluate("document.documentElement.scrollWidth") - width
    return wide, page.evaluate(OVERLAPS)


def test_nothing_scrolls_sideways_or_overlaps(shown):
    """At any width, from right to left, and with text of twice the size."""
    page, pages = shown
    for path in pages():
        for width in WIDTHS:
            assert (path, width, *sideways(page, width)) == (path, width, 0, [])
        page.evaluate("document.documentElement.dir = 'rtl'")
        for width in (320, 1440):
            assert (path, "rtl", width, *sideways(page, width)) == (path, "rtl", width, 0, [])
        page.evaluate("document.documentElement.dir = 'ltr'")
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (path, "200%", *sideways(page, 640)) == (path, "200%", 0, [])


def test_axe_finds_nothing_and_controls_stay_in_forced_colours(shown):
    """All rules in the light scheme, contrast in the dark one too."""
    page, pages = shown
    page.set_viewport_size({"width": 360, "height": 800})
    for path in pages(SAME_PARTS):
        page.emulate_media(color_scheme="light", forced_colors="none")
        assert (path, axe(page)) == (path, [])
        page.emulate_media(color_scheme="dark")
        assert (path, "dark", axe(page, options=CONTRAST)) == (path, "dark", [])
        page.emulate_media(forced_colors="active")
        assert (path, page.evaluate(UNMARKED)) == (path, [])


@pytest.mark.parametrize("style", PLANTED)
def test_the_measures_see_a_planted_fault(page, gallery, style):
    site, _ = gallery
    page.goto(f"{site.url}/wide-0/")
    page.evaluate(PLANT, style)
    wide, overlapping = sideways(page, 360)

    faults = {"sideways": wide, "overlap": overlapping, "axe": axe(page, options=CONTRAST)}
    faults["unmarked"] = page.evaluate(UNMARKED)

    assert PLANTED[style] in {name for name, fault in faults.items() if fault}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_typed_text_can_be_read_in_every_search_box(page, gallery, scheme):
    site, _ = gallery
    page.emulate_media(color_scheme=scheme)
    for path in ("/", "/what-we-do/", "/search/", "/no-such-page/"):
        page.goto(site.url + path)
        page.locator("input[type=search]").first.fill("typed")
        assert (path, axe(page, options=CONTRAST)) == (path, [])


def test_a_broken_picture_leaves_its_description_and_no_gap(page, gallery):
    site, _ = gallery
    page.route("**/*.{avif,webp,png,jpg}", lambda route: route.abort())
    for width in (320, 1440):
        page.goto(f"{site.url}/wide-0/")
        assert sideways(page, width) == (0, [])


def test_printing_shows_what_closed_accordions_hold(page, gallery):
    site, _ = gallery
    page.goto(f"{site.url}/what-we-do/committee-of-permanent-representatives/")
    hidden = page.get_by_text("report home on the work")
    assert not hidden.is_visible()

    page.emulate_media(media="print")

    box = hidden.bounding_box()
    assert box is not None
    assert box["height"] > 10

"""The pages of the demo are laid out as approved.

`make test ARGS=tests/browser/gallery/test_layouts.py` with `APPROVE=1` before it approves what the
pages look like now. Boxes are compared, not pictures: they are the same on every machine that has
the fonts.
"""

import json
import os
from pathlib import Path

import pytest

from tests.browser.gallery.layouts import HAS_FONT, LANDMARKS, MEASURE, differences, written
from tests.browser.gallery.measures import PLANT
from tests.conftest import missing
from tests.servers.site import running_site

APPROVED = Path(__file__).with_name("layouts.json")
WIDTHS = (360, 768, 1440)
WITHHELD = "/about-asean/asean-day/"
PATHS = (
    "/",
    "/what-we-do/",
    "/what-we-do/secretary-general/",
    "/what-we-do/committee-of-permanent-representatives/",
    "/about-asean/history/",
    "/publications/",
    "/publications/latest/",
    "/site/contact/",
    "/search/?q=secretariat",
    "/th/what-we-do/",
    "/no-such-page/",
    WITHHELD,
)
FONTS = ("Noto Sans", "Noto Serif")
SAME_FONTS = ':root { --sans: "Noto Sans", "Noto Sans Thai"; --serif: "Noto Serif" }'
PLANTED = {
    ".prose { max-width: 20rem !important }": "prose",
    ".tiles { display: block !important }": "tile",
    ".page-header { padding-block: 6rem !important }": "heading",
    ".site-header .band { flex-wrap: wrap !important } .wordmark { flex: 0 0 100% }": "header",
    ".related { display: none !important }": "related",
}


@pytest.fixture(scope="module")
def demo(browser, demo_data, tmp_path_factory):
    """Yield a page at a demo that no other test changes, and the address of that demo."""
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        if not all(page.evaluate(HAS_FONT, font) for font in FONTS):
            missing(f"Layouts need {' and '.join(FONTS)} (apt-get install fonts-noto-core).")
        with running_site(tmp_path_factory.mktemp("layouts"), demo_data) as site:
            site.manage("maintenance", "on", WITHHELD)
            yield page, site.url


def open_page(demo, path, style=""):
    """Return the page, in the fonts of this test and with the rules in `style`."""
    page, url = demo
    page.goto(url + path)
    page.evaluate(PLANT, SAME_FONTS + style)
    return page


def layout(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    return page.evaluate(MEASURE, LANDMARKS)


def test_pages_are_laid_out_as_approved(demo):
    layouts = {}
    for path in PATHS:
        page = open_page(demo, path)
        layouts |= {f"{path} at {width}": layout(page, width) for width in WIDTHS}
    if os.environ.get("APPROVE"):
        APPROVED.write_text(written(layouts))

    approved = json.loads(APPROVED.read_text())

    assert layouts.keys() == approved.keys()
    changed = {name: differences(approved[name], layouts[name]) for name in layouts}
    assert {name: faults for name, faults in changed.items() if faults} == {}


@pytest.mark.parametrize("style", PLANTED)
def test_a_planted_change_is_found(demo, style):
    before = layout(open_page(demo, "/what-we-do/"), 1440)

    faults = differences(before, layout(open_page(demo, "/what-we-do/", style), 1440))

    assert any(fault.startswith(f"{PLANTED[style]}: ") for fault in faults)

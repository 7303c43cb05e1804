"""The weight of pages on a phone, pictures included, and their layout shift."""

import pytest

HEAVIEST = 120_000  # bytes
PATHS = [
    "/",
    "/what-we-do/",
    "/what-we-do/committee-of-permanent-representatives/",
    "/what-we-do/secretary-general/",
    "/about-asean/history/",
    "/member-states/",
    "/publications/",
    "/publications/latest/",
    "/site/contact/",
    "/search/?q=secretariat",
    "/no-such-page/",
    "/th/",
    "/th/what-we-do/",
]
WATCH = """() => {
  globalThis.shift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) globalThis.shift += entry.value;
  }).observe({type: 'layout-shift', buffered: true});
}"""
READ_ON = """async () => {
  for (let place = 0; place < document.body.scrollHeight; place += 400) {
    scrollTo(0, place);
    await new Promise((done) => setTimeout(done, 30));
  }
  await Promise.all([...document.images].map((each) => each.decode().catch(() => {})));
}"""
WEIGHT = """() => ['navigation', 'resource']
  .flatMap((kind) => performance.getEntriesByType(kind))
  .reduce((sum, each) => sum + each.encodedBodySize, 0)"""


@pytest.fixture
def phone(browser, site):
    with browser.new_context(
        viewport={"width": 360, "height": 800}, device_scale_factor=2, is_mobile=True
    ) as context:
        yield context


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_light_and_nothing_in_it_moves(phone, site, path):
    page = phone.new_page()  # with an empty cache
    page.add_init_script(f"({WATCH})()")
    page.goto(site.url + path, wait_until="networkidle")

    page.evaluate(READ_ON)
    page.wait_for_load_state("networkidle")

    assert page.evaluate(WEIGHT) <= HEAVIEST
    assert round(page.evaluate("globalThis.shift"), 2) == 0

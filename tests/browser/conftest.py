"""A real browser on the real site, served as in production with the demo in it."""

import functools
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import missing
from tests.servers.chromium import FLAGS, chromium
from tests.servers.site import PASSWORD, running_site

STILL = """Promise.race([
  Promise.allSettled(document.getAnimations().map(each => each.finished)),
  new Promise(done => setTimeout(done, 1000)),
])"""
CONTRAST = {"runOnly": ["color-contrast"]}
NOTICE = "/api/delivery/v1/page/?on_maintenance=notice&path="


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    path = chromium()
    if path is None:
        missing("Chromium is not installed (apt-get install chromium).")
    return {**browser_type_launch_args, "executable_path": path, "args": FLAGS}


@pytest.fixture(scope="session")
def site(demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as site:
        yield site


@pytest.fixture(scope="session")
def cookies_of(browser, site):
    """Return a function that returns the cookies of a user of the demo, who signs in once."""

    @functools.cache
    def cookies_of(name):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{site.url}/admin/login/")
            page.locator("#id_username").fill(name)
            page.locator("#id_password").fill(PASSWORD)
            page.get_by_role("button", name="Sign in", exact=True).click()
            page.wait_for_url(f"{site.url}/admin/")
            return context.cookies()

    return cookies_of


@pytest.fixture
def as_admin(page, cookies_of):
    """Signed in at the admin as the demo's administrator."""
    page.context.add_cookies(cookies_of("admin"))


@pytest.fixture
def console(page):
    """Return the browser's complaints so far."""
    complaints: list[str] = []
    page.on("console", lambda message: message.type == "error" and complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


def axe(page, **options) -> list[str]:
    """Return the violations that axe finds on the page, once nothing moves or fades."""
    page.evaluate(STILL)
    violations = Axe().run(page, **options).response["violations"]
    return [f"{each['id']}: {[node['target'] for node in each['nodes']]}" for each in violations]


@pytest.fixture
def violations(page):
    """Return a function that returns the violations on the current page."""
    return functools.partial(axe, page)


@pytest.fixture
def withheld(site):
    """A page under maintenance, seen by the server that runs already."""
    path = "/what-we-do/secretary-general/"
    site.manage("maintenance", "on", path)
    deadline = time.monotonic() + 5
    while "notice" not in site.json(NOTICE + path) and time.monotonic() < deadline:
        time.sleep(0.1)
    yield path
    site.manage("maintenance", "off", path)

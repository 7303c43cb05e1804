"""The example in Astro builds the whole demo as static files, from the API and nothing else."""

import functools
import http.server
import os
import shutil
import subprocess
import threading
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.conftest import missing
from tests.servers.front_end import has_node
from tests.servers.site import ROOT

IGNORED = shutil.ignore_patterns("node_modules", "dist", ".astro")
WITHHELD = "/what-we-do/national-secretariats/"
REDIRECT = """
from django.db import transaction
from wagtail.contrib.redirects.models import Redirect
with transaction.atomic():
    {}
"""
ADD = "Redirect.objects.create(old_path='/เก่า/old', redirect_link='/what-we-do/')"
REMOVE = "Redirect.objects.filter(old_path='/เก่า/old').delete()"


def npm(folder: Path, *commands: str, **variables: str) -> None:
    environment = os.environ | {"ASTRO_TELEMETRY_DISABLED": "1"} | variables
    for command in commands:
        done = subprocess.run(
            ["npm", *command.split()], cwd=folder, env=environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"npm {command}:\n{done.stdout}\n{done.stderr}")


@pytest.fixture(scope="module")
def dist(site, tmp_path_factory):
    """The built site; one page is under maintenance, and there is a redirect."""
    if not has_node():
        missing("Node is not installed (apt-get install nodejs npm).")
    root = tmp_path_factory.mktemp("astro")
    client, example = root / "packages" / "client", root / "examples" / "astro"
    for copy in (client, example):
        shutil.copytree(ROOT / copy.relative_to(root), copy, ignore=IGNORED)
    (root / "docs").mkdir()
    shutil.copy(ROOT / "docs" / "openapi.json", root / "docs")
    npm(client, "ci", "run build")
    npm(example, "ci", "run check")
    site.manage("maintenance", "on", WITHHELD, "--message", "Back at noon")
    site.manage("shell", "--no-imports", "--command", REDIRECT.format(ADD))
    try:
        npm(example, "run build", CMS_URL=site.url)
    finally:
        site.manage("maintenance", "off", WITHHELD)
        site.manage("shell", "--no-imports", "--command", REDIRECT.format(REMOVE))
    return example / "dist"


@pytest.fixture(scope="module")
def host(dist):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=dist)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def html(dist: Path, path: str) -> str:
    return (dist / unquote(path).strip("/") / "index.html").read_text()


def test_every_page_of_the_demo_is_a_file(site, dist):
    url = "/api/delivery/v1/pages/?limit=100"
    while url:
        part = site.json(url.removeprefix(site.url))
        for payload in part["items"]:
            assert f'<html lang="{payload["locale"]}"' in html(dist, payload["path"])
        url = part["next"]


def test_a_page_has_its_blocks_menu_and_languages(host, page):
    page.goto(f"{host}/what-we-do/")

    assert page.get_by_role("heading", level=1).inner_text() == "What We Do"
    assert page.get_by_role("main").get_by_role("heading", level=2).count() > 1
    page.get_by_role("navigation", name="Languages").locator("[lang=th]").click()
    assert page.url == f"{host}/th/what-we-do/"
    assert page.locator("html").get_attribute("lang") == "th"


def test_a_page_under_maintenance_is_its_notice_only(dist):
    text = html(dist, WITHHELD)

    assert "Back at noon" in text
    assert "noindex" in text
    assert "<h2" not in text


def test_a_redirect_sends_browsers_on(host, page):
    page.goto(f"{host}/เก่า/old/")
    page.wait_for_url(f"{host}/what-we-do/")


def test_there_is_a_page_for_unknown_addresses(dist):
    assert "Page not found" in (dist / "404.html").read_text()


def test_the_search_page_shows_results_with_the_words_marked(host, page):
    def allow(route):
        response = route.fetch()
        allowed = {**response.headers, "access-control-allow-origin": host}
        route.fulfill(response=response, headers=allowed)

    page.route("**/api/delivery/v1/search/**", allow)  # as CORS_ALLOWED_ORIGINS would
    page.goto(f"{host}/what-we-do/")
    page.get_by_label("Search").fill("secretariat")
    page.get_by_role("button", name="Search").click()

    page.locator("mark").first.wait_for()
    assert page.locator("mark").first.inner_text().lower().startswith("secretariat")
    page.get_by_role("main").get_by_role("link").first.click()
    assert page.url.startswith(f"{host}/")
    assert page.get_by_role("heading", level=1).is_visible()

"""Two sites served by one process, the root page of one of them restricted."""

import http.client
import json
from dataclasses import dataclass

import pytest

from tests.servers.ports import free_port
from tests.servers.prepared import migrated_data, static_data
from tests.servers.production import production_environment, run, serving

OPEN, CLOSED = "harbour.example", "vault.example"
API = "/api/delivery/v1"
MAKE = f"""
from django.db import transaction
from wagtail.models import Page, PageViewRestriction, Site
from cms.delivery.models import DeliveryKey
from home.models import ContentPage, HomePage

def add(parent, model, **fields):
    page = parent.add_child(instance=model(live=False, show_in_menus=True, **fields))
    page.save_revision().publish()
    return page

with transaction.atomic():
    top = Page.objects.get(depth=1)
    open_home = add(top, HomePage, title="Harbour home", slug="open")
    add(open_home, ContentPage, title="Harbour charter", slug="charter", summary="Of the harbour.")
    closed_home = add(top, HomePage, title="Hushed home", slug="closed")
    PageViewRestriction.objects.create(page=closed_home, restriction_type="login")
    add(closed_home, ContentPage, title="Hushed charter", slug="charter", summary="Quietude.")
    Site.objects.all().delete()
    Site.objects.create(hostname="{OPEN}", root_page=open_home, is_default_site=True)
    closed = Site.objects.create(hostname="{CLOSED}", site_name="Vault", root_page=closed_home)
    key = DeliveryKey(name="Members", site=closed, reads_restricted=True)
    print(key.issue())
    key.save()
"""
PAGES = ("/", "/charter/", "/charter/index.md", "/index.md", "/search/", "/search/?q=charter")
FILES = ("/sitemap.xml", "/llms.txt", "/opensearch.xml", "/robots.txt", "/search/?q=hushed")
LISTS = (
    "pages/",
    "pages/?fields=*",
    "page/?path=/",
    "page/?path=/charter/",
    "navigation/",
    "redirects/",
    "sites/",
    "locales/",
    "topics/",
    "sitemap/",
    "changes/",
    "search/?q=charter",
    "search/?q=quietude",
    "search/?q=charter&format=atom",
    "search/?q=charter&format=csv",
    "search/suggest/?q=hu",
)
PATHS = (*PAGES, *FILES, *(f"{API}/{each}" for each in LISTS))


@dataclass(frozen=True)
class Served:
    port: int
    key: str

    def request(self, host, path, method="GET", body=None, **headers):
        """Return the status and the text, as a client of `host` behind the proxy gets them."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"host": host, "x-forwarded-proto": "https", "x-forwarded-for": "192.0.2.1"}
        connection.request(method, path, body, sent | headers)
        response = connection.getresponse()
        text = response.read().decode()
        connection.close()
        return response.status, text


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    port = free_port()
    environment = production_environment(
        migrated_data(static_data(tmp_path_factory.mktemp("sites"))),
        ALLOWED_HOSTS=f"{OPEN},{CLOSED},127.0.0.1",
        BASE_URL=f"https://{OPEN}",
        RATE_LIMIT="off",
        TRUSTED_PROXIES="1",
        PORT=str(port),
        WEB_CONCURRENCY="1",
    )
    made = run(environment, "manage.py", "shell", "-v0", "-c", MAKE)
    assert made.returncode == 0, made.stderr
    for command in (["prepare"], ["search_worker", "--once"]):
        run(environment, "manage.py", *command).check_returncode()
    with serving(environment):
        yield Served(port, made.stdout.strip())


def test_no_surface_names_a_page_of_the_restricted_site(served):
    for host in (OPEN, CLOSED):
        for path in (
            *PATHS,
            *(f"{path}{'&' if '?' in path else '?'}site={CLOSED}" for path in PATHS),
        ):
            for _ in range(2):  # the second answer may come from a cache
                status, text = served.request(host, path)
                assert status < 500, (host, path, text)
                assert "Hushed" not in text, (host, path)
                assert "Quietude" not in text, (host, path)


def test_the_public_site_is_whole(served):
    for path in (
        "/charter/",
        "/search/?q=charter",
        "/llms.txt",
        f"{API}/pages/",
        f"{API}/navigation/",
    ):
        status, text = served.request(OPEN, path)
        assert (status, "Harbour charter" in text) == (200, True), path
    assert "/charter/" in served.request(OPEN, "/sitemap.xml")[1]


@pytest.mark.parametrize("path", ["/", "/charter/"])
def test_a_visitor_of_the_restricted_site_has_to_sign_in(served, path):
    status, _ = served.request(CLOSED, path)

    assert status == 302


@pytest.mark.parametrize("path", ["/index.md", "/charter/index.md", f"{API}/page/?path=/charter/"])
def test_other_forms_of_a_restricted_page_are_not_there(served, path):
    assert served.request(CLOSED, path)[0] == 404


@pytest.mark.parametrize(
    "path", ["pages/", "pages/?fields=*", "navigation/", "page/?path=/charter/"]
)
def test_a_key_for_restricted_pages_reads_them(served, path):
    status, text = served.request(CLOSED, f"{API}/{path}", authorization=f"Bearer {served.key}")

    assert status == 200
    assert "Hushed charter" in text
    assert "Harbour" not in text


@pytest.mark.parametrize(
    "path", ["search/?q=charter", "changes/", "search/suggest/?q=hu", "sitemap/"]
)
def test_no_key_finds_restricted_pages(served, path):
    status, text = served.request(CLOSED, f"{API}/{path}", authorization=f"Bearer {served.key}")

    assert status == 200
    assert "Hushed" not in text


def test_on_another_site_the_key_reads_what_is_public(served):
    bearer = f"Bearer {served.key}"

    status, text = served.request(OPEN, f"{API}/pages/", authorization=bearer)

    assert (status, "Harbour charter" in text, "Hushed" in text) == (200, True, False)


@pytest.mark.parametrize("host", [OPEN, CLOSED])
@pytest.mark.parametrize(
    ("tool", "arguments"),
    [("search", {"query": "charter"}), ("get_page", {"path": "/charter/"}), ("navigation", {})],
)
def test_machines_read_no_restricted_page(served, host, tool, arguments):
    call = {"name": tool, "arguments": arguments}
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call})
    status, text = served.request(
        host,
        "/mcp",
        "POST",
        body,
        **{"content-type": "application/json", "accept": "application/json, text/event-stream"},
    )

    assert status == 200
    assert "Hushed" not in text

"""The database stops under the production server, and comes back."""

import json
import re
import time
import urllib.error
import urllib.request

import pytest

from cms.caching.stale_if_error import STALE_AFTER
from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.prepared import add_two_pages, static_data
from tests.servers.site import environment_of, running_site

PAGES = ["/no-such-page/", "/search/?q=charter&sort=title", "/admin/pages/", "/sitemap.xml"]
PROBLEMS = [
    "/api/delivery/v1/pages/?limit=7",
    "/api/delivery/v1/search/?q=secretariat&limit=7",  # has hits: without any, the index is enough
    "/api/v3/pages/",
]
CACHED = ["/what-we-do/", "/search/?q=secretariat", "/api/delivery/v1/pages/?limit=3"]
BACK = 20.0  # seconds at most, on a busy machine


@pytest.fixture(scope="module")
def server():
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.server(migrated=True) as running_server:
        yield running_server


@pytest.fixture(scope="module")
def site(server, tmp_path_factory):
    folder = static_data(tmp_path_factory.mktemp("site"))
    variables = {"DATABASE_URL": server.url, "SITE": "own"}
    add_two_pages(environment_of(folder, **variables), folder)
    with running_site(folder, **variables) as served:
        yield served


def get(site, path, **headers):
    request = urllib.request.Request(site.url + path, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=15) as response:
            return response.status, response.headers, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def test_what_is_cached_is_served_and_marked_stale(site, server):
    """The fixture's two processes share no cache, so each address is requested several times."""
    for path in CACHED * 8:
        status, headers, _ = get(site, path)
        assert status == 200
        assert "Cache-Status" not in headers
    bodies = {path: get(site, path)[2] for path in CACHED}
    server.stop()
    try:
        time.sleep(STALE_AFTER + 2)
        for path in CACHED:
            status, headers, body = get(site, path)
            assert status == 200, path
            assert re.fullmatch(r"cms; hit; ttl=-\d+", headers["Cache-Status"])
            assert without_token(body) == without_token(bodies[path])
        assert get(site, "/readyz")[0] == 503
    finally:
        server.start()
    end = time.monotonic() + BACK
    while not (fresh := is_fresh(site)) and time.monotonic() < end:
        time.sleep(0.2)
    assert fresh


def is_fresh(site):
    """Return whether no answer is stale; each thread has a connection that it finds broken."""
    return not any("Cache-Status" in get(site, CACHED[0])[1] for _ in range(8))


def without_token(body):
    return re.sub('data-opened="[^"]*"', "", body)


def test_an_outage_is_503_with_retry_after_and_ends_with_it(site, server):
    server.stop()
    try:
        for path in PAGES:
            status, headers, body = get(site, path)
            assert (status, headers.get_content_type()) == (503, "text/html"), path
            assert "Sorry, the service is unavailable" in body
            assert int(headers["Retry-After"]) > 0
            assert headers["Cache-Control"] == "no-store"
        for path in PROBLEMS:
            key = {"Authorization": "Bearer some key"}
            for sent in ({}, key) if "delivery" in path else (key,):
                status, headers, body = get(site, path, **sent)
                assert (status, headers.get_content_type()) == (503, "application/problem+json")
                assert json.loads(body)["status"] == 503
                assert int(headers["Retry-After"]) > 0
        assert get(site, "/healthz")[0] == 200
        assert get(site, "/readyz")[0] == 503
    finally:
        server.start()
    end = time.monotonic() + BACK
    while get(site, PROBLEMS[0])[0] != 200 and time.monotonic() < end:
        time.sleep(0.2)
    assert get(site, PROBLEMS[0])[0] == get(site, PAGES[1])[0] == get(site, "/readyz")[0] == 200

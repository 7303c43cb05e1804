"""nginx with its real configuration, in front of the production server."""

import http.client
import re
import shutil
import socket
import ssl
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from tests.conftest import missing
from tests.servers.ports import free_port
from tests.servers.prepared import demo_content
from tests.servers.production import production_environment, serving
from tests.servers.proxies import nginx

UNTRUSTED = ssl._create_unverified_context()


@pytest.fixture(scope="module")
def addresses(tmp_path_factory):
    """The proxy's https and http addresses; behind it, a site with the demo's pages."""
    if nginx.program() is None:
        missing("nginx is not installed.")
    if shutil.which("openssl") is None:
        missing("openssl is not installed.")
    port, https = free_port(), free_port()
    environment = production_environment(
        demo_content(tmp_path_factory.mktemp("site")),
        PORT=str(port),
        BASE_URL=f"https://localhost:{https}",
        TRUSTED_PROXIES="1",
        WEB_CONCURRENCY="1",  # without Redis each process counts requests by itself
    )
    with (
        serving(environment),
        nginx.running_nginx(tmp_path_factory.mktemp("nginx"), f"127.0.0.1:{port}", https) as urls,
    ):
        yield urls


def get(url: str, **headers: str) -> http.client.HTTPResponse:
    request = urllib.request.Request(url, headers=headers)
    try:
        return urllib.request.urlopen(request, context=UNTRUSTED)
    except urllib.error.HTTPError as error:
        return error


def test_a_page_and_a_search(addresses):
    https, _ = addresses

    page = get(f"{https}/what-we-do/")
    results = get(f"{https}/search/?q=secretariat")

    assert page.status == results.status == 200
    assert "max-age=31536000" in page.headers["Strict-Transport-Security"]
    assert "Secretariat" in results.read().decode()


def test_plain_http_leads_to_https(addresses):
    https, plain = addresses
    connection = http.client.HTTPConnection(urlsplit(plain).netloc)
    connection.request("GET", "/what-we-do/?a=b")

    answer = connection.getresponse()

    assert answer.status == 308
    assert answer.headers["Location"] == f"{https}/what-we-do/?a=b"


def test_pages_are_revalidated_each_time_and_files_are_cached(addresses):
    https, _ = addresses
    page = f"{https}/what-we-do/"
    style = re.search(r'href="(/static/[^"]+\.css)"', get(page).read().decode())[1]

    assert "X-Cache" not in get(page).headers
    get(https + style).read()
    assert get(https + style).headers["X-Cache"] == "HIT"


def test_a_known_page_is_not_sent_again(addresses):
    https, _ = addresses
    etag = get(f"{https}/what-we-do/").headers["ETag"]

    assert get(f"{https}/what-we-do/", **{"If-None-Match": etag}).status == 304


def test_the_site_sees_the_clients_address_and_no_other(addresses):
    https, _ = addresses
    api = f"{https}/api/delivery/v1/pages/"

    first = get(api, **{"X-Forwarded-For": "10.9.8.7"})
    second = get(api, **{"X-Forwarded-For": "10.9.8.6"})

    left = [int(each.headers["RateLimit-Remaining"]) for each in (first, second)]
    assert left[0] - left[1] == 1  # both are counted as the same client


def test_metrics_are_not_public(addresses):
    assert get(f"{addresses[0]}/metrics").status == 404


def test_bodies_are_limited_by_route(addresses):
    https, _ = addresses
    request = urllib.request.Request(f"{https}/search/opened/", data=bytes(2 * 1024 * 1024))

    with pytest.raises(urllib.error.HTTPError) as refusal:
        urllib.request.urlopen(request, context=UNTRUSTED)
    assert refusal.value.code == 413


def test_half_a_body_reaches_no_thread(addresses):
    https, _ = addresses
    port = urlsplit(https).port
    head = "POST /search/opened/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nhalf"
    clients = []
    for _ in range(64):
        client = UNTRUSTED.wrap_socket(socket.create_connection(("127.0.0.1", port)))
        client.sendall(head.encode())
        clients.append(client)

    began = time.monotonic()
    assert get(f"{https}/healthz").status == 200
    assert time.monotonic() - began < 5
    for client in clients:
        client.close()

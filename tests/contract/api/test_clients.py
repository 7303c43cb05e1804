"""Clients that others wrote: a Python one made from the OpenAPI document, and wagtail-js."""

import importlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.conftest import missing
from tests.servers.front_end import has_node
from tests.servers.site import ROOT, running_site

DELIVERY = "/api/delivery/v1"
PACKAGE = "what_we_do_client"
TOKEN = (
    "from django.contrib.auth import get_user_model as users;"
    "from wagtail.models import APIToken;"
    "user = users().objects.filter(is_superuser=True).first();"
    "print(APIToken.create_token(user=user, name='wagtail-js')[1])"
)


@pytest.fixture(scope="module")
def site(demo_data, tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site"), demo_data) as site:
        yield site


@pytest.fixture(scope="module")
def python_client(tmp_path_factory):
    """The package, generated as a developer would, and imported."""
    folder = tmp_path_factory.mktemp("client")
    generate = [
        *(str(Path(sys.executable).with_name("openapi-python-client")), "generate"),
        *("--path", str(ROOT / "docs" / "openapi.json"), "--meta", "none"),
        *("--output-path", str(folder / PACKAGE)),
    ]
    done = subprocess.run(generate, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield lambda name: importlib.import_module(f"{PACKAGE}.{name}")
    sys.path.remove(str(folder))


def test_a_generated_python_client_reads_every_page(site, python_client):
    client = python_client("client").Client(base_url=site.url, raise_on_unexpected_status=True)
    get_page = python_client("api.pages.get_page")
    list_pages = python_client("api.pages.list_pages")
    ids, more = [], {}
    while more is not None:
        part = list_pages.sync(client=client, limit=10, **more)
        ids += [each.id for each in part.items]
        more = {"cursor": cursor_of(part.next_)} if part.next_ else None

    for pk in ids:
        page = get_page.sync(pk, client=client)
        payload = site.json(f"{DELIVERY}/pages/{pk}/")
        assert type(page).__name__ == payload["type"].rpartition(".")[2]
        assert with_equal_times(page.to_dict()) == with_equal_times(payload)
    assert len(ids) == len(set(ids)) > 20


def cursor_of(address):
    return parse_qs(urlsplit(address).query)["cursor"][0]


def with_equal_times(payload):
    """UTC is written in two ways."""
    if isinstance(payload, dict):
        return {name: with_equal_times(value) for name, value in payload.items()}
    if isinstance(payload, list):
        return [with_equal_times(each) for each in payload]
    return payload.replace("+00:00", "Z") if isinstance(payload, str) else payload


def test_the_generated_python_client_tells_what_is_wrong(site, python_client):
    client = python_client("client").Client(base_url=site.url)

    answer = python_client("api.pages.get_page").sync_detailed(10**9, client=client)

    assert answer.status_code == 404
    assert type(answer.parsed).__name__ == "Problem"
    assert answer.parsed.status == 404


@pytest.mark.skipif(os.environ.get("CI") != "true" and not has_node(), reason="needs npm")
def test_wagtail_js_reads_api_v3_with_a_token(site, tmp_path):
    if not has_node():
        missing("npm")
    work = tmp_path / "wagtail_js"
    shutil.copytree(Path(__file__).parent / "wagtail_js", work)
    subprocess.run(["npm", "ci"], cwd=work, check=True, capture_output=True)
    token = site.manage("shell", "--no-imports", "-c", TOKEN).strip()
    env = os.environ | {"CMS_URL": site.url, "CMS_TOKEN": token}

    process = subprocess.run(["node", "read.js"], cwd=work, env=env, capture_output=True, text=True)

    assert process.returncode == 0, process.stdout + process.stderr
    payload = json.loads(process.stdout)
    assert (
        payload["total"]
        == len(payload["listed"])
        == len({each["id"] for each in payload["details"]})
    )
    assert [each["title"] for each in payload["details"]] == [
        each["title"] for each in payload["listed"]
    ]
    assert payload["bySlug"]["title"] == "What We Do"
    assert len(payload["images"]["items"]) == 2
    assert payload["documents"]["items"]

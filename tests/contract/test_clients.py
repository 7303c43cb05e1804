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
def site(tmp_path_factory):
    with running_site(tmp_path_factory.mktemp("site")) as site:
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
        told = site.json(f"{DELIVERY}/pages/{pk}/")
        assert type(page).__name__ == told["type"].rpartition(".")[2]
        assert moments_alike(page.to_dict()) == moments_alike(told)
    assert len(ids) == len(set(ids)) > 20


def cursor_of(address):
    return parse_qs(urlsplit(address).query)["cursor"][0]


def moments_alike(told):
    """UTC is written in two ways."""
    if isinstance(told, dict):
        return {name: moments_alike(value) for name, value in told.items()}
    if isinstance(told, list):
        return [moments_alike(each) for each in told]
    return told.replace("+00:00", "Z") if isinstance(told, str) else told


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
    known = os.environ | {"CMS_URL": site.url, "CMS_TOKEN": token}

    done = subprocess.run(["node", "read.js"], cwd=work, env=known, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["total"] == len(told["listed"]) == len({each["id"] for each in told["details"]})
    assert [each["title"] for each in told["details"]] == [each["title"] for each in told["listed"]]
    assert told["bySlug"]["title"] == "What We Do"
    assert len(told["images"]["items"]) == 2
    assert told["documents"]["items"]

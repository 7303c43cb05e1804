"""Two versions side by side on one database, as while an upgrade replaces hosts one by one."""

import contextlib
import itertools
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from tests.conftest import missing
from tests.servers import postgresql
from tests.servers.ports import free_port
from tests.servers.production import run, serving
from tests.servers.site import ROOT, environment_of

# Before kinds of organs and words for members became data: its code knows fewer columns.
EARLIER = "e9332e582e4b365f78c675ce1c753bad5884d541"
API = "/api/delivery/v1"
VISIBLE = 10  # seconds until an edit must have reached every process
PUBLISH = """
from django.db import transaction
from wagtail.models import Page
from home.models import ContentPage
with transaction.atomic():
    page = ContentPage(title="{slug}", slug="{slug}", live=False)
    Page.objects.get(depth=2).add_child(instance=page)
    page.save_revision().publish()
"""
UNPUBLISH = """
from django.db import transaction
from home.models import ContentPage
with transaction.atomic():
    ContentPage.objects.get(slug="{slug}").unpublish()
"""


@pytest.fixture
def earlier_code(tmp_path: Path) -> Path:
    check = subprocess.run(["git", "cat-file", "-e", EARLIER], cwd=ROOT, check=False)
    if check.returncode:
        pytest.skip("The earlier version is not in this clone's history.")
    folder = tmp_path / "earlier"
    folder.mkdir()
    archive = subprocess.run(
        ["git", "archive", EARLIER, "--", ".", ":!tests", ":!docs", ":!content"],
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    subprocess.run(["tar", "-x", "-C", str(folder)], input=archive.stdout, check=True)
    return folder


class Version:
    """The code of one version, and the server that runs it."""

    def __init__(self, code: Path, data: Path, database: str) -> None:
        self.code = code
        key = "k3y-" * 16 + "of-tests-only"  # the hosts of a site share it
        self.environment = environment_of(
            data, DATABASE_URL=database, PORT=str(free_port()), SECRET_KEY=key
        )

    def manage(self, *arguments: str) -> None:
        ended = run(self.environment, "manage.py", *arguments, folder=self.code)
        assert ended.returncode == 0, ended.stderr[-2000:]

    def edit(self, script: str, slug: str) -> None:
        self.manage("shell", "-v0", "-c", script.format(slug=slug))

    def status(self, path: str) -> int:
        """Return the status of a response; 0 where there is none."""
        url = f"http://127.0.0.1:{self.environment['PORT']}{path}"
        try:
            with urllib.request.urlopen(url, timeout=20) as response:
                response.read()
                return response.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


def wait_until(expected: set[int], versions: list[Version], paths: list[str]) -> None:
    """Wait until every version answers every path with one of the statuses."""
    deadline = time.monotonic() + VISIBLE
    for version, path in itertools.product(versions, paths):
        while (status := version.status(path)) not in expected:
            assert time.monotonic() < deadline, f"{version.code.name} {path}: {status}"
            time.sleep(0.1)


@contextlib.contextmanager
def visitors(versions: list[Version], paths: list[str]):
    """Send requests to each version meanwhile; yield the list of failures."""
    failures: list[str] = []
    ended = threading.Event()

    def visit() -> None:
        for version, path in itertools.cycle(itertools.product(versions, paths)):
            if ended.is_set():
                return
            if (status := version.status(path)) == 0 or status >= 500:
                failures.append(f"{version.code.name} {path}: {status}")
            time.sleep(0.02)

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield failures
    finally:
        ended.set()
        thread.join()


def address(slug: str) -> str:
    return f"{API}/page/?path=/{slug}/"


def test_both_versions_serve_and_edit_after_the_migrations_of_the_later(earlier_code, tmp_path):
    if postgresql.programs() is None:
        missing("PostgreSQL is not installed.")
    with postgresql.running(migrated=True) as database, contextlib.ExitStack() as stack:
        earlier = Version(earlier_code, tmp_path / "earlier-data", database)
        later = Version(ROOT, tmp_path / "later-data", database)
        versions = [earlier, later]
        for each in versions:
            stack.enter_context(serving(each.environment, folder=each.code))
        edited = [address("by-earlier"), address("by-later")]
        lists = [f"{API}/pages/", f"{API}/changes/"]
        failures = stack.enter_context(visitors(versions, [*edited, *lists]))

        earlier.edit(PUBLISH, "by-earlier")
        later.edit(PUBLISH, "by-later")
        wait_until({200}, versions, edited)

        earlier.edit(UNPUBLISH, "by-later")
        later.edit(UNPUBLISH, "by-earlier")
        wait_until({404, 410}, versions, edited)
        for version, path in itertools.product(versions, edited):
            assert version.status(path) in {404, 410}

        assert failures == []

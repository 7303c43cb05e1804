"""Fixtures shared by all tests: a clean database, and a `skip` that fails in CI."""

import gc
import os
import shutil
from collections.abc import Generator
from contextlib import ExitStack
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.db.models.signals import post_save
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from modelsearch import index
from modelsearch.signal_handlers import post_save_signal_handler, register_signal_handlers

from cms.caching.invalidation import invalidate
from cms.maintenance.register import register
from tests.servers.prepared import demo, migrated_database

# Playwright's loop runs in the thread of the tests, where Django would refuse its queries.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Lock files name the packages, so npm need not look up advisories and later versions, which takes
# a third of an installation.
for name, value in {"audit": "false", "fund": "false", "prefer_offline": "true"}.items():
    os.environ.setdefault(f"npm_config_{name}", value)

# Modules and collected tests live as long as the process. Without this, collections look through
# them again and again, a third of the time of collecting the tests and a tenth of running them.
gc.disable()

BROWSER = f"{Path(__file__).parent / 'browser'}{os.sep}"

# CI tries the same examples each time, so that a failure there is of the change at hand; new
# ones are looked for on the machines of developers.
hypothesis_settings.register_profile("ci", derandomize=True, deadline=None)
hypothesis_settings.register_profile("dev", deadline=None)
hypothesis_settings.load_profile("ci" if os.environ.get("CI") == "true" else "dev")


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Group the tests for parallel runs, and order them by what they leave behind.

    A test that commits empties the database afterwards (pytest-django puts those last), and
    Playwright leaves an event loop running in the main thread, so its tests come after all
    others. In a parallel run the tests of a file stay together, split by these kinds, so that
    each worker keeps this order; those of Elasticsearch stay together to share one server.
    """
    for item in items:
        shared = not _kind(item) and (
            "elasticsearch_url" in _fixtures(item) or "elasticsearch" in _engines(item)
        )
        group = "elasticsearch" if shared else f"{item.path}-{_kind(item)}"
        item.add_marker(pytest.mark.xdist_group(group))
    yield  # xdist reads the groups, and pytest-django sorts by the use of the database
    items.sort(key=_kind)


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop() -> None:
    """Collect garbage again, in this process; the one that divides tests among workers, too."""
    gc.freeze()
    gc.enable()


def _kind(item: pytest.Item) -> int:
    if str(item.path).startswith(BROWSER):
        return 2
    mark = item.get_closest_marker("django_db")
    commits = mark is not None and mark.kwargs.get("transaction", False)
    return 1 if commits or "transactional_db" in _fixtures(item) else 0


def _fixtures(item: pytest.Item) -> list[str]:
    return getattr(item, "fixturenames", [])


def _engines(item: pytest.Item) -> list[object]:
    params = item.callspec.params if hasattr(item, "callspec") else {}
    return [params.get(name) for name in ("engine", "module_engine")]


def missing(reason: str) -> NoReturn:
    """Skips where this machine lacks something; in CI nothing may be missing."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"CI must have this: {reason}")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """Keep the migrated database that the tests begin with; it is in a temporary folder."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Begin the test database of this process as a copy of a migrated one."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        shutil.copy(migrated_database(), database["TEST"]["NAME"])


@pytest.fixture(autouse=True, scope="session")
def same_priority():
    """`search_rebuild` lowers the priority of its process, which runs all later tests here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "nice", lambda increment: 0)
        yield


@pytest.fixture(autouse=True)
def fresh_caches():
    """Each test's database is rolled back, which nothing cached in memory can know.

    The language of the last request is active until the next one.
    """
    register.invalidate()
    invalidate()
    translation.deactivate()


def disconnect_admin_search():
    for model in index.get_indexed_models():
        post_save.disconnect(post_save_signal_handler, sender=model)


@pytest.fixture(autouse=True, scope="session")
def no_admin_search():
    """Keep the admin's search from reading each saved object again for an index that is off."""
    disconnect_admin_search()


@pytest.fixture
def admin_search(settings):
    """Keep the index of the admin's search up to date, as in production."""
    backend = {**settings.WAGTAILSEARCH_BACKENDS["default"], "AUTO_UPDATE": True}
    settings.WAGTAILSEARCH_BACKENDS = {"default": backend}
    register_signal_handlers()
    yield
    disconnect_admin_search()


@pytest.fixture
def cached_lookups(settings):
    """Cache what all pages share, such as the texts of a site, but no response.

    A test that changes something without a commit after its first request sees the old values.
    """
    settings.ANSWER_MEMORY = 1  # byte
    invalidate()
    yield
    invalidate()


@pytest.fixture
def replace_entries():
    """Return a function that replaces all entries of a registry until the test ends."""
    with ExitStack() as stack:
        yield lambda registry, entries: stack.enter_context(registry.replaced(entries))


@pytest.fixture(scope="session")
def demo_data():
    """Return the data of a demo site, made once for all workers; `running_site` copies it."""
    return demo()


@pytest.fixture(scope="module")
def module_transaction(django_db_setup, django_db_blocker):
    """A transaction around the tests of a module; each of them is rolled back to its savepoint.

    What fixtures of a module write in it is there for all its tests.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def loaded_demo(module_transaction, tmp_path_factory):
    """The demo, loaded once for the tests of a module."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.MEDIA_ROOT", tmp_path_factory.mktemp("media"))
        call_command("load_demo")
        yield

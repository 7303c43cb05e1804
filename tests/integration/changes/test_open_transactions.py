"""A transaction left open anywhere in the cluster hides nothing that is withdrawn."""

import subprocess
import sys
import time

import psycopg
import pytest
from django.db import connection, transaction
from wagtail.models import Locale, Page

from cms.caching.invalidation import invalidate
from cms.changes import follower, log, status
from cms.changes.committed_changes import CommittedChanges
from cms.changes.models import Change, Kind
from cms.changes.reader_loop import ReaderLoop
from cms.changes.readers import StoredReader, change_readers
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db(transaction=True)
ELSEWHERE = """
import sys, django
django.setup()
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.DATA_DIR = sys.argv[2]
from django.db import transaction
from wagtail.models import Page, PageViewRestriction
from cms.maintenance.switch import Terms, switch_on
page = Page.objects.get(pk=sys.argv[3])
with transaction.atomic():
    match sys.argv[4]:
        case "unpublish": page.specific.unpublish()
        case "restrict": PageViewRestriction.objects.create(page=page, restriction_type="login")
        case "notice": switch_on([page], Terms())
"""


@pytest.fixture
def open_transaction():
    """Open a transaction in another database of the cluster that has written."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")
    settings = connection.settings_dict
    with psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], user=settings["USER"], dbname="template1"
    ) as elsewhere:
        elsewhere.execute("SELECT pg_current_xact_id()")
        yield elsewhere
        elsewhere.rollback()


@pytest.fixture
def following(settings):
    settings.ANSWER_MEMORY = 2**20
    follower.thread.start()
    yield
    follower.thread.stop()
    invalidate()


@pytest.mark.parametrize(
    ("act", "status"), [("unpublish", 404), ("restrict", 302), ("notice", 503)]
)
def test_other_processes_withdraw_a_page_at_once(
    act, status, client, settings, following, open_transaction
):
    with transaction.atomic():  # an earlier test of this kind has emptied the database
        Locale.objects.get_or_create(language_code="en")
        if not Page.objects.exists():
            Page.add_root(instance=Page(title="Root", slug="root"))
        page = ContentPageFactory(parent=site_root(), slug="page")
    time.sleep(1)  # the follower has read this
    assert [client.get("/page/").status_code for _ in range(2)] == [200, 200]
    arguments = [connection.settings_dict["NAME"], settings.DATA_DIR, page.pk, act]
    subprocess.run([sys.executable, "-c", ELSEWHERE, *map(str, arguments)], check=True)

    end = time.monotonic() + 3
    while client.get("/page/").status_code != status and time.monotonic() < end:
        time.sleep(0.05)
    assert client.get("/page/").status_code == status
    assert not log.readable().filter(page_id=page.pk).exists()


class Early(StoredReader):
    name = "early"
    is_ordered = False
    taken: list[int | None]

    def take(self, changes):
        self.taken = [*getattr(self, "taken", ()), *(change.page_id for change in changes)]


class InOrder(Early):
    name = "in-order"
    is_ordered = True


def test_only_ordered_readers_wait_for_open_transactions(open_transaction):
    loops = [ReaderLoop(Early()), ReaderLoop(InOrder())]
    for _ in range(2):
        for loop in loops:
            loop.step()
    with transaction.atomic():
        log.append(Kind.UNPUBLISHED, [7])
    for loop in loops:
        loop.step()
    early, in_order = (getattr(each.reader, "taken", []) for each in loops)
    assert (early, in_order) == ([7], [])

    open_transaction.rollback()
    for loop in loops:
        loop.step()
    assert [each.reader.taken for each in loops] == [[7, 7], [7]]


def test_any_number_of_late_commits_is_read(open_transaction):
    """Let a transaction that began first commit last, with lower ids than those already read."""
    committed = CommittedChanges()
    assert committed.read() is None
    with psycopg.connect(_address()) as slow:
        slow.execute(
            "INSERT INTO changes_change (transaction, token, kind, page_id, subtree, url_path,"
            " object_type, at) VALUES (pg_current_xact_id()::text::bigint, 1, 'published', 1,"
            " false, '', '', now())"
        )
        with transaction.atomic():
            log.append(Kind.PUBLISHED, [2])
        assert [change.page_id for change in committed.read()] == [2]
        assert committed.read() == []
    assert [change.page_id for change in committed.read()] == [1]
    assert committed.read() == []


def test_a_restored_log_is_detected(open_transaction):
    committed = CommittedChanges()
    with transaction.atomic():
        log.append(Kind.PUBLISHED, [2])
    assert committed.read() is None
    with transaction.atomic():
        Change.objects.all().delete()
        log.append(Kind.PUBLISHED, [3])

    assert committed.read() is None


def test_readiness_reports_the_age_of_the_oldest_transaction(client, open_transaction):
    time.sleep(0.1)
    assert 0.1 <= log.oldest_transaction_age() < 60
    component = client.get("/readyz").json()["components"]["transactions"]
    assert component["state"] == "ok"
    assert component["oldest_seconds"] >= 0.1
    assert (
        b"oldest_transaction_seconds "
        in client.get("/metrics", headers={"Host": "127.0.0.1"}).content
    )


def test_changes_behind_an_open_transaction_count_as_unread(open_transaction, replace_entries):
    replace_entries(change_readers, {InOrder.name: InOrder})
    ReaderLoop(InOrder()).step()
    with transaction.atomic():
        log.append(Kind.PUBLISHED, [2])

    assert [each.behind for each in status.reader_statuses()] == [1]


def _address() -> str:
    settings = connection.settings_dict
    return "postgresql://{USER}@{HOST}:{PORT}/{NAME}".format(**settings)

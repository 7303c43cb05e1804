"""The reader that writes documents: starting over, repair, other software, slow processes."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from cms.caching.invalidation import invalidate
from cms.changes import log
from cms.changes.models import Kind
from cms.changes.reader_loop import ReaderLoop
from cms.changes.readers import UnavailableError
from cms.delivery.documents import reading as documents
from cms.delivery.documents.models import DocumentsState, PageDocument
from cms.delivery.pages.schema import page_types
from cms.delivery.writing import check
from cms.delivery.writing.builder import build
from cms.delivery.writing.reader import DocumentReader
from cms.sites.models import SiteSettings
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"


@pytest.fixture
def page():
    return ContentPageFactory(parent=site_root(), title="Treaty", body=[("rich_text", "<p>It</p>")])


@pytest.fixture
def loop(page):
    reader_loop = ReaderLoop(DocumentReader())
    follow(reader_loop)
    return reader_loop


def follow(loop):
    while loop.step():
        pass


def is_document_used(page):
    """Return whether the page's document is used when pages are read."""
    site = PageDocument.objects.get(pk=page.pk).site_id
    return page.pk in documents.read_documents([page.pk], site)


def test_a_new_reader_writes_all_live_pages(page, loop):
    draft = ContentPageFactory(parent=page, live=False)
    follow(loop)

    assert is_document_used(page)
    assert not PageDocument.objects.filter(pk=draft.pk).exists()


def test_a_page_that_goes_takes_its_document_along(page, loop):
    key = page.pk
    with transaction.atomic():
        page.delete()
    follow(loop)

    assert not PageDocument.objects.filter(pk=key).exists()


def test_a_page_that_fails_to_serialize_has_none_and_the_others_have_theirs(page, monkeypatch):
    broken = ContentPageFactory(parent=page, title="Broken")
    model = page_types()["home.ContentPage"]

    def read_fields(self):
        if self.title == "Broken":
            raise ValueError("A record is missing.")
        return model.fields_schema()

    monkeypatch.setattr(model, "read_fields", read_fields)
    monkeypatch.setattr(
        "cms.delivery.pages.serializer.FIELD_READERS",
        {"summary": lambda each, payload: each.read_fields() and each.summary},
    )
    follow(ReaderLoop(DocumentReader()))

    assert is_document_used(page)
    assert not PageDocument.objects.filter(pk=broken.pk).exists()


def test_documents_of_other_software_are_not_used_and_written_again(page, loop, monkeypatch):
    DocumentsState.objects.update(software="another")

    assert not is_document_used(page)
    follow(loop)
    assert is_document_used(page)


def test_documents_of_another_log_are_not_used_and_written_again(page, loop):
    log.start_over()

    assert not is_document_used(page)
    follow(loop)
    assert is_document_used(page)


def test_no_document_is_used_while_all_are_written_again(page, loop):
    DocumentsState.objects.update(place="")

    assert not is_document_used(page)


def test_documents_far_behind_are_not_used(page, loop):
    other = ContentPageFactory(parent=page.get_parent(), title="Other")
    follow(loop)
    with transaction.atomic():
        log.append(Kind.REPAIR, [other.pk])
    assert is_document_used(page)
    with transaction.atomic():
        log.append(Kind.REPAIR, [other.pk] * documents.MAX_PENDING)

    assert not is_document_used(page)


def test_a_slow_process_does_not_overwrite_what_another_has_written(page, loop):
    slow = DocumentReader()
    start = slow.place()
    with transaction.atomic():
        log.append(Kind.REPAIR, [page.pk])
    follow(loop)
    before = PageDocument.objects.get(pk=page.pk).origin

    with pytest.raises(UnavailableError):
        slow.apply(log.since(start), log.head())

    assert PageDocument.objects.get(pk=page.pk).origin == before


def test_a_change_that_failed_makes_all_be_written_again(page, loop):
    PageDocument.objects.update(content="{}")
    reader = DocumentReader()
    reader.place()

    reader.apply([], log.head())

    assert json.loads(PageDocument.objects.get(pk=page.pk).content)["slug"] == page.slug


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda rows: rows.delete(), "missing"),
        (lambda rows: rows.update(content='{"slug":"wrong"}'), "different"),
        (lambda rows: rows.update(page_id=10**9), "unexpected"),
    ],
)
def test_the_check_finds_drift_and_repairs_it(page, loop, damage, why):
    damage(PageDocument.objects.filter(pk=page.pk))
    report = check.check()

    assert why in {each.why for each in report.drift}
    check.repair(report)
    follow(loop)
    assert check.check().is_true


def test_gaps_between_ids_cost_the_check_no_query(page, loop, django_assert_max_num_queries):
    PageDocument.objects.filter(pk=page.pk).update(page_id=10**12)

    with django_assert_max_num_queries(60):
        check.check()


def test_changes_that_are_not_read_yet_are_no_drift(page, loop):
    with transaction.atomic():
        page.summary = "Newer"
        page.save()
    report = check.check()

    assert report.is_true
    assert report.in_flux == 1


def test_lost_documents_are_written_again(page, loop):
    DocumentsState.objects.all().delete()
    report = check.check()

    assert report.lost
    check.repair(report)
    assert is_document_used(page)
    assert check.check().is_true


def test_the_command_reports_and_repairs_documents(page, loop, settings, tmp_path, monkeypatch):
    monkeypatch.setattr("search.engines.active.names", list)
    monkeypatch.setattr(
        "search.management.commands.search_check.call_command", lambda *_, **__: follow(loop)
    )
    PageDocument.objects.filter(pk=page.pk).delete()
    written = StringIO()
    with pytest.raises(SystemExit):
        call_command("search_check", json=True, stdout=written)
    assert json.loads(written.getvalue())["documents"]["drift"] == [
        {"id": page.pk, "why": "missing"}
    ]
    written = StringIO()
    call_command("search_check", json=True, repair=True, stdout=written)
    assert json.loads(written.getvalue())["ok"]


def test_a_document_does_not_depend_on_what_was_built_before(page, cached_lookups):
    link = {"label": "Rules", "page": ContentPageFactory(parent=page)}
    column = {"title": "More", "links": [link]}
    SiteSettings.objects.create(site=Site.objects.get(), footer_columns=[("column", column)])
    invalidate()

    first, second = (build([page.pk]).documents[0] for _ in ("look-ups", "cached look-ups"))

    assert first.depends == second.depends

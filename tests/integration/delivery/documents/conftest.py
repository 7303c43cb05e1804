"""Documents in a test's transaction, which never commits."""

from contextlib import contextmanager, nullcontext

import pytest
from django.db import connection
from wagtail.models import Page, get_page_models

from cms.changes import log
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from tests.canary_words import CanaryWords
from tests.factories import ContentPageFactory, OrganPageFactory, site_root
from tests.integration.delivery.documents.answers import follow


@contextmanager
def own_changes_final():
    """Let readers take changes of the test's transaction on PostgreSQL, as after its commit.

    Elsewhere such changes are left out until all older transactions have ended.
    """
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "postgresql":
            patch.setattr(log._OldestRunning, "template", str(2**63 - 1))
        yield


@pytest.fixture(autouse=True)
def own_changes_are_final(request):
    """Read changes before the commit; tests of overlapping transactions commit, as production."""
    mark = request.node.get_closest_marker("django_db")
    with nullcontext() if mark and mark.kwargs.get("transaction") else own_changes_final():
        yield


@pytest.fixture(scope="module")
def planted_ids(module_transaction):
    """One page of every type, with every field and block filled, and pages that point to them."""
    home = site_root()
    elsewhere = OrganPageFactory(parent=home, title="Elsewhere")
    canaries = CanaryWords(elsewhere)
    pages = [home, elsewhere]
    for model in get_page_models():
        if model is Page or model is type(home):
            continue
        page = model(title=f"Planted {model.__name__}", live=False, **canaries.fields(model))
        elsewhere.add_child(instance=page)
        canaries.relate(page)
        page.save_revision().publish()
        pages.append(page)
    for page in pages[2:]:
        pages.append(page.create_alias(parent=home, update_slug=f"alias-{page.slug}"))
        body = [
            ("rich_text", f'<p><a linktype="page" id="{page.pk}">Read on</a></p>'),
            ("cards", {"cards": [{"page": page, "title": "Way", "text": ""}]}),
        ]
        pages.append(ContentPageFactory(parent=home, title=f"Pointer {page.pk}", body=body))
    with own_changes_final():
        follow(ReaderLoop(DocumentReader()))
    return [page.pk for page in pages]


@pytest.fixture
def planted(planted_ids, db):
    """Return the planted pages, each test its own, and the reader of their documents."""
    pages = Page.objects.specific().in_bulk(planted_ids)
    return [pages[pk] for pk in planted_ids], ReaderLoop(DocumentReader())

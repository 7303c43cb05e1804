"""Documents in a test's transaction, which never commits."""

import pytest
from django.db import connection
from wagtail.models import Page, get_page_models

from cms.caching.invalidation import invalidate
from cms.changes import log
from cms.changes.reader_loop import ReaderLoop
from cms.delivery.writing.reader import DocumentReader
from tests.canary_words import CanaryWords
from tests.factories import ContentPageFactory, OrganPageFactory, site_root
from tests.integration.delivery.documents.answers import follow


@pytest.fixture(autouse=True)
def own_changes_are_final(request, monkeypatch):
    """Let readers take changes of the test's transaction on PostgreSQL, as after its commit.

    Elsewhere such changes are left out until all older transactions have ended; the tests of
    overlapping transactions commit, and read as in production.
    """
    mark = request.node.get_closest_marker("django_db")
    if mark and not mark.kwargs.get("transaction") and connection.vendor == "postgresql":
        monkeypatch.setattr(log._OldestRunning, "template", str(2**63 - 1))


@pytest.fixture
def planted():
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
        pages.append(model.objects.get(pk=page.pk))
    for page in pages[2:]:
        pages.append(page.create_alias(parent=home, update_slug=f"alias-{page.slug}"))
        body = [
            ("rich_text", f'<p><a linktype="page" id="{page.pk}">Read on</a></p>'),
            ("cards", {"cards": [{"page": page, "title": "Way", "text": ""}]}),
        ]
        pages.append(ContentPageFactory(parent=home, title=f"Pointer {page.pk}", body=body))
    loop = ReaderLoop(DocumentReader())
    follow(loop)
    return pages, loop


@pytest.fixture
def known_sites(settings):
    """Keep small look-ups, such as those of sites, and no response."""
    settings.ANSWER_MEMORY = 1
    invalidate()
    yield
    invalidate()

"""The vectors of pages follow the change log."""

import numpy as np
import pytest

from cms.changes import log
from cms.changes.readers import UnavailableError
from cms.maintenance.switch import Terms, switch_on
from search.meaning.models import PageVectors, VectorsState
from search.meaning.reader import VectorReader
from search.meaning.vectors import similarity
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
CAR = np.array([[1.0, 0.0, 0.0]], dtype=np.float32)


@pytest.fixture
def reader(service):
    """A reader that has read all pages."""
    vector_reader = VectorReader()
    vector_reader.start_over()
    service.texts.clear()
    return vector_reader


def read(reader):
    """Read what has been appended to the log since."""
    place, upto = reader.place(), log.head()
    reader.apply(log.since(place), upto)


def stored(page):
    return PageVectors.objects.filter(page_id=page.pk).first()


def test_a_published_page_has_vectors(reader):
    page = ContentPageFactory(parent=site_root(), title="Fast cars")

    read(reader)

    row = stored(page)
    assert similarity(CAR, row.vectors) > 0.95
    assert reader.place() == log.head()


def test_an_unchanged_text_keeps_its_vectors(reader, service):
    page = ContentPageFactory(parent=site_root(), title="Fast cars")
    read(reader)
    service.texts.clear()

    page.save_revision().publish()
    read(reader)

    assert service.texts == []


def test_a_changed_text_has_other_vectors(reader):
    page = ContentPageFactory(parent=site_root(), title="Fast cars")
    read(reader)

    page.title = "Fish"
    page.save_revision().publish()
    read(reader)

    row = stored(page)
    assert similarity(CAR, row.vectors) < 0.5


def test_an_unpublished_page_has_none(reader):
    page = ContentPageFactory(parent=site_root())
    read(reader)

    page.unpublish()
    read(reader)

    assert stored(page) is None


def test_a_page_under_maintenance_has_none(reader):
    page = ContentPageFactory(parent=site_root())
    read(reader)

    switch_on([page], Terms())
    read(reader)

    assert stored(page) is None


def test_a_restricted_page_has_none(reader):
    page = ContentPageFactory(parent=site_root())
    read(reader)

    page.view_restrictions.create(restriction_type="login")
    read(reader)

    assert stored(page) is None


def test_another_model_starts_over_beside_the_old_vectors(reader, service, settings):
    page = ContentPageFactory(parent=site_root(), title="Fast cars")
    read(reader)
    before = stored(page)
    settings.EMBEDDINGS = service.address + "?model=another"
    service.status = 500

    assert VectorReader().place() is None
    with pytest.raises(UnavailableError):
        VectorReader().start_over()
    assert stored(page).model == before.model

    service.status = 200
    VectorReader().start_over()
    assert PageVectors.objects.filter(page_id=page.pk).get().model != before.model
    assert VectorReader().place() == log.head()


def test_starting_over_with_the_same_texts_keeps_the_size_of_vectors(reader, service):
    assert VectorsState.objects.get().size == 3

    VectorReader().start_over()

    assert VectorsState.objects.get().size == 3
    assert service.texts == []


def test_a_service_that_is_away_keeps_the_place(reader, service):
    ContentPageFactory(parent=site_root())
    place = reader.place()
    service.status = 429

    with pytest.raises(UnavailableError, match="429"):
        read(reader)

    assert reader.place() == place


def test_vectors_of_another_size_are_refused(reader, service):
    page = ContentPageFactory(parent=site_root(), title="Fast cars")
    read(reader)
    ContentPageFactory(parent=site_root(), title="Fish")
    service.rows = lambda texts: [[1.0, 2.0] for _ in texts]

    with pytest.raises(UnavailableError, match="vectors of 2 numbers where others have 3"):
        read(reader)

    assert similarity(CAR, stored(page).vectors) > 0.95

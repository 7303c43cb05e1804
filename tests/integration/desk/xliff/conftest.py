"""A page and its translation."""

import pytest

from tests.factories import ContentPageFactory, site_root
from tests.integration.desk.xliff.documents import BODY


@pytest.fixture
def home(thai):
    home = site_root()
    home.save_revision().publish()
    home.copy_for_translation(thai).save_revision().publish()
    return home


@pytest.fixture
def source(home):
    return ContentPageFactory(
        parent=home, title="Fisheries", slug="fish", summary="About fish.", body=BODY
    )


@pytest.fixture
def translation(source, thai):
    return source.copy_for_translation(thai)

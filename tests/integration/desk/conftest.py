"""Sites with a second language."""

import pytest
from wagtail.models import Locale


@pytest.fixture
def thai():
    return Locale.objects.create(language_code="th")

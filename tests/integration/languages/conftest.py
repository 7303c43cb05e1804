"""A small site whose every page exists in the language of a test."""

from dataclasses import dataclass

import pytest
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Page

from cms.caching.invalidation import invalidate
from cms.directory.models import MemberState
from cms.languages.registry import LANGUAGES
from search.engines import active
from tests.factories import (
    ContentPageFactory,
    OrganPageFactory,
    PersonFactory,
    WhatWeDoPageFactory,
    site_root,
)
from whatwedo.models import OrganPage


@pytest.fixture(autouse=True)
def empty_index(settings, tmp_path):
    settings.SEARCH_INDEX_DIR = tmp_path
    active.engine.cache_clear()
    yield
    active.engine.cache_clear()


@pytest.fixture
def every_language(settings):
    """Serve every language of the registry, not only those of the demo."""
    codes = [(code, each.endonym) for code, each in LANGUAGES.items()]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = codes
    get_content_languages.cache_clear()
    yield
    get_content_languages.cache_clear()


@dataclass
class Translated:
    """The pages of a language, by what they are."""

    home: Page
    overview: Page
    organ: Page
    plain: Page


@pytest.fixture(scope="module")
def english(module_transaction):
    """The English pages, made once for the tests of a module."""
    home = site_root()
    home.title = "§ home"
    home.save_revision().publish()
    overview = WhatWeDoPageFactory(parent=home, title="§ overview")
    other = OrganPageFactory(parent=overview, title="§ other", kind="secretariat")
    organ = OrganPageFactory(
        parent=overview,
        title="§ organ",
        kind="committee",
        official_name="§ name",
        established="1967-08-08",
        seat="§ seat",
        head=PersonFactory(name="§ person"),
    )
    organ.relations.create(kind="works-with", to=other)
    MemberState.objects.create(name="§ state", iso_code="ID", joined_on="1967-08-08")
    plain = ContentPageFactory(parent=home, title="§ plain", date="2026-01-12")
    return home, overview, organ, plain


@pytest.fixture
def site(english, db):
    """The English pages as the database has them."""
    return Translated(*(type(page).objects.get(pk=page.pk) for page in english))


@pytest.fixture
def translated(site):
    """Return a function that translates the site into a language."""

    def translate(code: str) -> Translated:
        if code == "en":
            return site
        locale, _ = Locale.objects.get_or_create(language_code=code)
        pages = [site.home, site.overview, *OrganPage.objects.filter(locale_id=1), site.plain]
        translations = {}
        for page in pages:
            translation = page.specific.copy_for_translation(locale)
            translation.save_revision().publish()
            translations[page.pk] = translation
        invalidate()  # what was looked up before
        return Translated(*(translations[page.pk] for page in vars(site).values()))

    return translate

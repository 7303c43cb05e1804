"""Test objects: small trees of pages and the records they show."""

from typing import Any

import factory
from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from factory.django import DjangoModelFactory
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Locale, Page, Site

from cms.directory.models import MemberState, Person
from home.models import ContentPage, HomePage
from whatwedo.kinds import OTHER, OrganKind
from whatwedo.models import OrganPage, WhatWeDoPage


class PageFactory(DjangoModelFactory):
    """Pages are added below `parent`, published unless `live=False`."""

    class Meta:
        abstract = True

    parent: Page

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, parent: Page, **fields: Any) -> Page:
        live = fields.pop("live", True)
        page = parent.add_child(instance=model_class(live=False, **fields))
        if live:
            page.save_revision().publish()
            page.refresh_from_db()
        return page


class HomePageFactory(PageFactory):
    class Meta:
        model = HomePage

    title = "Home"
    slug = "home"


class WhatWeDoPageFactory(PageFactory):
    class Meta:
        model = WhatWeDoPage

    title = "What We Do"
    slug = "what-we-do"
    show_in_menus = True


class OrganKindFactory(DjangoModelFactory):
    class Meta:
        model = OrganKind
        django_get_or_create = ("key",)

    key = "council"
    name = factory.LazyAttribute(lambda kind: kind.key.replace("-", " ").title())
    members = factory.LazyAttribute(lambda kind: MEMBERS.get(kind.key, ""))


MEMBERS = {"committee": "representatives", "national-secretariat": "offices"}


class OrganPageFactory(PageFactory):
    """Organs; the record of their kind is made with them."""

    class Meta:
        model = OrganPage

    title = factory.Sequence("Organ {}".format)

    @classmethod
    def _create(cls, model_class: type[Page], *args: Any, **fields: Any) -> Page:
        if (kind := fields.get("kind", OTHER)) != OTHER:
            OrganKindFactory(key=kind)
        return super()._create(model_class, *args, **fields)


class ContentPageFactory(PageFactory):
    class Meta:
        model = ContentPage

    title = factory.Sequence("Page {}".format)


class MemberStateFactory(DjangoModelFactory):
    class Meta:
        model = MemberState

    name = factory.Sequence("State {}".format)
    iso_code = factory.Sequence(lambda n: chr(65 + n // 26 % 26) + chr(65 + n % 26))


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = Person

    name = factory.Sequence("Person {}".format)


class ImageFactory(DjangoModelFactory):
    """A real picture, 640 by 480."""

    class Meta:
        model = get_image_model()

    title = factory.Sequence("Image {}".format)
    file = factory.LazyFunction(lambda: get_test_image_file(size=(640, 480)))


class DocumentFactory(DjangoModelFactory):
    class Meta:
        model = get_document_model()

    title = factory.Sequence("Document {}".format)
    file = factory.LazyFunction(lambda: ContentFile(b"Minutes", name="minutes.txt"))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = get_user_model()
        skip_postgeneration_save = True

    username = factory.Sequence("user-{}".format)
    password = factory.django.Password("a long enough password")


def site_root() -> HomePage:
    """A site whose root is a published home page; the only one there is."""
    root = Page.objects.get(depth=1)
    home = HomePage.objects.first()
    if home is None:
        # Wagtail's own welcome page has nothing but its row, which a plain delete would search for.
        root.get_children()._raw_delete("default")
        Page.objects.filter(pk=root.pk).update(numchild=0)
        home = HomePageFactory(parent=Page.objects.get(depth=1))
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    return home


def home_in_languages(*codes: str) -> HomePage:
    """Return the root page of the site, which has a published copy in each of the languages."""
    home = site_root()
    for code in codes:
        locale = Locale.objects.get_or_create(language_code=code)[0]
        home.copy_for_translation(locale).save_revision().publish()
    return home

"""Fixtures of files in all states of visibility."""

from dataclasses import dataclass

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from wagtail.models import Collection, CollectionViewRestriction, Page, PageViewRestriction

from cms.maintenance.switch import Terms, switch_on
from tests.factories import ContentPageFactory, DocumentFactory, ImageFactory, site_root

SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='4' height='3'/>"


@pytest.fixture(autouse=True)
def media_root(settings, tmp_path):
    """Empty the media folder, and the cache of renditions of rolled-back tests."""
    settings.MEDIA_ROOT = tmp_path
    for alias in settings.CACHES:
        caches[alias].clear()
    return tmp_path


@dataclass
class ShownFiles:
    """An image and a document, the page that shows both, and their public addresses."""

    page: Page | None
    image: object
    drawing: object
    document: object
    addresses: list[str]


def show(on_page=True, collection=None, **fields) -> ShownFiles:
    files = {"collection": collection} if collection else {}
    image = ImageFactory(**files)
    drawing = ImageFactory(file=ContentFile(SVG, name="drawing.svg"), **files)
    document = DocumentFactory(file=ContentFile(b"Minutes", name="minutes.txt"), **files)
    body = [
        ("image", {"image": image, "alt_text": "A", "decorative": False}),
        ("image", {"image": drawing, "alt_text": "B", "decorative": False}),
        ("document", {"document": document}),
    ]
    page = ContentPageFactory(parent=site_root(), body=body, **fields) if on_page else None
    rendition = image.get_rendition("width-320")
    addresses = [rendition.url, drawing.file.url, document.url]
    return ShownFiles(page, image, drawing, document, addresses)


@pytest.fixture
def public(db):
    return show()


def unpublished():
    return show(live=False)


def restricted():
    shown = show()
    PageViewRestriction.objects.create(page=shown.page, restriction_type="login")
    return shown


def under_maintenance():
    shown = show()
    switch_on([shown.page], Terms(message="Back soon"))
    return shown


def in_private_collection():
    collection = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return show(collection=collection.add_child(name="Below it"))


WITHHELD = {
    "unpublished": unpublished,
    "restricted": restricted,
    "under maintenance": under_maintenance,
    "private collection": in_private_collection,
}


@pytest.fixture(params=WITHHELD)
def withheld(request, db):
    return WITHHELD[request.param]()

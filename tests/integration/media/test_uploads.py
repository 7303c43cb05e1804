"""Images without possible renditions are refused by every form and API."""

import io
import struct
import zlib

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.images import get_image_model
from wagtail.models import APIToken

from tests.factories import ImageFactory, UserFactory

pytestmark = pytest.mark.django_db
GPS = 0x8825


def svg(**attributes):
    written = " ".join(f'{name}="{value}"' for name, value in attributes.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg" {written}/>'.encode()


def photograph(kind="JPEG", size=(400, 300), orientation=6, **options):
    """Return a photograph with a place, an author and a comment in its metadata."""
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    exif[0x013B] = "SECRET AUTHOR"
    exif.get_ifd(GPS)[2] = (6.0, 10.0, 30.0)
    exif.get_ifd(GPS)[29] = "SECRET DAY"
    file = io.BytesIO()
    xmp = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">SECRET XMP</x:xmpmeta>'
    Pillow.new("RGB", size, "navy").save(
        file, kind, exif=exif, xmp=xmp, comment=b"SECRET COMMENT", **options
    )
    return file.getvalue()


def png_header(width, height):
    """Return a PNG that declares this size but has almost no data."""

    def chunk(kind, data):
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def entities():
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    return f'<!DOCTYPE svg [<!ENTITY a0 "ha">{lines}]><svg width="4" height="3">&a8;</svg>'.encode()


BAD = {
    "width 0": ("a.svg", svg(width=0, height=10)),
    "height 0": ("a.svg", svg(width=10, height=0)),
    "negative": ("a.svg", svg(width=-5, height=10)),
    "not a number": ("a.svg", svg(width="nan", height="nan")),
    "endless": ("a.svg", svg(width="1e999", height="1")),
    "words": ("a.svg", svg(width="wide", height="high")),
    "empty box": ("a.svg", svg(viewBox="0 0 0 0")),
    "box without width": ("a.svg", svg(width=10, height=10, viewBox="0 0 0 10")),
    "huge drawing": ("a.svg", svg(width="9999999999", height="1")),
    "tiny drawing": ("a.svg", svg(width="0.001", height="0.001")),
    "no drawing": ("a.svg", b"<svg"),
    "entities": ("a.svg", entities()),
    "cut off": ("a.jpg", photograph()[:900]),
    "claims too much": ("a.png", png_header(60_000, 60_000)),
    "claims just too much": ("a.png", png_header(9_000, 9_000)),
    "no pixels": ("a.png", png_header(0, 5)),
    "rubbish": ("a.png", b"\x89PNG\r\n\x1a\nrubbish"),
    "another format": ("a.png", photograph()),
    "empty": ("a.gif", b""),
}


@pytest.fixture(params=BAD)
def bad(request):
    name, content = BAD[request.param]
    return SimpleUploadedFile(name, content)


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(is_superuser=True))
    return client


def stored():
    return get_image_model().objects.count()


def test_the_image_form_refuses_it(admin, bad):
    response = admin.post(reverse("wagtailimages:add"), {"title": "A", "file": bad})

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    assert stored() == 0


def test_the_edit_form_refuses_it(admin, bad):
    image = ImageFactory()
    before = image.file.name
    response = admin.post(
        reverse("wagtailimages:edit", args=[image.pk]), {"title": "A", "file": bad}
    )

    assert response.status_code == 200
    assert response.context["form"].errors["file"]
    image.refresh_from_db()
    assert image.file.name == before


def test_the_chooser_refuses_it(admin, bad):
    response = admin.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "A", "image-chooser-upload-file": bad},
    )

    assert response.status_code == 200
    assert stored() == 0


def test_the_multiple_upload_refuses_it(admin, bad):
    response = admin.post(
        reverse("wagtailimages:add_multiple"),
        {"title": "A", "files[]": bad},
        headers={"x-requested-with": "XMLHttpRequest"},
    )

    assert response.json()["success"] is False
    assert response.json()["error_message"]
    assert stored() == 0


def test_the_api_refuses_it(client, bad):
    _, key = APIToken.create_token(user=UserFactory(is_superuser=True), name="test")
    response = client.post(
        "/api/v3/images/",
        {"title": "A", "file": bad},
        headers={"authorization": f"Bearer {key}"},
    )

    assert 400 <= response.status_code < 500
    assert stored() == 0


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", svg(width=4, height=3)),
        ("a.svg", svg(viewBox="0 0 40 30")),
        ("a.svg", svg(width="10mm", height="5mm")),
        ("a.jpg", photograph()),
        ("a.webp", photograph("WEBP")),
    ],
)
def test_valid_images_are_accepted(admin, name, content):
    upload = SimpleUploadedFile(name, content)
    response = admin.post(reverse("wagtailimages:add"), {"title": "A", "file": upload})

    assert response.status_code == 302
    assert stored() == 1


@pytest.mark.parametrize(
    ("name", "kind"), [("a.jpg", "JPEG"), ("a.webp", "WEBP"), ("a.png", "PNG"), ("a.avif", "AVIF")]
)
@pytest.mark.parametrize("spec", ["width-320", "original", "fill-64x64|format-webp", "width-9999"])
def test_renditions_have_no_metadata(media_root, name, kind, spec):
    content = photograph(kind)
    assert b"SECRET" in content
    rendition = ImageFactory(file=ContentFile(content, name=name)).get_rendition(spec)

    with rendition.file.open() as file:
        data = file.read()
    assert b"SECRET" not in data
    exif = Pillow.open(io.BytesIO(data)).getexif()
    assert not exif.get_ifd(GPS)
    assert not exif


def test_renditions_are_rotated_upright():
    content = photograph(size=(400, 300), orientation=6)
    image = ImageFactory(file=ContentFile(content, name="a.jpg"))

    rendition = image.get_rendition("max-100x100")

    assert rendition.width < rendition.height

"""Placeholders of images: the mean colour and a tiny picture."""

import base64
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import ReferenceIndex

from cms.media import placeholders
from cms.media.models import Placeholder
from tests.integration.media.conftest import show
from tests.integration.media.test_variants import API, BLUE, RED, json_of, photo, written

pytestmark = pytest.mark.django_db


def test_a_placeholder_has_the_mean_colour_and_a_tiny_picture(client):
    look = json_of(client, photo())["placeholder"]

    red, green, blue = bytes.fromhex(look["color"][1:])
    assert red > 180
    assert max(green, blue) < 50
    kind, _, data = look["url"].partition(",")
    picture = Image.open(io.BytesIO(base64.b64decode(data)))
    assert kind == "data:image/webp;base64"
    assert max(picture.size) == 16
    assert len(look["url"]) < 700


def test_pixels_that_nobody_sees_do_not_colour_the_placeholder():
    picture = Image.new("RGBA", (100, 100), (*BLUE, 0))
    picture.paste((*RED, 255), (0, 0, 50, 100))

    color, _ = placeholders.color_and_preview(picture)

    red, _, blue = bytes.fromhex(color[1:])
    assert red > 180
    assert blue < 60


def test_a_placeholder_costs_no_query_once_it_is_made(client):
    image = photo()
    json_of(client, image)
    with CaptureQueriesContext(connection) as queries:
        json_of(client, image)

    [read] = [each["sql"] for each in queries if "media_placeholder" in each["sql"]]
    assert 'FROM "wagtailimages_rendition"' in read


def test_another_file_has_another_placeholder(client):
    image = photo()
    first = json_of(client, image)["placeholder"]
    image.file = written(Image.new("RGB", (500, 400), BLUE), "JPEG")
    image.width, image.height, image.file_hash = 500, 400, ""
    image.renditions.all().delete()
    image.save()

    assert json_of(client, image)["placeholder"]["color"] != first["color"]
    assert Placeholder.objects.count() == 1


def test_a_placeholder_does_not_make_its_image_public(client):
    shown = show(live=False)
    placeholders.placeholder_of(shown.image, shown.image.get_rendition("width-320"))

    ReferenceIndex.create_or_update_for_object(Placeholder.objects.get())

    assert client.get(f"{API}/images/{shown.image.pk}/").status_code == 404

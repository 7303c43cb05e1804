"""Sizes, crops and formats of images: a closed set, made once, that obeys the public state."""

import io
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from cms.delivery.preview import store_draft
from cms.media import views
from cms.media.models import Placeholder
from cms.media.variants import FORMATS, RATIOS, WIDTHS
from tests.factories import ImageFactory
from tests.integration.media.conftest import SVG, show

pytestmark = pytest.mark.django_db
API = "/api/delivery/v1"
RED, BLUE = (200, 10, 20), (10, 20, 200)


def written(image, kind):
    file = io.BytesIO()
    image.save(file, kind)
    return ContentFile(file.getvalue(), name=f"photo.{kind.lower()}")


def photo(width=1000, height=800, kind="JPEG", mode="RGB", color=RED, **fields):
    picture = Image.new(mode, (width, height), color)
    return ImageFactory(file=written(picture, kind), **fields)


def json_of(client, image):
    return client.get(f"{API}/images/{image.pk}/").json()


def address(payload, size, kind):
    """Return the path of a variant, as a client writes it from the template."""
    url = payload["variants"]["template"].replace("{size}", size).replace("{format}", kind)
    return url[url.index("/media/") :]


def opened(response):
    assert response.status_code == 200
    return Image.open(io.BytesIO(b"".join(response.streaming_content)))


@pytest.mark.parametrize("kind", ["avif", "webp", "jpg"])
def test_a_photograph_comes_in_every_width_and_format(client, kind):
    payload = json_of(client, photo())

    assert payload["variants"]["formats"] == ["avif", "webp", "jpg"]
    assert payload["variants"]["widths"] == [320, 640, 960]
    for width in payload["variants"]["widths"]:
        response = client.get(address(payload, str(width), kind))
        picture = opened(response)
        assert (picture.width, picture.format) == (width, FORMATS[kind].upper())
        assert response["Content-Type"] == f"image/{FORMATS[kind]}"
        assert response["Cache-Control"].startswith("public")


def test_sources_are_ready_for_a_picture_element(client):
    payload = json_of(client, photo())

    assert [source["type"] for source in payload["sources"]] == ["image/avif", "image/webp"]
    for source in payload["sources"]:
        for url, width in (size.split(" ") for size in source["srcset"].split(", ")):
            response = client.get(url[url.index("/media/") :])
            assert response["Content-Type"] == source["type"]
            assert f"{opened(response).width}w" == width


def test_a_crop_keeps_the_focal_point(client):
    picture = Image.new("RGB", (1600, 800), RED)
    picture.paste(BLUE, (1200, 0, 1600, 800))
    image = ImageFactory(file=written(picture, "JPEG"))
    image.focal_point_x, image.focal_point_y = 1500, 400
    image.focal_point_width = image.focal_point_height = 100
    image.save()
    payload = json_of(client, image)

    for ratio in payload["variants"]["ratios"]:
        across, down = map(int, ratio.split("x"))
        crop = opened(client.get(address(payload, f"320-{ratio}", "webp")))
        assert abs(crop.width / crop.height - across / down) < 0.02
        _, _, blue = crop.convert("RGB").getpixel((crop.width - 2, crop.height // 2))
        assert blue > 150


def test_a_moved_focal_point_moves_the_addresses(client):
    image = photo()
    before = json_of(client, image)
    image.focal_point_x, image.focal_point_y = 10, 10
    image.focal_point_width = image.focal_point_height = 5
    image.save()
    after = json_of(client, image)

    assert after["variants"]["template"] != before["variants"]["template"]
    assert client.get(address(before, "320-1x1", "webp")).status_code == 404


def test_an_unchanged_image_keeps_its_addresses(client):
    image = photo()
    before = json_of(client, image)
    image.title = "Another title"
    image.save()

    assert json_of(client, image)["variants"] == before["variants"]


def test_transparency_stays(client):
    payload = json_of(client, photo(kind="PNG", mode="RGBA", color=(*RED, 0)))

    assert payload["variants"]["formats"] == ["avif", "webp", "png"]
    for kind in payload["variants"]["formats"]:
        picture = opened(client.get(address(payload, "320", kind)))
        assert picture.convert("RGBA").getpixel((5, 5))[3] == 0


def test_colours_for_print_come_as_colours_of_screens(client):
    payload = json_of(client, photo(mode="CMYK", color=(0, 200, 200, 0)))

    for kind in payload["variants"]["formats"]:
        red, green, _ = (
            opened(client.get(address(payload, "320", kind))).convert("RGB").getpixel((5, 5))
        )
        assert red > green + 50


def test_a_drawing_has_no_variants(client):
    image = ImageFactory(file=ContentFile(SVG, name="drawing.svg"))
    payload = json_of(client, image)

    assert (payload["sources"], payload["variants"], payload["placeholder"]) == ([], None, None)
    assert payload["src"].endswith(".svg")
    response = client.get(f"/media/variants/{image.pk}/0123456789ab/320.webp")
    assert response.status_code == 404


@pytest.mark.parametrize("damage", [lambda data: data[:400], lambda _: b"GIF89a", lambda _: b""])
def test_a_broken_file_takes_nothing_with_it(client, damage):
    image = photo()
    template = json_of(client, image)
    path = Path(image.file.path)
    path.write_bytes(damage(path.read_bytes()))
    image.renditions.all().delete()
    Placeholder.objects.all().delete()

    payload = json_of(client, image)
    assert (payload["sources"], payload["variants"], payload["placeholder"]) == ([], None, None)
    assert client.get(address(template, "640", "webp")).status_code == 404


def test_a_small_image_is_not_enlarged(client):
    payload = json_of(client, photo(100, 80))

    assert payload["variants"]["widths"] == [320]
    assert opened(client.get(address(payload, "320-1x1", "avif"))).size == (80, 80)


NAMES = [
    *("100000.webp", "321.webp", "0640.webp", "640.WEBP", "640.heic", "640.svg", "640.png"),
    *("1280.webp", "640-5x5.webp", "640-16x9x.webp", "640-.webp", "-640.webp", "640", ".webp"),
    *("640.webp%00", "640.webp.webp", "٦٤٠.webp", "640.webp ", "..", "%2e%2e", "640-1X1.webp"),
    *("a" * 5000 + ".webp", "-1.webp", "1e3.webp"),
]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name[:20])
def test_no_other_size_is_made(client, name):
    image = photo()
    payload = json_of(client, image)
    before = image.renditions.count()

    response = client.get(address(payload, "640", "webp").replace("640.webp", name))

    assert response.status_code == 404
    if response["Content-Type"].startswith("text/plain"):
        assert "widths 320, 640, 960, 1280, 1920" in response.content.decode()
    assert image.renditions.count() == before


@pytest.mark.parametrize("pk", ["0", "999999999", "9" * 40])
def test_an_unknown_image_is_not_found(client, pk):
    assert client.get(f"/media/variants/{pk}/0123456789ab/320.webp").status_code == 404


def test_the_variants_of_an_image_are_few(client):
    image = photo(2000, 1500)
    payload = json_of(client, image)
    sizes = [str(w) + end for w in WIDTHS for end in ("", *(f"-{ratio}" for ratio in RATIOS))]

    assert len(sizes) * len(payload["variants"]["formats"]) <= 75
    assert payload["variants"]["widths"] == list(WIDTHS)


def test_a_second_request_makes_nothing(client):
    image = photo()
    path = address(json_of(client, image), "640-16x9", "avif")
    first = client.get(path)
    count = image.renditions.count()

    again = client.get(path, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, image.renditions.count()) == (304, count)


def variant_paths(image):
    """Return the addresses that a client knows from when the image was public."""
    folder = f"/media/variants/{image.pk}/{views.version_of(image)}"
    return [f"{folder}/{name}" for name in ("320.webp", "320-1x1.avif", "320.jpg", "999.webp")]


@pytest.mark.parametrize("are_made", [False, True])
def test_variants_of_a_withheld_image_tell_nothing(client, withheld, are_made):
    if are_made:
        for spec in ("width-320|format-webp", "fill-320x320|format-avif"):
            withheld.image.get_rendition(spec)
    before = withheld.image.renditions.count()
    for path in variant_paths(withheld.image):
        response = client.get(path)
        assert response.status_code in {404, 503}
        assert not response.streaming
        assert not {"ETag", "Last-Modified"} & set(response.headers)
        assert b"widths" not in response.content
    assert withheld.image.renditions.count() == before


def test_a_draft_has_signed_variants(client):
    shown = show(live=False)
    preview = client.get(f"{API}/preview/{store_draft(shown.page)}/").json()
    image = preview["body"][0]["value"]["image"]
    sources = [size.split(" ")[0] for s in image["sources"] for size in s["srcset"].split(", ")]
    for path in [address(image, "320-1x1", "webp"), *(u[u.index("/media/") :] for u in sources)]:
        response = client.get(path)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert client.get(path.partition("?")[0]).status_code == 404
        other = path.replace(f"/variants/{image['id']}/", f"/variants/{image['id'] + 1}/")
        assert client.get(other).status_code == 404


def test_forty_megapixels_are_drawn_in_bounded_time(client):
    noise = Image.effect_noise((1000, 500), 50).resize((8000, 5000)).convert("RGB")
    payload = json_of(client, ImageFactory(file=written(noise, "JPEG")))

    began = time.process_time()
    assert opened(client.get(address(payload, "1920", "avif"))).width == 1920
    assert time.process_time() - began < 30


def test_more_requests_than_can_be_drawn_wait_and_are_put_off(client, monkeypatch):
    client.raise_request_exception = False
    payload = json_of(client, photo())
    monkeypatch.setattr(views, "MAX_WAIT", 0.01)

    with views._drawing:
        response = client.get(address(payload, "640", "avif"))
    assert response.status_code == 503
    assert response["Retry-After"]
    assert client.get(address(payload, "640", "avif")).status_code == 200

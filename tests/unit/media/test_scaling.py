"""Images are scaled in two steps where their variants are much smaller, and look the same."""

from PIL import Image, ImageChops, ImageStat
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from cms.media.willow_plugin import resize


def scaled(image, size):
    """Return the image as the registered operation scales it."""
    assert registry.get_operation(PillowImage, "resize") is resize
    return resize(PillowImage(image), size).image


def test_a_much_smaller_variant_looks_as_if_scaled_in_one_step():
    photograph = Image.effect_noise((1200, 900), 80)

    variant = scaled(photograph, (150, 112))

    exact = photograph.resize((150, 112), Image.Resampling.LANCZOS)
    [difference] = ImageStat.Stat(ImageChops.difference(variant, exact)).mean
    assert 0 < difference < 2


def test_a_slightly_smaller_variant_is_scaled_in_one_step():
    photograph = Image.effect_noise((400, 300), 80)

    variant = scaled(photograph, (200, 150))

    assert variant.tobytes() == photograph.resize((200, 150), Image.Resampling.LANCZOS).tobytes()


def test_colours_of_a_palette_are_mixed():
    squares = Image.new("P", (2, 1))
    squares.putpalette([0, 0, 0, 200, 200, 200])
    squares.putpixel((1, 0), 1)

    assert scaled(squares, (1, 1)).getpixel((0, 0)) == (100, 100, 100)


def test_a_palette_with_transparency_stays_transparent():
    squares = Image.new("P", (4, 4))
    squares.info["transparency"] = 0

    assert scaled(squares, (2, 2)).getpixel((0, 0))[3] == 0

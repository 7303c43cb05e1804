"""Checks that renditions can be made of uploaded images."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import willow
from PIL.Image import DecompressionBombError
from wagtail.images.models import SourceImageIOError

MAX_SIDE = 65_535  # pixels; the most that JPEG can hold

BROKEN = "This image is broken: open it in an image editor and save it again."
NO_SIZE = "This image has no usable size: give it a width and a height of at least 1 pixel."
TOO_LARGE = "This image has too many pixels: scale it down."


def check_drawable(image: Any) -> None:
    """Raise ValueError, with a message for the uploader, if no rendition can be made.

    `image` is an opened Willow image. The check scales it to one pixel, with the operations that
    every rendition uses, because each of them fails on some broken files.
    """
    try:
        drawn = image.auto_orient()
        width, height = drawn.get_size()
    except DecompressionBombError as error:
        raise ValueError(TOO_LARGE) from error
    except Exception as error:  # each library raises its own errors for broken files
        raise ValueError(NO_SIZE if image.format_name == "svg" else BROKEN) from error
    if not (1 <= width < float("inf") and 1 <= height < float("inf")):
        raise ValueError(NO_SIZE)
    if max(width, height) > MAX_SIDE:
        raise ValueError(TOO_LARGE)
    try:
        drawn.crop((0, 0, width, height)).resize((1, 1))
    except Exception as error:
        raise ValueError(BROKEN) from error


def open_image(file: Any) -> Any:
    """Return the Willow image of a readable file; raises ValueError as `check_drawable` does."""
    try:
        image = willow.Image.open(file)
    except Exception as error:
        raise ValueError(BROKEN) from error
    check_drawable(image)
    return image


class UndrawableError(Exception):
    """The stored file of an image is lost or broken, so that nothing can be made of it."""


@contextmanager
def drawing() -> Iterator[None]:
    """Turn the errors of image libraries for a lost or broken file into UndrawableError.

    Errors of the storage, such as a full disk, stay as they are.
    """
    try:
        yield
    except (SourceImageIOError, DecompressionBombError) as error:
        raise UndrawableError from error
    except (OSError, SyntaxError, ValueError) as error:  # what Pillow raises for broken files
        if getattr(error, "errno", None):
            raise
        raise UndrawableError from error

"""A digest of the code that writes documents: other versions do not use them."""

import hashlib
import inspect
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.apps import apps
from django.conf import settings
from wagtail.models import get_page_models

from cms.content.blocks.registry import accordion_blocks, body_blocks

CMS_PACKAGES = ("content", "delivery", "directory", "languages", "maintenance")
DISTRIBUTIONS = ("Django", "wagtail", "pydantic")
SETTINGS = ("MEDIA_URL", "STATIC_URL", "TIME_ZONE", "LANGUAGE_CODE", "WAGTAIL_I18N_ENABLED")


@cache
def software() -> str:
    """Return a digest of the source of page types, blocks and this API, and of some settings.

    Two versions that serve side by side during an upgrade have different digests, so that
    neither uses the other's documents.
    """
    digest = hashlib.blake2b(digest_size=12)
    for name in DISTRIBUTIONS:
        digest.update(f"{name} {version(name)}\n".encode())
    for name in SETTINGS:
        digest.update(f"{name} {getattr(settings, name, None)!r}\n".encode())
    digest.update(f"{settings.WAGTAIL_CONTENT_LANGUAGES!r}\n".encode())
    for path in sorted({path for folder in _folders() for path in folder.rglob("*.py")}):
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _folders() -> set[Path]:
    """Return the folders of the apps that define page types or blocks, and of the API."""
    cms = Path(__file__).resolve().parents[2]
    found = {cms / name for name in CMS_PACKAGES}
    blocks = (*body_blocks.entries().values(), *accordion_blocks.entries().values())
    found |= {Path(apps.get_app_config(each._meta.app_label).path) for each in get_page_models()}
    for block in blocks:
        if source := inspect.getsourcefile(sys.modules[block.__module__]):
            found.add(Path(source).parent)
    return found

"""A digest of the code that writes documents: other versions do not use them."""

import hashlib
import inspect
import sys
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template import engines
from wagtail.models import get_page_models

from cms.content.blocks.registry import accordion_blocks, body_blocks

CMS_PACKAGES = ("content", "delivery", "directory", "languages", "maintenance", "media", "sites")
DISTRIBUTIONS = ("Django", "wagtail", "pydantic")
SUFFIXES = {".html", ".mo"}
"""The suffixes of the files of templates and translations."""
SETTINGS = (
    "DEBUG",
    "MEDIA_URL",
    "STATIC_URL",
    "TIME_ZONE",
    "LANGUAGE_CODE",
    "WAGTAIL_I18N_ENABLED",
)


@cache
def software() -> str:
    """Return a digest of the source of page types, blocks, templates and this API.

    Some settings, translations and the names of static files count, too.

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
    for path in sorted({path for folder in _interface() for path in folder.rglob("*.*")}):
        if path.suffix in SUFFIXES:
            digest.update(path.name.encode() + path.read_bytes())
    digest.update(str(getattr(staticfiles_storage, "manifest_hash", "")).encode())
    return digest.hexdigest()


def _interface() -> set[Path]:
    """Return the folders of templates and translations outside installed packages."""
    packages = Path(django.__file__).resolve().parents[1]
    folders = {Path(each).resolve() for each in (*_template_folders(), *settings.LOCALE_PATHS)}
    return {each for each in folders if packages not in each.parents}


def _template_folders() -> Iterator[Path | str]:
    for engine in engines.all():
        yield from engine.template_dirs


def _folders() -> set[Path]:
    """Return the folders of the apps that define page types or blocks, and of the API."""
    cms = Path(__file__).resolve().parents[2]
    folders = {cms / name for name in CMS_PACKAGES}
    blocks = (*body_blocks.entries().values(), *accordion_blocks.entries().values())
    folders |= {Path(apps.get_app_config(each._meta.app_label).path) for each in get_page_models()}
    for block in blocks:
        if source := inspect.getsourcefile(sys.modules[block.__module__]):
            folders.add(Path(source).parent)
    return folders

"""The files of catalogues: `locale/<language>/LC_MESSAGES/django.po`, and `.mo` beside it."""

import io
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation import to_locale

from cms.languages.registry import LANGUAGES, SOURCE_LANGUAGE

UNDATED = datetime(2000, 1, 1, tzinfo=UTC)
"""Instead of the time of writing, so that files change only with their messages."""


def languages() -> list[str]:
    """Return the codes of the languages that need a catalogue."""
    return [code for code in LANGUAGES if code != SOURCE_LANGUAGE]


def path_of(root: Path, code: str, suffix: str = "po") -> Path:
    """Return the path of a language's catalogue."""
    return root / "locale" / to_locale(code) / "LC_MESSAGES" / f"django.{suffix}"


def read(root: Path, code: str) -> Catalog:
    """Return the catalogue of a language; empty if there is no file."""
    path = path_of(root, code)
    if not path.exists():
        return Catalog(locale=to_locale(code))
    with path.open("rb") as file:
        return read_po(file, locale=to_locale(code))


def updated(catalog: Catalog, template: Catalog) -> Catalog:
    """Return the catalogue with exactly the messages of the template; new ones are empty."""
    catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    catalog.creation_date = catalog.revision_date = UNDATED
    catalog.project, catalog.version, catalog.header_comment = "what-we-do", "1", ""
    catalog.msgid_bugs_address = catalog.last_translator = catalog.language_team = ""
    catalog.fuzzy = False
    return catalog


def text_of(catalog: Catalog) -> bytes:
    """Return the `.po` file."""
    file = io.BytesIO()
    write_po(file, catalog, width=100, include_lineno=False, sort_by_file=True)
    return file.getvalue()


def compiled(catalog: Catalog) -> bytes:
    """Return the `.mo` file, as Django reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def write(root: Path, code: str, catalog: Catalog) -> None:
    """Write both files of a language."""
    path = path_of(root, code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text_of(catalog))
    path_of(root, code, "mo").write_bytes(compiled(catalog))

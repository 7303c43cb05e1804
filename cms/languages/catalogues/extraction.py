"""Collect the translatable messages of templates and Python modules, without system gettext."""

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),  # type: ignore[dict-item]  # as Babel documents contexts
}
EDITORS = frozenset(["wagtailadmin", "modeladmin", "admin", "allauth"])
"""Folders of templates for editors, who read the languages of Wagtail and allauth."""
PACKAGES = ("cms", "home", "search", "whatwedo")


def source_files(root: Path) -> Iterator[Path]:
    """Yield the templates and modules whose texts visitors may see, sorted."""
    templates = (root / "templates").rglob("*.html")
    yield from sorted(
        path for path in templates if EDITORS.isdisjoint(path.relative_to(root).parts)
    )
    for package in PACKAGES:
        modules = (root / package).rglob("*.py")
        yield from sorted(path for path in modules if "migrations" not in path.parts)


def template(root: Path) -> Catalog:
    """Return the catalogue of all messages in the sources, without translations."""
    catalog = Catalog(charset="utf-8")
    for path in source_files(root):
        for messages, context in _messages(path):
            catalog.add(messages, context=context, locations=[(str(path.relative_to(root)), 1)])
    return catalog


def _messages(path: Path) -> Iterable[tuple[str | tuple[str, ...], str | None]]:
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # Django's own form of a template for xgettext; Babel's tokenizer wants no indentation.
        lines = templatize(text, origin=str(path)).splitlines()
        text = "\n".join(line.lstrip() for line in lines)
    extracted = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS)
    for _line, messages, _comments, context in extracted:
        yield messages, context

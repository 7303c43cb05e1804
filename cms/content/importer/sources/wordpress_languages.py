"""The languages of a WordPress export, and which of its pages are translations of one another.

Polylang keeps both as terms: each item has one of the taxonomy `language` and, if it is translated,
one of `post_translations`. The description of such a term is an array as PHP serializes it: the
locale of a language, or the ids of the translations by language. WPML uses separate tables, which
an export holds only with its add-on “Export and Import”, as metadata of the items.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress

from django.utils.translation import get_supported_language_variant

from cms.content.importer.record import Problem
from cms.content.importer.sources.wordpress_items import Item, Term
from cms.content.importer.tree import language

WPML_LANGUAGE = "_wpml_import_language_code"
WPML_GROUP = "_wpml_import_translation_group"
WPML_TRACES = ("_wpml_", "_icl_", "wpml_")
"""Prefixes of the names of WPML’s metadata."""
_PAIR = re.compile(r's:\d+:"([^"]*)";(?:i:(\d+)|s:\d+:"([^"]*)");')


def read_serialized(text: str) -> dict[str, str]:
    """Return the texts and whole numbers by name in an array that PHP serialized."""
    return {name: number or string for name, number, string in _PAIR.findall(text)}


class Languages:
    """The languages of the items of one export.

    `places` has the path below which pages go by language; the first is that of pages without a
    language. Pages in languages without a path go there, too, and are reported.
    """

    def __init__(self, terms: Iterable[Term], places: Mapping[str, str]) -> None:
        self._places = places
        self._locales: dict[str, str] = {}
        self._groups: dict[str, str] = {}
        self._translated_terms = 0
        for term in terms:
            values = read_serialized(term.description)
            if term.taxonomy == "language":
                self._locales[term.slug] = values.get("locale", "")
            elif term.taxonomy == "post_translations":
                self._groups |= dict.fromkeys(values.values(), term.slug)
            elif term.taxonomy == "term_translations":
                self._translated_terms += len(values) > 1

    def place(self, item: Item) -> str:
        """Return the path below which the item goes, unless it is below another item."""
        return self._places.get(self._code(item)) or next(iter(self._places.values()))

    def originals(self, pages: Iterable[Item], paths: Mapping[str, str]) -> dict[str, str]:
        """Return the path of the original by the id of each translation; `paths` has all by id."""
        originals: dict[str, str] = {}
        for group in self._grouped(pages).values():
            first, *others = sorted(group, key=[*self._places].index)
            original = paths[group[first][0]["post_id"]]
            originals |= {group[code][0]["post_id"]: original for code in others}
        return originals

    def problems(self, pages: Sequence[Item]) -> Iterator[Problem]:
        """Yield what is lost of the languages of pages."""
        for item in pages:
            if (name := self._name(item)) and self._code(item) not in self._places:
                is_known = bool(self._code(item))
                why = "there is no page in it to go below" if is_known else "the site lacks it"
                yield Problem(item.where, f"its language ({name}) is left out: {why}.")
        for group in self._grouped(pages).values():
            for item in (each for members in group.values() for each in members[1:]):
                why = "another page in its language is linked to them"
                yield Problem(item.where, f"the link to its translations is left out: {why}.")
        if number := self._translated_terms:
            yield Problem(
                "export",
                f"the links between translated categories or tags are left out ({number}): "
                "each is a topic.",
            )
        if any(name.startswith(WPML_TRACES) for item in pages for name in item.meta) and not any(
            WPML_LANGUAGE in item.meta for item in pages
        ):
            yield Problem(
                "export",
                "the languages of WPML are left out: the export lacks them. "
                "Its add-on “Export and Import” adds them.",
            )

    def _grouped(self, pages: Iterable[Item]) -> Mapping[str, dict[str, list[Item]]]:
        """Return the items in languages of the site by translation group and language."""
        groups: defaultdict[str, dict[str, list[Item]]] = defaultdict(dict)
        for item in pages:
            code, group = self._code(item), self._group(item)
            if group and code in self._places:
                groups[group].setdefault(code, []).append(item)
        return groups

    def _group(self, item: Item) -> str:
        slug, _name = item.taxonomies.get("post_translations", ("", ""))
        return slug or self._groups.get(item["post_id"], "") or item.meta.get(WPML_GROUP, "")

    def _name(self, item: Item) -> str:
        slug, name = item.taxonomies.get("language", ("", ""))
        return name or slug or item.meta.get(WPML_LANGUAGE, "")

    def _code(self, item: Item) -> str:
        """Return the site's code of the item's language; empty if the site lacks it."""
        slug = item.taxonomies.get("language", ("", ""))[0] or item.meta.get(WPML_LANGUAGE, "")
        return next(filter(None, map(_site_language, (slug, self._locales.get(slug, "")))), "")


def _site_language(name: str) -> str:
    """Return the site's code of a language or locale of WordPress, like `zh_CN`; empty if none."""
    code = name.replace("_", "-").lower()
    with suppress(ValueError):
        return language(code)
    with suppress(LookupError):
        return get_supported_language_variant(code)
    return ""

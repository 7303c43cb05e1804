"""The texts that a visitor reads on a page, and those of them that are English."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from bs4 import BeautifulSoup, Comment
from django.conf import settings

from cms.languages.catalogues import files
from cms.languages.catalogues.checking import PLACEHOLDER

ATTRIBUTES = ("aria-label", "title", "alt", "placeholder", "content", "data-none")


@cache
def english(code: str) -> re.Pattern[str]:
    """Return a pattern of every English text that the language writes in another way."""
    texts: set[str] = set()
    for message in files.read(settings.ROOT, code):
        sources = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        for source, string in zip(sources, strings, strict=False):
            texts |= set(_visible(source)) - set(_visible(string))
    patterns = (
        ".+".join(map(re.escape, PLACEHOLDER.split(text))) for text in texts if len(text) > 2
    )
    return re.compile("|".join(sorted(patterns)))


def _visible(markup: str) -> list[str]:
    return list(BeautifulSoup(markup, "html.parser").stripped_strings)


def shown(soup: BeautifulSoup, code: str) -> Iterator[str]:
    """Yield each text that a visitor sees or hears, whitespace collapsed.

    Texts that are marked as of another language, like titles of results, are removed from `soup`.
    """
    for hidden in [*soup.find_all(["style", "code"]), *soup.select("body [lang]")]:
        if hidden.get("lang") != code:
            hidden.extract()
    for node in soup.find_all(string=True):
        if not isinstance(node, Comment) and (text := " ".join(node.split())):
            yield text
    for tag in soup.find_all(True):
        yield from (" ".join(tag[name].split()) for name in ATTRIBUTES if tag.get(name))


def leftovers(response: Any, code: str) -> list[str]:
    return untranslated(BeautifulSoup(response.content, "html.parser"), code)


def untranslated(soup: BeautifulSoup, code: str) -> list[str]:
    """Return the English texts of a page, as `shown` reads it."""
    return [text for text in shown(soup, code) if english(code).fullmatch(text)]

"""Checks of a catalogue; a release has no problem in any."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message

from cms.languages.catalogues.files import compiled, path_of, read

MAX_COPIED = 3
"""Languages that may share a translation, as Indonesian and Malay do."""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")


def problems(root: Path, code: str, template: Catalog) -> Iterator[str]:
    """Yield one line for each problem of a language's files."""
    if not path_of(root, code).exists():
        yield f"{code}: there is no catalogue."
        return
    catalog = read(root, code)
    expected = {_key(each) for each in template if each.id}
    present = {_key(each) for each in catalog if each.id}
    yield from (f"{code}: missing: {key[0]!r}" for key in sorted(expected - present))
    yield from (f"{code}: stale: {key[0]!r}" for key in sorted(present - expected))
    for message in catalog:
        if message.id and (problem := message_problem(message, catalog.num_plurals)):
            yield f"{code}: {problem}: {_key(message)[0]!r}"
    binary = path_of(root, code, "mo")
    if not binary.exists() or binary.read_bytes() != compiled(catalog):
        yield f"{code}: django.mo is not compiled from django.po."


def copied(root: Path, codes: Iterable[str]) -> Iterator[str]:
    """Yield one line for each translation that occurs in more than `MAX_COPIED` languages.

    Such a text is that of one language, copied into the others. Words left as in the source are
    left out.
    """
    languages: dict[tuple[str, str], set[str]] = defaultdict(set)
    for code in codes:
        for message in read(root, code):
            for string in texts(message.string):
                if message.id and string and string not in texts(message.id):
                    languages[_key(message)[0], string].add(code)
    for (source, string), codes_alike in sorted(languages.items()):
        if len(codes_alike) > MAX_COPIED:
            yield f"{', '.join(sorted(codes_alike))}: all have {string!r} for {source!r}"


def message_problem(message: Message, forms: int) -> str:
    """Return the problem of a message; empty if there is none."""
    if message.fuzzy:
        return "fuzzy"
    sources, strings = texts(message.id), texts(message.string)
    if message.pluralizable and len(strings) != forms:
        return f"needs {forms} plural forms"
    if not all(strings):
        return "not translated"
    expected = Counter(PLACEHOLDER.findall(sources[-1]))
    if any(Counter(PLACEHOLDER.findall(each)) != expected for each in strings):
        return "placeholders differ"
    return ""


def texts(value: Any) -> tuple[str, ...]:
    """Return the plural forms of a message or its translation; a single one without a plural."""
    return tuple(value) if isinstance(value, tuple | list) else (value or "",)


def _key(message: Message) -> tuple[str, str]:
    return texts(message.id)[0], message.context or ""

"""Content checks: pure functions from a page's text to findings."""

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from typing import Literal

Code = Literal[
    "no-summary",
    "empty-body",
    "empty-section",
    "not-translated",
    "heading-order",
    "repeated-heading",
    "vague-link",
    "no-alt-text",
    "broken-link",
    "hard-to-read",
    "not-reviewed",
]
LABELS: dict[Code, str] = {
    "no-summary": "No summary",
    "empty-body": "Nothing to read",
    "empty-section": "Empty sections",
    "not-translated": "Not translated",
    "heading-order": "Headings out of order",
    "repeated-heading": "Headings that repeat",
    "vague-link": "Links that do not say where they lead",
    "no-alt-text": "Images without a description",
    "broken-link": "Broken links",
    "hard-to-read": "Hard to read",
    "not-reviewed": "Not reviewed for a year",
}
VAGUE = {
    *("click", "click here", "details", "download", "find out more", "go", "here", "learn more"),
    *("link", "more", "more information", "read more", "see here", "see more", "this", "this link"),
    *("this page", "di sini", "klik di sini", "baca selengkapnya", "selengkapnya"),
}
HARD = 30.0  # reading ease below which only specialists read with ease
ENOUGH = 100  # words, below which the measure says little
_LINK = re.compile(r"<a\b([^<>]*)>((?:[^<]|<(?!/?a\b))*)</a>")
_ATTRIBUTE = re.compile(r'([a-z]+)="([^"]*)"')
_TAG = re.compile(r"<[^<>]*>")
_WORD = re.compile(r"[A-Za-z]+(?:['’-][A-Za-z]+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?:\s|$)")
_VOWELS = re.compile(r"[aeiouy]+")


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem of a page; `since` is the first day on which it holds, None for always."""

    code: str
    message: str
    since: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A link; `is_broken` if its target on this site is deleted or not public."""

    text: str
    is_broken: bool = False


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of a page that the checks read. Headings are (level, text)."""

    language: str
    summary: str
    text: str
    headings: tuple[tuple[int, str], ...] = ()
    links: tuple[Link, ...] = ()
    has_more: bool = False
    """True if the page shows something besides its text, like a list, a form or a picture."""
    images_without_alt: int = 0
    empty_sections: tuple[str, ...] = ()
    """Headings with nothing below them, in the order of the page."""
    same_as: str = ""
    """The language whose text the page repeats; empty where its text differs."""
    review_due: datetime.date | None = None


def findings(text: PageText) -> list[Finding]:
    """Return all findings, the most serious first."""
    return [
        *_links(text.links),
        *_images(text.images_without_alt),
        *_headings(text.headings),
        *_words(text),
        *_review(text.review_due),
    ]


def reading_ease(text: str) -> float:
    """Return Flesch's reading ease for English: about 0 (hardest) to 100 (easiest).

    206.835 − 1.015 × words per sentence − 84.6 × syllables per word (R. Flesch, A New
    Readability Yardstick, 1948). Syllables are counted as groups of vowels, a silent final e
    left out; a line end closes a sentence, as in lists.
    """
    words = _WORD.findall(text)
    if not words:
        return 100.0
    lines = [line for line in text.splitlines() if _WORD.search(line)]
    sentences = sum(max(1, len(_SENTENCE_END.findall(line))) for line in lines)
    syllables = sum(map(_syllables, words))
    return 206.835 - 1.015 * len(words) / sentences - 84.6 * syllables / len(words)


def links_in(source: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the words and the attributes of each link in rich text as Wagtail stores it."""
    for attributes, inner in _LINK.findall(source):
        words = unescape(_TAG.sub("", inner))
        yield " ".join(words.split()), dict(_ATTRIBUTE.findall(attributes))


def _syllables(word: str) -> int:
    groups = len(_VOWELS.findall(word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le")
    return max(1, groups - 1 if silent and groups > 1 else groups)


def _links(links: Iterable[Link]) -> Iterator[Finding]:
    for link in links:
        if link.is_broken:
            message = f"The link “{link.text}” leads to a page that visitors cannot see."
            yield Finding("broken-link", message)
        elif link.text.casefold().strip(" .…»›>") in VAGUE:
            message = f"The link “{link.text}” does not say where it leads: name the target."
            yield Finding("vague-link", message)


def _images(without_alt: int) -> Iterator[Finding]:
    if without_alt:
        images = "1 image has" if without_alt == 1 else f"{without_alt} images have"
        message = f"{images} no description: describe what it shows, or mark it as decorative."
        yield Finding("no-alt-text", message)


def _headings(headings: tuple[tuple[int, str], ...]) -> Iterator[Finding]:
    for (before, _), (level, text) in pairwise([(1, ""), *headings]):
        if level > before + 1:
            message = f"“{text}” is part of a section, but no section heading stands before it."
            yield Finding("heading-order", message)
    earlier: set[str] = set()
    for _, text in headings:
        if text.casefold() in earlier:
            message = f"“{text}” is the heading of two sections: visitors cannot tell them apart."
            yield Finding("repeated-heading", message)
        earlier.add(text.casefold())


def _words(page: PageText) -> Iterator[Finding]:
    if page.same_as:
        message = f"Most of this page is still in {page.same_as}: translate it before you publish."
        yield Finding("not-translated", message)
    if not page.summary.strip():
        yield Finding("no-summary", "Write one or two sentences for listings and search results.")
    for heading in page.empty_sections:
        message = f"The section “{heading}” is empty: fill it in, or delete its heading."
        yield Finding("empty-section", message)
    if not page.text.strip() and not page.has_more:
        yield Finding("empty-body", "The page has no content yet.")
    elif page.language == "en" and len(_WORD.findall(page.text)) >= ENOUGH:
        ease = reading_ease(page.text)
        if ease < HARD:
            message = f"Reading ease is {ease:.0f} of 100: shorten sentences, choose common words."
            yield Finding("hard-to-read", message)


def _review(due: datetime.date | None) -> Iterator[Finding]:
    if due:
        message = "The page was not reviewed for a year: check that it is still right."
        yield Finding("not-reviewed", message, due)

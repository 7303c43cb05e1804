"""The parts of HTML that an import cannot keep, as sentences for its report."""

import re
from collections import Counter
from collections.abc import Iterator, Set
from html import unescape

import nh3
from bs4 import BeautifulSoup, Tag

from cms.content.importer.markup.html import KNOWN_TAGS
from cms.content.importer.markup.text import INLINE

FOREIGN = {"svg": "a drawing", "math": "a formula"}
"""Elements that are left out with their text, as are the elements that belong in them."""
WITHOUT_EQUIVALENT = {
    *("abbr", "area", "bdo", "button", "canvas", "data", "datalist", "del", "details", "dfn"),
    *("dialog", "fieldset", "form", "input", "ins", "kbd", "map", "mark", "meter", "output"),
    *("progress", "q", "rt", "ruby", "s", "samp", "select", "strike", "textarea", "u", "var"),
}
"""Elements with a meaning or a look that blocks lack; the text in them is kept."""
MEDIA = {"audio", "embed", "iframe", "img", "object", "video"}
_TAG = re.compile(r"<([a-z][a-z0-9]*)\b([^<>]*)", re.I)
_NUMBERING = re.compile(r"\b(?:start|type|reversed)\b", re.I)
_SPAN = re.compile(r"\b(?:col|row)span\s*=\s*[\"']?\s*(?![01]\b)\d", re.I)
_HTML = {*KNOWN_TAGS, *INLINE, *WITHOUT_EQUIVALENT, *MEDIA} | {
    *("body", "head", "html", "link", "meta", "noscript", "picture", "script", "source", "style"),
    *("col", "colgroup", "template", "title", "track"),
}
MAX_SHOWN = 100  # characters of a text that is left out


def losses(html: str, replaced: Set[str] = frozenset()) -> list[str]:
    """Return a sentence for each kind of loss, apart from elements that are `replaced`."""
    names: set[str] = set()
    merges_cells = renumbers = False
    for tag in _TAG.finditer(html):
        name = tag[1].lower()
        names.add(name)
        merges_cells |= name in {"td", "th"} and bool(_SPAN.search(tag[2]))
        renumbers |= name in {"ol", "li"} and bool(_NUMBERING.search(tag[2]))
    sentences = [*dict.fromkeys(_foreign(html))] if names - _HTML else []
    names -= replaced
    if without := names & WITHOUT_EQUIVALENT:
        sentences.append(
            f"markup without an equivalent, of which only text is kept: {_list(without)}."
        )
    if merges_cells:
        sentences.append("merged cells of a table are split; their text is in the first one.")
    if renumbers:
        sentences.append("the numbering of a list is left out; it counts 1, 2, 3 from the start.")
    if media := names & MEDIA:
        sentences.append(f"pictures and media are left out: {_list(media)}.")
    return sentences


def left_out(subject: str, text: str) -> str:
    """Return the sentence for a part that is left out with its text."""
    excerpt = text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}…"
    return f"{subject} is left out: “{excerpt}”." if text else f"{subject} is left out."


def _foreign(html: str) -> Iterator[str]:
    """Yield a sentence for each element that cleaning would take out with its text."""
    for tag in BeautifulSoup(html, "html.parser").find_all(_is_outermost):
        text = " ".join(" ".join(tag.find_all(string=True)).split())  # with the text of rubies
        cleaned = unescape(nh3.clean(tag.decode(), tags=set()))
        if tag.name in FOREIGN or Counter(text.split()) - Counter(cleaned.split()):
            yield left_out(f"{FOREIGN.get(tag.name, 'an element')} ({tag.name})", text)


def _is_outermost(tag: Tag) -> bool:
    return tag.name not in _HTML and all(each.name in _HTML for each in tag.parents if each.parent)


def _list(names: set[str]) -> str:
    return ", ".join(sorted(names))

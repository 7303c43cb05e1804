"""Units as an XLIFF 1.2 document."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from cms.desk.translations.xliff.runs import EMPTY, Mark, Run
from cms.desk.translations.xliff.units import Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
VERSION = "1.2"
# Characters that XML cannot hold; `\r` would come back as `\n`.
_NO_XML = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")
_CTYPES = {"a": "link", "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "br": "lb"}

register_namespace("", NAMESPACE)


@dataclass(frozen=True, slots=True)
class PageFile:
    """The part of a document that belongs to one page; `original` identifies the page."""

    original: str
    note: str
    source_language: str
    target_language: str
    units: Sequence[Unit]


def tag(name: str) -> str:
    """Return the qualified name of an element of XLIFF."""
    return f"{{{NAMESPACE}}}{name}"


def storable(text: str) -> str:
    """Return the text without characters that XML cannot hold."""
    return _NO_XML.sub("", text)


def write(files: Iterable[PageFile]) -> bytes:
    """Return the document, in UTF-8."""
    root = Element(tag("xliff"), {"version": VERSION})
    for each in files:
        root.append(_file(each))
    content: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _file(file: PageFile) -> Element:
    attributes = {
        "original": file.original,
        "source-language": file.source_language,
        "target-language": file.target_language,
        "datatype": "html",
    }
    file_element = Element(tag("file"), attributes)
    SubElement(SubElement(file_element, tag("header")), tag("note")).text = storable(file.note)
    body = SubElement(file_element, tag("body"))
    for unit in file.units:
        names = {"id": unit.id, "resname": storable(unit.label), "xml:space": "preserve"}
        element = SubElement(body, tag("trans-unit"), names)
        _fill(SubElement(element, tag("source")), unit.source)
        if unit.target is not None:
            _fill(SubElement(element, tag("target"), {"state": "translated"}), unit.target)
    return file_element


def _fill(parent: Element, run: Run) -> None:
    """Append the run: `<g>` for an inline element, `<x>` for a line break."""
    last: Element | None = None
    for each in run:
        if isinstance(each, Mark):
            last = _mark(parent, each)
        elif last is None:
            parent.text = (parent.text or "") + storable(each)
        else:
            last.tail = (last.tail or "") + storable(each)


def _mark(parent: Element, mark: Mark) -> Element:
    kind = _CTYPES.get(mark.name, f"x-html-{mark.name}")
    names = {"id": str(mark.number), "ctype": kind}
    if mark.name == EMPTY:
        return SubElement(parent, tag("x"), names)
    element = SubElement(parent, tag("g"), names)
    _fill(element, mark.content)
    return element

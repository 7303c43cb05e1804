"""An XLIFF 1.2 document as the texts of pages."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.runs import Mark, Run, marks, plain_text
from cms.desk.translations.xliff.units import Unit
from cms.desk.translations.xliff.writing import VERSION, storable, tag

MAX_BYTES = 20 * 1024 * 1024
TRANSPARENT = "mrk"
"""Tools put this element around sentences; only its content counts."""


@dataclass(frozen=True, slots=True)
class ReadUnit:
    """A unit of an XLIFF document."""

    source: str
    target: Element | None


@dataclass(frozen=True, slots=True)
class ReadFile:
    """The part of a document that belongs to one page."""

    original: str
    target_language: str
    units: Mapping[str, ReadUnit]


def read(content: bytes) -> list[ReadFile]:
    """Return the pages of a document; raises XliffError."""
    if len(content) > MAX_BYTES:
        raise XliffError(f"The file is larger than {MAX_BYTES >> 20} MB: export fewer pages.")
    try:
        root = fromstring(content)
    except ParseError as error:
        raise XliffError(f"This is not a complete XML document: {error}.") from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        raise XliffError("The file declares entities or an unknown encoding.") from error
    if root.tag != tag("xliff") or root.get("version") != VERSION:
        raise XliffError(f"This is not an XLIFF {VERSION} document.")
    files = [_file(each) for each in root.iter(tag("file"))]
    if not files:
        raise XliffError("The document has no pages.")
    return files


def _file(file: Element) -> ReadFile:
    units: dict[str, ReadUnit] = {}
    for each in file.iter(tag("trans-unit")):
        identity, source = each.get("id", ""), each.find(tag("source"))
        if identity in units:
            raise XliffError(f"The unit {identity!r} is there twice.")
        text = "" if source is None else "".join(source.itertext())
        units[identity] = ReadUnit(text, each.find(tag("target")))
    return ReadFile(file.get("original", ""), file.get("target-language", ""), units)


def changed(unit: Unit, read: ReadUnit | None) -> bool:
    """Return whether the text of the page differs from the source text of the document."""
    return read is None or storable(plain_text(unit.source)) != read.source


def target_of(unit: Unit, element: Element | None) -> Run | None:
    """Return the translation with the attributes of the page's marks; None if it is empty.

    Raises XliffError unless it has each mark of the source exactly once.
    """
    if element is None or not "".join(element.itertext()).strip():
        return None
    source_marks = {mark.number: mark for mark in marks(unit.reference)}
    run = _run(element, source_marks, unit)
    used = Counter(mark.number for mark in marks(run))
    if missing := sorted(source_marks.keys() - used.keys()):
        raise _broken(unit, f"the mark {missing[0]} is missing")
    if twice := next((number for number, count in used.items() if count > 1), None):
        raise _broken(unit, f"the mark {twice} is there twice")
    return run


def _run(parent: Element, source_marks: Mapping[int, Mark], unit: Unit) -> Run:
    parts: list[str | Mark] = [parent.text or ""]
    for child in parent:
        if child.tag == tag(TRANSPARENT):
            parts += _run(child, source_marks, unit)
        else:
            parts.append(_mark(child, source_marks, unit))
        parts.append(child.tail or "")
    return tuple(each for each in parts if each != "")


def _mark(element: Element, source_marks: Mapping[int, Mark], unit: Unit) -> Mark:
    name, number = str(element.tag).rpartition("}")[2], element.get("id", "")
    mark = source_marks.get(int(number)) if number.isdecimal() and len(number) < 7 else None
    if mark is None or name not in ("g", "x"):
        raise _broken(unit, f"the mark <{name} id={number!r}> is not in the source")
    return Mark(mark.number, mark.name, mark.attributes, _run(element, source_marks, unit))


def _broken(unit: Unit, why: str) -> XliffError:
    return XliffError(f"{unit.label}: {why} in “{plain_text(unit.source)[:60]}”.")

"""Raw values of blocks other than running text: containers, images, quotes, tables."""

from collections.abc import Callable, Sequence
from typing import Any

import yaml
from bs4 import Tag

from cms.content.importer.markup.text import paragraphs, words
from cms.content.importer.references import References
from cms.content.importer.sources.yaml_values import read_yaml
from cms.directory.models import Person

Raw = dict[str, Any]
FILES = {"image", "document"}
TONES = {"info", "note", "warning"}
DASH = "—"
MAX_CELLS = 20_000
_TOO_LARGE = f"the table has over {MAX_CELLS} cells: split it."


def block(tag: Tag, references: References, inner: Callable[[Tag], list[Raw]]) -> Raw | None:
    """Return the block of a container; `inner` reads the blocks inside an element.

    None for a block whose file is not stored while the source is being validated. Raises
    ValueError.
    """
    name, parameters = str(tag["data-block"]), str(tag["data-parameters"])
    if tag.name == "pre":
        value = _record(name, parameters, tag.get_text(), references)
        return None if _lacks_file(name, value) else {"type": name, "value": value}
    match name:
        case "aims" | "principles":
            return {"type": name, "value": _points(name, tag)}
        case "callout":
            return {"type": name, "value": _callout(parameters, tag)}
        case "quote":
            return quote(tag)
        case "accordion":
            return {"type": name, "value": _accordion(tag, inner)}
        case _:
            table_tag = tag.find("table")
            if not isinstance(table_tag, Tag):
                raise ValueError("`::: table` holds no table: write rows of | cells |.")
            return table(table_tag, caption=parameters)


def _lacks_file(name: str, value: Raw) -> bool:
    """Return whether the file of the block, or the document of an item, is not stored yet."""
    items = value.get("items")
    inside = items if isinstance(items, list) else []
    lacks_document = any(each.get("document", "") is None for each in inside)
    return lacks_document or (name in FILES and value.get(name) is None)


def image(tag: Tag, references: References) -> Raw | None:
    """Return the image block of a paragraph that is one picture; its title is the caption."""
    alt, caption = str(tag.get("alt") or ""), str(tag.get("title") or "")
    stored = references.file("image", str(tag.get("src")), alt, alt)
    if stored is None:
        return None
    value = {"image": stored, "alt_text": alt, "decorative": not alt, "caption": caption}
    return {"type": "image", "value": value}


def _points(name: str, tag: Tag) -> Raw:
    items = tag.find_all("li")
    if not items:
        raise ValueError(f"`::: {name}` holds no list: write each point on a line after -.")
    lead = " ".join(words(each) for each in tag.find_all("p", recursive=False))
    return {"lead": lead, "points": [f"<p>{item.decode_contents().strip()}</p>" for item in items]}


def _callout(parameters: str, tag: Tag) -> Raw:
    tone, _, title = parameters.partition(" ")
    if tone not in TONES:
        tone, title = "info", parameters
    return {"tone": tone, "title": title.strip(), "text": tag.decode_contents().strip()}


def quote(tag: Tag) -> Raw:
    """Return a quote block; `cite`, `footer` or a last paragraph after a dash attributes it."""
    source = tag.find(["cite", "footer"])
    last = [each for each in tag.find_all("p") if words(each)][1:][-1:]
    if source is None and last and words(last[0]).startswith(DASH):
        [source] = last
    attribution, url = "", str(tag.get("cite") or "")
    if isinstance(source, Tag):
        attribution = words(source).lstrip(f"{DASH} ")
        link = source.find("a", href=True)
        url = str(link["href"]) if isinstance(link, Tag) else url
        source.extract()
    text = "\n\n".join(paragraphs(tag))
    value = {"text": text, "attribution": attribution, "source_url": url}
    return {"type": "quote", "value": value}


def table(tag: Tag, caption: str = "") -> Raw:
    """Return a table block. The first row is the head; short rows are padded."""
    own_rows = (row for row in tag.find_all("tr") if row.find_parent("table") is tag)
    rows = [row.find_all(["th", "td"], recursive=False) for row in own_rows]
    rows = [row for row in rows if row]
    if not rows:
        raise ValueError("the table has no cells.")
    own_caption = tag.find("caption")
    head, *body = _grid(rows)
    columns = [{"type": "cell", "heading": words(cell) if cell else ""} for cell in head]
    cells = [
        [f"<p>{cell.decode_contents().strip()}</p>" if cell else "" for cell in row] for row in body
    ]
    value = {
        "caption": caption or (words(own_caption) if isinstance(own_caption, Tag) else ""),
        "columns": columns,
        "rows": [{"values": row} for row in cells],
    }
    return {"type": "table", "value": value}


def _grid(rows: Sequence[Sequence[Tag]]) -> list[list[Tag | None]]:
    """Return rows of equal length; None for the rest of a merged cell, and for missing cells."""
    placed: dict[tuple[int, int], Tag | None] = {}
    for top, row in enumerate(rows):
        left = 0
        for cell in row:
            while (top, left) in placed:
                left += 1
            height = min(_span(cell, "rowspan"), len(rows) - top)
            width = _span(cell, "colspan")
            if len(placed) + height * width > MAX_CELLS:
                raise ValueError(_TOO_LARGE)
            for down in range(height):
                placed |= {(top + down, left + right): None for right in range(width)}
            placed[top, left] = cell
            left += width
    width = 1 + max(column for _, column in placed)
    if width * len(rows) > MAX_CELLS:
        raise ValueError(_TOO_LARGE)
    return [[placed.get((down, right)) for right in range(width)] for down in range(len(rows))]


def _span(cell: Tag, name: str) -> int:
    """Return the number of columns or rows of a cell; 1 where it is unreadable."""
    number = str(cell.get(name, "")).strip()
    return max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 5 else 1


def _accordion(tag: Tag, inner: Callable[[Tag], list[Raw]]) -> Raw:
    items: list[Raw] = []
    for each in inner(tag):
        if each["type"] == "heading":
            items.append({"heading": each["value"]["text"], "content": []})
        elif not items:
            raise ValueError("`::: accordion` should begin with a heading: ### What opens.")
        else:
            items[-1]["content"].append(each)
    if not items:
        raise ValueError("`::: accordion` is empty: write ### headings, each with its text.")
    return {"items": items}


def _record(name: str, parameters: str, text: str, references: References) -> Raw:
    """Return the value of a block written in YAML: a mapping of fields, or a list of items."""
    try:
        value = read_yaml(text)
    except (yaml.YAMLError, RecursionError) as error:
        problem = getattr(error, "problem", None) or "unreadable"
        raise ValueError(f"`::: {name}` is not YAML ({problem}).") from error
    if isinstance(value, list):
        items = "cards" if name == "cards" else "items"
        value = {items: [_fields(name, each, references) for each in value]}
    elif isinstance(value, dict) and isinstance(value.get("items"), list):
        value["items"] = [_fields(name, each, references) for each in value["items"]]
    value = _fields(name, value or {}, references)
    if parameters:
        value.setdefault("title" if name in {"cards", "embed"} else "name", parameters)
    return value


def _fields(name: str, value: object, references: References) -> Raw:
    if not isinstance(value, dict):
        raise ValueError(
            f"`::: {name}` should hold lines like `title: …`, if there is such a block."
        )
    fields: Raw = dict(value)
    if page := fields.get("page"):
        target = references.page(str(page))
        fields["page"] = target and target.pk
    for kind in FILES & set(fields):
        title = str(fields.get("alt_text") or fields.get("title") or "")
        fields[kind] = references.file(kind, str(fields[kind]), title)
    if person := fields.get("person"):
        person_id = Person.objects.filter(name=person).values_list("pk", flat=True).first()
        if person_id is None:
            raise ValueError(f"nobody in the directory is called {person!r}.")
        fields["person"] = person_id
    return fields

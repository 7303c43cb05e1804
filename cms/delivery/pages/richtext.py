"""Rich text as a tree, for front ends that render it with their own components."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString, PageElement
from pydantic import BaseModel, Field, TypeAdapter

Mark = Literal["bold", "italic", "superscript", "subscript"]
MARKS: dict[str, Mark] = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    "sup": "superscript",
    "sub": "subscript",
}
LinkKind = Literal["page", "document", "url", "email", "phone", "anchor"]
SCHEMES: dict[str, LinkKind] = {"mailto": "email", "tel": "phone"}
KINDS: dict[str, LinkKind] = {"page": "page", "document": "document"}
LISTS = ["ul", "ol"]
BLOCKS = ["p", "hr", *LISTS]
REFERENCE = "#/components/schemas/{model}"


class TextRun(BaseModel):
    """Text, with its marks from the outermost to the innermost."""

    type: Literal["text"] = "text"
    text: str
    marks: list[Mark]


class LineBreak(BaseModel):
    type: Literal["break"] = "break"


class TextLink(BaseModel):
    """`href` is resolved: within the site a path, a whole address elsewhere.

    `kind` says what it leads to; `id` is that of a page or a document, null for other addresses.
    """

    type: Literal["link"] = "link"
    kind: LinkKind
    id: int | None
    href: str
    children: list["Phrase"]


class Paragraph(BaseModel):
    type: Literal["paragraph"] = "paragraph"
    children: list["Phrase"]


class TextList(BaseModel):
    type: Literal["list"] = "list"
    ordered: bool
    items: list["ListItem"]


class ListItem(BaseModel):
    """An item's text, and the lists below it."""

    type: Literal["item"] = "item"
    children: list["Phrase"]
    lists: list[TextList]


class Rule(BaseModel):
    type: Literal["rule"] = "rule"


Phrase = Annotated[TextRun | LineBreak | TextLink, Field(discriminator="type")]
RichTextNode = Annotated[Paragraph | TextList | Rule, Field(discriminator="type")]
for _model in (TextLink, Paragraph, TextList, ListItem):
    _model.model_rebuild()


def tree(html: str) -> list[Paragraph | TextList | Rule]:
    """Return the blocks of a rich text; text outside of blocks becomes a paragraph.

    Unknown elements are replaced by their content.
    """
    return list(_blocks(BeautifulSoup(html, "html.parser")))


def add_trees(payload: Any) -> None:
    """Add a `tree` beside each `html`, and a `…_tree` beside each `…_html`, in place."""
    if isinstance(payload, dict):
        for name in [*payload]:
            if tree_field := tree_name(name):
                payload[tree_field] = _trees(payload[name])
            else:
                add_trees(payload[name])
    elif isinstance(payload, list):
        for each in payload:
            add_trees(each)


def describe_trees(schemas: dict[str, Any]) -> None:
    """Add the optional tree of each HTML property to the schemas of an OpenAPI document."""
    definitions = TypeAdapter(RichTextNode).json_schema(ref_template=REFERENCE)
    node_schemas = definitions.pop("$defs")
    for schema in schemas.values():
        properties = schema.get("properties", {})
        for name in [*properties]:
            if tree_field := tree_name(name):
                properties[tree_field] = _trees_schema(properties[name]) | {
                    "description": f"`{name}` as a tree; there with `rich_text=tree`."
                }
    schemas |= node_schemas | {"RichTextNode": definitions}


def tree_name(name: str) -> str:
    """Return the name of the tree for an HTML field; empty for other fields."""
    return f"{name.removesuffix('html')}tree" if name == "html" or name.endswith("_html") else ""


def _trees(html: Any) -> Any:
    if isinstance(html, list):
        return [_trees(each) for each in html]
    return [node.model_dump() for node in tree(html)]


def _trees_schema(schema: dict[str, Any]) -> dict[str, Any]:
    inner = schema.get("items")
    items = _trees_schema(inner) if inner else {"$ref": REFERENCE.format(model="RichTextNode")}
    return {"type": "array", "items": items}


def _blocks(parent: Tag) -> Iterator[Paragraph | TextList | Rule]:
    inline: list[PageElement] = []
    for child in [*parent.children, None]:
        is_block = isinstance(child, Tag) and (child.name in BLOCKS or child.find(BLOCKS))
        if child is not None and not is_block:
            inline.append(child)
            continue
        if phrases := _phrases(inline):
            yield Paragraph(children=phrases)
        inline = []
        if isinstance(child, Tag):
            yield from _block(child)


def _block(tag: Tag) -> Iterator[Paragraph | TextList | Rule]:
    if tag.name in LISTS:
        yield _list(tag)
    elif tag.name == "hr":
        yield Rule()
    elif tag.name == "p" and not tag.find(BLOCKS):
        if phrases := _phrases(tag.children):
            yield Paragraph(children=phrases)
    else:
        yield from _blocks(tag)


def _list(tag: Tag) -> TextList:
    """Return a list; other content of its element becomes an item, too."""
    items = []
    for child in tag.children:
        parts = list(child.children) if isinstance(child, Tag) and child.name == "li" else [child]
        lists = [each for each in parts if isinstance(each, Tag) and each.name in LISTS]
        phrases = _phrases(each for each in parts if each not in lists)
        if phrases or lists:
            items.append(ListItem(children=phrases, lists=[_list(each) for each in lists]))
    return TextList(ordered=tag.name == "ol", items=items)


def _target(link: Tag) -> tuple[LinkKind, int | None]:
    """Return the kind of a link, and the id of the page or document that it leads to."""
    kind, href = link.get("data-link"), str(link["href"])
    if properties := KINDS.get(str(kind)):
        return properties, int(str(link["data-id"]))
    if href.startswith("#"):
        return "anchor", None
    return SCHEMES.get(href.partition(":")[0].lower(), "url"), None


def _phrases(elements: Any, marks: tuple[Mark, ...] = ()) -> list[Any]:
    """Return the inline nodes of elements, without white space at both ends."""
    nodes = list(_inline(elements, marks))
    if nodes and isinstance(nodes[0], TextRun):
        nodes[0].text = nodes[0].text.lstrip()
    if nodes and isinstance(nodes[-1], TextRun):
        nodes[-1].text = nodes[-1].text.rstrip()
    return [each for each in nodes if not isinstance(each, TextRun) or each.text]


def _inline(elements: Any, marks: tuple[Mark, ...]) -> Iterator[TextRun | LineBreak | TextLink]:
    for each in elements:
        if type(each) is NavigableString:  # not a subclass, such as a comment
            yield TextRun(text=str(each), marks=list(marks))
        elif not isinstance(each, Tag):
            continue
        elif each.name == "br":
            yield LineBreak()
        elif each.name == "a" and each.get("href"):
            inner = list(_inline(each.children, marks))
            kind, pk = _target(each)
            yield TextLink(kind=kind, id=pk, href=str(each["href"]), children=inner)
        else:
            mark = MARKS.get(each.name)
            added = (*marks, mark) if mark and mark not in marks else marks
            yield from _inline(each.children, added)

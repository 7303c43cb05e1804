"""Converts the HTML of WordPress to elements that blocks support, with warnings."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import unquote, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag

from cms.content.importer.files import Files
from cms.content.importer.markup.html import KNOWN_TAGS, SPANS
from cms.content.importer.markup.losses import left_out, losses
from cms.content.importer.markup.size import check_size
from cms.content.importer.markup.text import words

FRAMES = frozenset({"iframe", "video", "audio", "object", "embed", "form"})
MAX_CAPTION_LENGTH = 250
MAX_HEADING_LENGTH = 160  # characters; what is longer is converted to bold text
_BLOCK_TAG = re.compile(r"<(p|div|h[1-6]|ul|ol|table|figure|blockquote|section|!-- wp:)", re.I)
_BLANK_LINES = re.compile(r"\n\s*\n")
_IMAGE = re.compile(r"<img[^<>]*>(?:\s*</a>)?")
_EMBED = re.compile(r"\[embed[^\]\[]*\]\s*([^\s\[\]]+)\s*\[/embed\]")
_SHORTCODE = re.compile(r"\[/?([a-z][a-z0-9_-]{2,})(?:\s[^\]\[]*)?/?\]")
_FRAME_START, _FRAME_END = re.compile(r"<iframe\b[^<>]*>", re.I), re.compile(r"</iframe\s*>", re.I)
_SIZE = re.compile(r"-\d+x\d+(?=\.[a-z]+$)", re.I)
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True)
class ExportContext:
    """New paths by old address, alternative texts, and files that texts of an export refer to."""

    paths: Mapping[str, str]
    alts: Mapping[str, str]
    files: Files | None
    has_addresses: bool = True
    """False if files have no address on the web, so that links to missing ones lead nowhere."""


def plain_text(html: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", html)).split())


def convert_html(html: str, context: ExportContext) -> tuple[str, list[str]]:
    """Return HTML that `html.blocks` supports, and a warning for each part that is left out.

    Links to pages of the export get their new paths; images and documents are referred to by their
    paths in the folder of uploads.
    """
    warnings: list[str] = []
    html = _paragraphs(_without_shortcodes(html, warnings))
    warnings += losses(html, FRAMES | {"img"})
    soup = BeautifulSoup(_well_formed(html), "html.parser")
    for frame in soup.find_all(list(FRAMES)):
        if not frame.decomposed:
            _replace_frame(soup, frame, context, warnings)
    for heading in soup.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]):
        if len(heading.get_text()) > MAX_HEADING_LENGTH:
            heading.name = "b"
            heading.wrap(soup.new_tag("p"))
    for link in soup.find_all("a", href=True):
        _resolve(link, context, warnings)
    for picture in soup.find_all("img"):
        _place(soup, picture, context, warnings)
    return soup.decode().strip(), warnings


def _without_shortcodes(html: str, warnings: list[str]) -> str:
    html = _captions(html)
    html = _EMBED.sub(lambda f: f'\n\n<a href="{escape(f[1])}">{escape(f[1])}</a>\n\n', html)
    names = dict.fromkeys(_SHORTCODE.findall(html))
    warnings += [f"the shortcode [{name}] is left out, its text kept." for name in names]
    return _SHORTCODE.sub("", html)


def _captions(html: str) -> str:
    """Return the HTML with `[caption]<img> Words[/caption]` as figures."""
    *captioned, remainder = html.split("[/caption]")
    return "".join(map(_caption, captioned)) + remainder


def _caption(part: str) -> str:
    """Return the HTML before one `[/caption]`, with its last `[caption …]` as a figure."""
    before, opening, inner = part.rpartition("[caption")
    image = _IMAGE.search(inner, inner.find("]") + 1)
    if not opening or image is None:
        return part
    picture = inner[inner.find("]") + 1 : image.end()]
    words = inner[image.end() :]
    return f"{before}\n\n<figure>{picture}<figcaption>{words}</figcaption></figure>\n\n"


def _well_formed(html: str) -> str:
    """Return the HTML with every element closed, as browsers read it; raises ValueError if huge."""
    html = nh3.clean(
        _with_empty_frames(html),
        tags=KNOWN_TAGS | FRAMES | {"img", "source"},
        clean_content_tags={"script", "style", "template", "title"},
        attributes={
            "a": {"href"},
            "blockquote": {"cite"},
            "img": {"alt", "src"},
            "td": SPANS,
            "th": SPANS,
            **{name: {"src", "data"} for name in FRAMES | {"source"}},
        },
        link_rel=None,
    )
    check_size(html)
    return html


def _with_empty_frames(html: str) -> str:
    """Return HTML without the text in `<iframe>`, which no browser shows or reads as markup."""
    *framed, remainder = _FRAME_END.split(html)
    parts = []
    for part in framed:
        opening = _FRAME_START.search(part)
        parts.append(f"{part[: opening.end()]}</iframe>" if opening else part)
    return "".join([*parts, remainder])


def _paragraphs(html: str) -> str:
    """Return HTML with paragraphs for blank lines, as WordPress does for its classic editor."""
    if _BLOCK_TAG.match(html.strip()) and "<p" in html:
        return html
    parts = [part.strip() for part in _BLANK_LINES.split(html) if part.strip()]
    return "\n".join(
        part if _BLOCK_TAG.match(part) or part.startswith("</") else f"<p>{_lines(part)}</p>"
        for part in parts
    )


def _lines(part: str) -> str:
    return part.replace("\r", "").replace("\n", "<br>")


def _replace_frame(
    soup: BeautifulSoup, frame: Tag, context: ExportContext, warnings: list[str]
) -> None:
    address = _address_of(frame)
    if not urlsplit(address).netloc:
        text = words(frame) if frame.name == "form" else ""  # in others it is a fallback
        warnings.append(left_out(f"a frame ({frame.name})", text))
        frame.decompose()
        return
    warnings.append(f"a frame ({frame.name}) is linked to.")
    link = soup.new_tag("a", href=address if urlsplit(address).scheme else f"https:{address}")
    link.string = _name_of(address, context) or urlsplit(address).netloc + urlsplit(address).path
    paragraph = soup.new_tag("p")
    paragraph.append(link)
    frame.replace_with(paragraph)


def _address_of(frame: Tag) -> str:
    """Return the address of what a frame shows; empty if it has none."""
    inside = frame.find("source") if frame.name in {"audio", "video"} else None
    addresses = [frame.get("src"), frame.get("data"), inside.get("src") if inside else ""]
    return "" if frame.name == "form" else str(next(filter(None, addresses), ""))


def _resolve(link: Tag, context: ExportContext, warnings: list[str]) -> None:
    href = str(link["href"])
    if link.find("img"):
        link.unwrap()
        return
    if path := context.paths.get(address(href)):
        link["href"] = path
    elif context.files and (name := context.files.name_of(href)):
        try:
            context.files.check("document", name)
        except ValueError as error:
            if context.has_addresses:
                warnings.append(f"a link to a document stays as it was: {error}")
            else:
                warnings.append(f"a link to a file is left out, its words kept: {error}")
                link.unwrap()
        else:
            link["href"] = f"/{name}"
            link["data-document"] = name


def _place(soup: BeautifulSoup, picture: Tag, context: ExportContext, warnings: list[str]) -> None:
    """Move an image to a separate paragraph and name its file; without a file it is removed."""
    source = str(picture.get("src") or "")
    name = file_of(source, context)
    if name is None:
        folder = "of uploads" if context.has_addresses else "of the pages"
        missing = _name_of(source, context) or source
        warnings.append(f"the image {missing[:120]} is left out: it is not in the folder {folder}.")
        picture.decompose()
        return
    figure = picture.find_parent("figure")
    caption = figure.find("figcaption") if figure else None
    title = words(caption) if isinstance(caption, Tag) else ""
    if len(title) > MAX_CAPTION_LENGTH:
        warnings.append(left_out("the end of a caption", title[MAX_CAPTION_LENGTH:]))
    media_alt = context.alts.get(address(source)) or context.alts.get(
        address(_SIZE.sub("", source))
    )
    alt = str(picture.get("alt") or "") or media_alt or ""
    picture.attrs = {"src": name, "alt": alt[:250], "title": title[:MAX_CAPTION_LENGTH]}
    if isinstance(caption, Tag):
        caption.decompose()
    paragraph = soup.new_tag("p")
    outer = picture.find_parent(["figure", "p", "h2", "h3", "h4"])
    if outer is None:
        picture.wrap(paragraph)
        return
    paragraph.append(picture.extract())
    outer.insert_before(paragraph)
    if not outer.get_text(strip=True) and not outer.find("img"):
        outer.decompose()


def _name_of(url: str, context: ExportContext) -> str | None:
    """Return the name of a file that has no address; None for other files."""
    return context.files.name_of(url) if context.files and not context.has_addresses else None


def file_of(source: str, context: ExportContext) -> str | None:
    """Return the name of the image's file: the original of a resized one, if it exists."""
    name = context.files.name_of(source) if context.files else None
    if context.files is None or name is None:
        return None
    for candidate in dict.fromkeys((_SIZE.sub("", name), name)):
        try:
            context.files.check("image", candidate)
        except ValueError:
            continue
        return candidate
    return None


def address(url: str) -> str:
    """Return an address without scheme and `www.`, to compare links."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return f"{parts.netloc.removeprefix('www.')}{unquote(parts.path).rstrip('/')}".casefold()

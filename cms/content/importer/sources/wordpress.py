"""Pages from a WordPress export (WXR): posts and pages, their files and old addresses."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from cms.content.free_names import free_name
from cms.content.importer.files import Files
from cms.content.importer.record import Problem, Record, Repair, check_storable, unchanged
from cms.content.importer.sources.wordpress_blocks import expand_blocks
from cms.content.importer.sources.wordpress_html import (
    ExportContext,
    address,
    convert_html,
    file_of,
    plain_text,
)
from cms.content.importer.sources.wordpress_items import Item, read_export
from cms.content.importer.sources.wordpress_languages import Languages
from cms.languages.slugs import slugify

MAX_BYTES = 512 * 1024 * 1024
SUMMARY_LENGTH = 320
MAX_DEPTH = 60  # pages below one another
PAGE_KINDS = {"post", "page"}
REUSABLE = "wp_block"
SEO: Mapping[str, tuple[tuple[str, ...], int]] = {
    "seo_title": (("_yoast_wpseo_title", "rank_math_title"), 255),
    "search_description": (("_yoast_wpseo_metadesc", "rank_math_description"), 2000),
}
"""Names of the metadata of plug-ins by field, and the field's length."""


class WordPressExport:
    """A WordPress export as a source; only public posts and pages are taken.

    `warnings` lists, after each iteration, what is left out. `uploads` is the site's folder
    wp-content/uploads, for images and documents. Raises ValueError for a file that is not a
    complete export, OSError for one that cannot be read. `places` are the paths below which pages
    go, by language.
    """

    def __init__(
        self,
        path: Path,
        places: Mapping[str, str],
        uploads: Path | None = None,
        repair: Repair = unchanged,
    ) -> None:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError(f"it is larger than {MAX_BYTES >> 20} MB: export it in parts.")
        self.repair = repair
        self.warnings: list[Problem] = []
        self._uploads = uploads
        self._items, terms = read_export(path)
        self._pages = [each for each in self._items if each.kind in PAGE_KINDS and each.is_public]
        self._reusable = {
            each["post_id"]: each["content"] for each in self._items if each.kind == REUSABLE
        }
        self._attachments = {
            each["post_id"]: each["attachment_url"]
            for each in self._items
            if each.kind == "attachment"
        }
        self._languages = Languages(terms, places)
        self._paths = _paths(self._pages, self._languages.place)
        self._originals = self._languages.originals(self._pages, self._paths)
        self._links = {address(each["link"]): self._paths[each["post_id"]] for each in self._pages}

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Record | Problem]:
        self.warnings = [*_left_out(self._items), *self._languages.problems(self._pages)]
        context = self._context()
        for item in sorted(self._pages, key=lambda each: self._paths[each["post_id"]].count("/")):
            try:
                yield self._record(item, context)
            except ValueError as error:
                yield Problem(item.where, str(error))

    def redirects(self) -> dict[str, str]:
        """Return the new path for each old path that differs."""
        moved = (
            (urlsplit(each["link"]).path, self._paths[each["post_id"]]) for each in self._pages
        )
        return {old: new for old, new in moved if old.strip("/") and old != new}

    def _record(self, item: Item, context: ExportContext) -> Record:
        warnings: list[str] = []
        content = expand_blocks(item["content"], self._reusable, warnings)
        text, html_warnings = convert_html(content, context)
        title = plain_text(item["title"])[:255] or "Untitled"
        fields: dict[str, object] = {"title": title, "topics": item.terms}
        if summary := plain_text(item["excerpt"])[:SUMMARY_LENGTH]:
            fields["summary"] = summary
        if (day := item["post_date"][:10]) and day != "0000-00-00":
            fields["date"] = day
        if original := self._originals.get(item["post_id"]):
            fields["translation_of"] = original
        fields |= _seo(item) | self._picture(item, context, warnings)
        self.warnings += [Problem(item.where, warning) for warning in (*warnings, *html_warnings)]
        fields, text = self.repair(item.where, [fields, text])
        check_storable([fields, text])
        path = self._paths[item["post_id"]]
        return Record(item.where, path, fields, text, "wordpress", context.files)

    def _picture(self, item: Item, context: ExportContext, warnings: list[str]) -> dict[str, str]:
        """Return the featured image as the page's picture, if its file is in the uploads."""
        thumbnail_id = item.meta.get("_thumbnail_id", "")
        if not thumbnail_id:
            return {}
        if name := file_of(self._attachments.get(thumbnail_id, ""), context):
            return {"picture": name}
        warnings.append("the featured image is left out: it is not in the folder of uploads.")
        return {}

    def _context(self) -> ExportContext:
        base = _uploads_base(self._attachments.values())
        alts = {
            address(each["attachment_url"]): each.meta["_wp_attachment_image_alt"]
            for each in self._items
            if each.meta.get("_wp_attachment_image_alt")
        }
        files = Files(self._uploads, self._uploads, base) if self._uploads else None
        return ExportContext(self._links, alts, files)


def _seo(item: Item) -> dict[str, str]:
    """Return title and description for search engines, as Yoast or Rank Math keep them.

    Texts with variables of these plug-ins are left out.
    """
    texts: dict[str, str] = {}
    for column, (names, limit) in SEO.items():
        text = next((plain_text(item.meta[name]) for name in names if item.meta.get(name)), "")
        if text and "%" not in text:
            texts[column] = text[:limit]
    return texts


def _paths(pages: Iterable[Item], place: Callable[[Item], str]) -> dict[str, str]:
    """Return the path of each page by its id in the export.

    Pages are below their parents of the same language, else at their `place`.
    """
    by_id = {each["post_id"]: each for each in pages}
    paths: dict[str, str] = {}
    used: set[str] = set()
    numbers: dict[str, int] = {}
    for item in by_id.values():
        for each in reversed(_line(item, by_id, paths)):
            start, parent = place(each), by_id.get(each["post_parent"])
            if parent and each.kind == "page" and place(parent) == start:
                start = paths.get(parent["post_id"], start)
            names = (unquote(each["post_name"]), plain_text(each["title"]), "page")
            slug = next(filter(None, map(slugify, names)))
            path = free_name(f"{start}{slug}", used, numbers)
            used.add(path)
            paths[each["post_id"]] = f"{path}/"
    return paths


def _line(item: Item, by_id: Mapping[str, Item], placed: Mapping[str, str]) -> list[Item]:
    """Return the item and those above it that have no place yet, from the bottom up.

    Stops at a circle of parents, and after `MAX_DEPTH` pages.
    """
    line: dict[str, Item] = {}
    above: Item | None = item
    while above is not None and len(line) < MAX_DEPTH:
        post_id = above["post_id"]
        if post_id in line or post_id in placed:
            break
        line[post_id] = above
        above = by_id.get(above["post_parent"]) if above.kind == "page" else None
    return list(line.values())


def _uploads_base(addresses: Iterable[str]) -> str:
    for url in addresses:
        start, folder, _ = url.partition("/uploads/")
        if folder:
            return start + folder
    return "/wp-content/uploads/"


def _left_out(items: Iterable[Item]) -> Iterator[Problem]:
    kinds: Counter[str] = Counter()
    comments = authors = 0
    for item in items:
        if item.kind in PAGE_KINDS and not item.is_public:
            why = "it has a password" if item["post_password"] else f"it is {item['status']}"
            yield Problem(item.where, f"left out: {why}.")
        elif item.kind in PAGE_KINDS:
            authors += bool(item["creator"])
        elif item.kind not in {"attachment", REUSABLE}:
            kinds[item.kind or "nothing"] += 1
        comments += int(item["comments"])
    for kind, count in sorted(kinds.items()):
        yield Problem(
            "export", f"{count} of the kind {kind} left out: only posts and pages are taken."
        )
    if authors:
        yield Problem("export", f"the authors of {authors} page{'s' * (authors != 1)} left out.")
    if comments:
        yield Problem("export", f"{comments} comment{'s' * (comments != 1)} left out.")

"""Saves the pages of a sitemap, and the files that they show, in a folder."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from django.conf import settings

from cms.content.importer.crawling.polite import FetchError, PoliteClient, Response, host_of
from cms.content.importer.record import MAX_BYTES, Problem
from cms.languages.slugs import slugify

MAX_NAME_LENGTH = 200  # bytes of one part of a path, below the 255 that file systems allow
LINKS = ("href", "src")
INDEX = "index.html"
MEDIA = ".media"
"""The folder of images and documents, hidden so that no DOCX file in it becomes a page."""


class Crawl:
    """Saves pages below `folder`; existing files are not fetched again.

    `problems` lists what could not be saved, `moved` the old path of each page with its file.
    """

    def __init__(self, client: PoliteClient, folder: Path) -> None:
        self.client = client
        self.folder = folder
        self.problems: list[Problem] = []
        self.moved: dict[str, str] = {}
        self._pages: dict[str, Path] = {}

    def save(self, addresses: list[str], advance: Callable[[int], object]) -> None:
        """Save the pages at these addresses, then an empty page for each missing parent."""
        for url in addresses:
            self._pages.setdefault(_key(url), self._file_of(url))
        for url in addresses:
            try:
                self._save_page(url, self._pages[_key(url)])
            except FetchError as error:
                self.problems.append(Problem(url, str(error)))
            advance(1)
        self._fill_gaps()

    def _file_of(self, url: str) -> Path:
        """Return where to save a page: `/about.html` and `/about/` as `about/index.html`."""
        parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
        if parts and parts[-1].lower() in {INDEX, "index.htm", "index.php"}:
            parts.pop()
        if parts:
            parts[-1] = parts[-1].removesuffix(".html").removesuffix(".htm").removesuffix(".php")
        names = [_short(slugify(part) or "page") for part in parts]
        return self.folder.joinpath(*names) / INDEX

    def _save_page(self, url: str, file: Path) -> None:
        if not file.is_file():
            response = self.client.get(url, MAX_BYTES)
            if "html" not in response.headers.get_content_type():
                raise FetchError(f"it is {response.headers.get_content_type()}, not a page.")
            soup = _soup(response)
            for tag, name, target in _links(soup, response.url, self.client.host):
                self._localize(tag, name, target)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(soup.decode(formatter="minimal"), encoding="utf-8")
        self.moved[urlsplit(url).path or "/"] = file.relative_to(self.folder).as_posix()

    def _localize(self, tag: Tag, name: str, target: str) -> None:
        """Give a link to a page its file, and save an image or a document."""
        page = self._pages.get(_key(target))
        if page is not None:
            tag[name] = "/" + page.relative_to(self.folder).as_posix()
        elif (file := self._media_file(target)) is not None:
            try:
                if not file.is_file():
                    content = self.client.get(target, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
                    file.parent.mkdir(parents=True, exist_ok=True)
                    file.write_bytes(content.content)
                tag[name] = "/" + file.relative_to(self.folder).as_posix()
            except FetchError as error:
                self.problems.append(Problem(target, str(error)))

    def _media_file(self, url: str) -> Path | None:
        """Return the path at which to save a file; None unless it is an image or a document."""
        parts = [unquote(part) for part in urlsplit(url).path.split("/") if part]
        suffix = Path(parts[-1]).suffix.lower() if parts else ""
        extensions = {*settings.WAGTAILIMAGES_EXTENSIONS, *settings.WAGTAILDOCS_EXTENSIONS}
        if suffix.removeprefix(".") not in extensions:
            return None
        names = [_short(slugify(part) or "part") for part in parts[:-1]]
        stem = _short(slugify(Path(parts[-1]).stem) or "file")
        return self.folder.joinpath(MEDIA, *names) / f"{stem}{suffix}"

    def _fill_gaps(self) -> None:
        for file in sorted(self.folder.rglob(INDEX)):
            for parent in file.parent.relative_to(self.folder).parents:
                index = self.folder / parent / INDEX
                if parent.parts and not index.is_file():
                    title = parent.name.replace("-", " ").capitalize()
                    index.write_text(f"<title>{title}</title><main></main>", encoding="utf-8")
                    where = parent.as_posix()
                    message = "it is not in the sitemap: an empty page is there for those below it."
                    self.problems.append(Problem(where, message))


def _key(url: str) -> str:
    parts = urlsplit(url)
    return unquote(parts.path).rstrip("/") + (f"?{parts.query}" if parts.query else "")


def _short(name: str) -> str:
    return name.encode()[:MAX_NAME_LENGTH].decode("utf-8", "ignore")


def _soup(response: Response) -> BeautifulSoup:
    charset = response.headers.get_content_charset()
    detected = EncodingDetector.find_declared_encoding(response.content, is_html=True)
    try:
        return BeautifulSoup(
            response.content.decode(charset or detected or "utf-8", "replace"), "html.parser"
        )
    except LookupError:
        return BeautifulSoup(response.content.decode("utf-8", "replace"), "html.parser")


def _links(soup: BeautifulSoup, base: str, host: str) -> Iterator[tuple[Tag, str, str]]:
    """Yield the links to the same host: the element, its attribute and the whole URL."""
    main = soup.find("main") or soup.find("article") or soup.body or soup
    for tag in main.find_all(["a", "img"]):
        for name in LINKS:
            if not (value := str(tag.get(name) or "")) or value.startswith("#"):
                continue
            try:
                target = urljoin(base, value)
                if urlsplit(target).scheme in {"http", "https"} and host_of(target) == host:
                    yield tag, name, urlunsplit(urlsplit(target)._replace(fragment=""))
            except ValueError:
                continue

"""A website as a source of pages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from cms.content.importer.crawling.crawl import Crawl
from cms.content.importer.crawling.polite import FetchError, PoliteClient
from cms.content.importer.crawling.sitemap import addresses
from cms.content.importer.record import Problem, Repair
from cms.content.importer.sources.folder import PageFolder
from cms.progress import Bar


@dataclass(frozen=True)
class Limits:
    """Limits of a crawl: seconds between requests, pages, bytes in all."""

    delay: float = 1.0
    max_pages: int = 1_000
    max_bytes: int = 500 * 1024 * 1024


class Website(PageFolder):
    """The saved pages of a website; `problems` lists what could not be saved."""

    def __init__(self, crawl: Crawl, under: str, repair: Repair) -> None:
        super().__init__(crawl.folder, under, repair)
        self.problems: list[Problem] = crawl.problems
        self._moved = crawl.moved

    def redirects(self) -> dict[str, str]:
        """Return the new path for each old path that differs."""
        moved = ((old, self._paths[file]) for old, file in self._moved.items())
        return {old: new for old, new in moved if old.strip("/") and old != new}


@contextmanager
def crawled(
    url: str, under: str, repair: Repair, limits: Limits, keep: Path | None, bar: Bar
) -> Iterator[Website]:
    """Save the pages of the sitemap at `url` and yield them; `keep` is a folder that stays.

    Raises FetchError where the sitemap cannot be read, or robots.txt forbids it.
    """
    client = PoliteClient(url, limits.delay, limits.max_bytes)
    urls = addresses(client, url, limits.max_pages)
    if not urls:
        raise FetchError(f"{url} lists no page of {client.host}.")
    with TemporaryDirectory() as temporary:
        crawl = Crawl(client, keep or Path(temporary))
        crawl.save(urls, bar("Fetching", len(urls)))
        yield Website(crawl, under, repair)

"""The addresses in a sitemap (sitemaps.org, 0.9), an index of sitemaps included."""

import gzip
import io
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from cms.content.importer.crawling.polite import FetchError, PoliteClient, host_of

MAX_BYTES = 50 * 1024 * 1024  # of one file, as sitemaps.org has it
MAX_FILES = 100


def addresses(client: PoliteClient, url: str, max_pages: int) -> list[str]:
    """Return at most `max_pages` addresses on the client's host, in order, without duplicates.

    Raises FetchError if a sitemap cannot be fetched or is none.
    """
    pages: dict[str, None] = {}
    queue, sitemaps = [url], {url}
    while queue and len(pages) < max_pages:
        sitemap = queue.pop(0)
        root = _parsed(client.get(sitemap, MAX_BYTES).content, sitemap)
        is_index = root.tag.rpartition("}")[2] == "sitemapindex"
        for each in _locations(root):
            if not is_index:
                pages.setdefault(each)
            elif each not in sitemaps and len(sitemaps) < MAX_FILES:
                sitemaps.add(each)
                queue.append(each)
    return [each for each in pages if _is_on(each, client.host)][:max_pages]


def _parsed(content: bytes, url: str) -> Element:
    try:
        if content.startswith(b"\x1f\x8b"):
            content = gzip.GzipFile(fileobj=io.BytesIO(content)).read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise FetchError(f"{url} is larger than {MAX_BYTES >> 20} MB.")
        root: Element = fromstring(content)
    except (ParseError, DefusedXmlException, ValueError, OSError, EOFError, zlib.error) as error:
        raise FetchError(f"{url} is not a sitemap ({error}).") from error
    if root.tag.rpartition("}")[2] not in {"urlset", "sitemapindex"}:
        raise FetchError(f"{url} is not a sitemap: it begins with <{root.tag}>.")
    return root


def _locations(root: Element) -> Iterator[str]:
    for each in root:
        for child in each:
            if child.tag.rpartition("}")[2] == "loc" and child.text:
                yield child.text.strip()


def _is_on(url: str, host: str) -> bool:
    try:
        return host_of(url) == host
    except ValueError:
        return False

"""Requests to a foreign website that keep to its rules: robots.txt, a delay, one host."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener
from urllib.robotparser import RobotFileParser

AGENT = "cms-import"
TIMEOUT = 20  # seconds
MAX_DELAY = 30.0  # seconds; a site that demands more is not crawled


class FetchError(Exception):
    """A URL cannot be fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class Response:
    """A response, whole: `url` is the one after redirects."""

    url: str
    content: bytes
    headers: Message


def host_of(url: str) -> str:
    """Return host and port without `www.`; raises ValueError for a malformed URL."""
    return urlsplit(url).netloc.lower().removeprefix("www.")


class _SameHost(HTTPRedirectHandler):
    def redirect_request(
        self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str
    ) -> Request | None:
        if urlsplit(newurl).scheme not in {"http", "https"} or host_of(newurl) != host_of(
            req.full_url
        ):
            raise FetchError("it redirects to another host.")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class PoliteClient:
    """Fetches from one host, one request at a time, `delay` seconds apart.

    The `Crawl-delay` of its robots.txt counts if it is longer. At most `max_bytes` are fetched
    in all.
    """

    def __init__(
        self, url: str, delay: float, max_bytes: int, sleep: Callable[[float], object] = time.sleep
    ) -> None:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise FetchError(f"{url} should be like https://example.org/sitemap.xml.")
        self.host = host_of(url)
        self.delay = delay
        self.left = max_bytes
        self._sleep = sleep
        self._next = 0.0
        self._opener: OpenerDirector = build_opener(_SameHost)
        self._rules = self._read_robots(f"{parts.scheme}://{parts.netloc}/robots.txt")
        crawl_delay = float(self._rules.crawl_delay(AGENT) or 0)
        if crawl_delay > MAX_DELAY:
            raise FetchError(f"its robots.txt demands {crawl_delay:g} seconds between requests.")
        self.delay = max(delay, crawl_delay)

    def _read_robots(self, url: str) -> RobotFileParser:
        """Return the rules of robots.txt; without one, everything is allowed (RFC 9309)."""
        rules = RobotFileParser(url)
        try:
            text = self._get(url, 500_000).content.decode("utf-8", "replace")
        except HTTPError as error:
            if error.code >= 500:
                raise FetchError(f"its robots.txt cannot be read ({error.code}).") from error
            text = ""
        rules.parse(text.splitlines())
        return rules

    def get(self, url: str, max_bytes: int) -> Response:
        """Return the response; raises FetchError, also for more than `max_bytes`."""
        try:
            if host_of(url) != self.host:
                raise FetchError("it is on another host.")
            if not self._rules.can_fetch(AGENT, url):
                raise FetchError("its robots.txt forbids it.")
            return self._get(url, max_bytes)
        except HTTPError as error:
            raise FetchError(f"it answers {error.code}.") from error

    def _get(self, url: str, max_bytes: int) -> Response:
        if self.left <= 0:
            raise FetchError("the limit of all bytes is reached.")
        self._sleep(max(0.0, self._next - time.monotonic()))
        request = Request(url, headers={"User-Agent": AGENT})  # noqa: S310 http and https only
        try:
            with self._opener.open(request, timeout=TIMEOUT) as stream:
                content = stream.read(max_bytes + 1)
                response = Response(stream.geturl(), content, stream.headers)
        except HTTPError:
            raise
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"it cannot be fetched ({error}).") from error
        finally:
            self._next = time.monotonic() + self.delay
        self.left -= len(content)
        if len(content) > max_bytes:
            raise FetchError(f"it is larger than {max_bytes:,} bytes.")
        return response

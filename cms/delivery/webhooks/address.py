"""HTTP requests protected against server-side request forgery (SSRF).

Every address that a host name resolves to must be public, and the connection is made to the
address that was checked, so that DNS rebinding has no effect. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from typing import Any, NamedTuple
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""The addresses that IANA assigns for the public internet; others embed IPv4 or are private."""
EMBEDDING_IPV4 = tuple(map(ipaddress.IPv6Network, ("2002::/16", "2001::/32")))
"""6to4 and Teredo: global addresses that embed any IPv4 address."""
PRIVATE_SUFFIXES = (".local", ".internal", ".localhost", ".home.arpa")
MAX_RESPONSE_SIZE = 2_000  # bytes of a response that are stored for the administrator


class ForbiddenAddressError(Exception):
    """The address is malformed, or belongs to a network that is not public."""


class Response(NamedTuple):
    """The status of a receiver's response, and the beginning of its body."""

    status: int
    text: str


def is_public(text: str) -> bool:
    """Return whether an IP address is public. Raises ValueError for another text."""
    address = ipaddress.ip_address(text)
    if isinstance(address, ipaddress.IPv6Address) and (
        address not in GLOBAL_UNICAST or any(address in each for each in EMBEDDING_IPV4)
    ):
        return False
    return address.is_global and not address.is_multicast


def check_address(url: str) -> None:
    """Check the form of an address without DNS look-ups; raises ForbiddenAddressError."""
    parts = urlsplit(url)
    private = settings.WEBHOOK_PRIVATE_NETWORKS
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise ForbiddenAddressError("The address should begin with https://.")
    if not parts.hostname or parts.username or parts.password:
        raise ForbiddenAddressError("The address should name a host, without user or password.")
    if _port(parts) == 0:
        raise ForbiddenAddressError("The port should be a number from 1 to 65535.")
    if not private and not _may_be_public(parts.hostname):
        raise ForbiddenAddressError("The address should be a public one.")


def _port(parts: SplitResult) -> int | None:
    """Return the port of an address, None if it has none, 0 if it is invalid."""
    try:
        return parts.port
    except ValueError:
        return 0


def _may_be_public(host: str) -> bool:
    """Return whether a host is a public IP address, or a name that may resolve to one."""
    try:
        return is_public(host)
    except ValueError:
        name = host.rstrip(".").lower()
        return "." in name and not name.endswith(PRIVATE_SUFFIXES)


def connect(address: tuple[str, int], timeout: float, *_: Any, **__: Any) -> socket.socket:
    """Connect like `socket.create_connection`, to public addresses only."""
    host, port = address
    resolved = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in resolved]
    if not settings.WEBHOOK_PRIVATE_NETWORKS and not all(map(is_public, addresses)):
        raise ForbiddenAddressError(f"{host} leads into a network that is not public.")
    return socket.create_connection((addresses[0], port), timeout)


def post(url: str, body: bytes, headers: dict[str, str], timeout: float) -> Response:
    """Return the receiver's response; raises OSError, HTTPException or ForbiddenAddressError."""
    check_address(url)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            host, parts.port, timeout=timeout, context=context
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=timeout)
    connection._create_connection = connect  # type: ignore[attr-defined]
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", target, body, headers)
        response = connection.getresponse()
        text = response.read(MAX_RESPONSE_SIZE).decode(errors="replace").replace("\0", "")
        return Response(response.status, text)
    finally:
        connection.close()

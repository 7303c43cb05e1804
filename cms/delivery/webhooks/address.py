"""Requests that cannot be turned against private networks.

Every address that a name resolves to must be public, and the connection goes to the very
address that was looked at: a name that answers differently the second time gains nothing.
Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

EMBEDDING_IPV4 = tuple(
    map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"))
)
READ_AT_MOST = 2_000  # bytes of an answer that nobody reads


class ForbiddenAddressError(Exception):
    """The address is malformed, or leads into a network that is not public."""


def is_public(told: str) -> bool:
    address = ipaddress.ip_address(told)
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(str(address.ipv4_mapped))
        if any(address in network for network in EMBEDDING_IPV4):
            return False
    return address.is_global and not address.is_multicast


def check_address(url: str) -> None:
    """Raises ForbiddenAddressError with what would be right; asks no other machine."""
    parts = urlsplit(url)
    private = settings.WEBHOOK_PRIVATE_NETWORKS
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        raise ForbiddenAddressError("The address should begin with https://.")
    if not parts.hostname or parts.username or parts.password:
        raise ForbiddenAddressError("The address should name a host, without user or password.")
    try:
        parts.port  # noqa: B018 -- reading it checks it
        public = is_public(parts.hostname)
    except ValueError as error:
        if "ort" in str(error):
            raise ForbiddenAddressError("The port is not a number from 1 to 65535.") from error
        public = "." in parts.hostname and not parts.hostname.endswith((".local", ".internal"))
    if not public and not private:
        raise ForbiddenAddressError("The address should be a public one.")


def connect(address: tuple[str, int], timeout: float, *_: Any, **__: Any) -> socket.socket:
    """Like `socket.create_connection`, for public addresses only."""
    host, port = address
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    if not settings.WEBHOOK_PRIVATE_NETWORKS and not all(map(is_public, addresses)):
        raise ForbiddenAddressError(f"{host} leads into a network that is not public.")
    return socket.create_connection((addresses[0], port), timeout)


def post(url: str, body: bytes, headers: dict[str, str], timeout: float) -> int:
    """The answer's status; raises OSError, HTTPException or ForbiddenAddressError."""
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
        response.read(READ_AT_MOST)
        return response.status
    finally:
        connection.close()

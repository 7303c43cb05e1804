"""The client's address behind trusted proxies, the same for every throttle and log."""

import hashlib
import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """Return the client's address, as the outermost of `TRUSTED_PROXIES` proxies saw it.

    Clients can forge what is further left in `X-Forwarded-For`. An IPv6 client has a whole network
    of addresses, so the first address of its /64 is returned; an IPv4 address in IPv6 form is
    returned as IPv4. The result is an IP address, or empty if there is none.
    """
    address: str = request.META.get("REMOTE_ADDR", "")
    if proxies := settings.TRUSTED_PROXIES:
        chain = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(chain) >= proxies and chain[-proxies].strip():
            address = chain[-proxies].strip()
    return _canonical(address)


def shortened(address: str) -> str:
    """Return the network of an address, /24 in IPv4 and /48 in IPv6, which identifies no person."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return ""
    return str(ipaddress.ip_network((address, 24 if version == 4 else 48), strict=False))


def client_hash(request: HttpRequest, salt: bytes) -> bytes:
    """Return a salted hash of the client's address, 12 bytes long."""
    address = client_address(request).encode()
    return hashlib.blake2b(address, digest_size=12, key=salt).digest()


def _canonical(text: str) -> str:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return text
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(ipaddress.ip_network((int(address), 64), strict=False).network_address)

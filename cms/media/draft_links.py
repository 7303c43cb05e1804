"""Signed addresses of files in drafts, for front ends on another host, which send no log-in."""

from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest

GOOD_FOR = 15 * 60  # seconds, as long as a preview
PARAMETER = "draft"
_SIGNER = signing.TimestampSigner(salt="cms.media.draft_links")


def sign_files(value: Any) -> None:
    """Sign the address of every image and document in a draft's JSON, in place.

    A signed file is sent although no public page shows it yet; private collections stay closed.
    """
    if isinstance(value, dict):
        if "srcset" in value:
            for size in value["renditions"]:
                size["url"] = signed_url(size["url"])
            value["src"] = signed_url(value["src"])
            value["srcset"] = ", ".join(
                f"{size['url']} {size['width']}w" for size in value["renditions"]
            )
        elif "extension" in value:
            value["url"] = signed_url(value["url"])
        for each in value.values():
            sign_files(each)
    elif isinstance(value, list | tuple):
        for each in value:
            sign_files(each)


def signed_url(url: str) -> str:
    """Return the URL with a signature of its path."""
    path = unquote(urlsplit(url).path)
    signature = _SIGNER.sign(path).removeprefix(f"{path}:")
    return f"{url}?{urlencode({PARAMETER: signature})}"


def is_signed(request: HttpRequest) -> bool:
    """Return whether the request carries a signature of its path that has not expired."""
    signature = request.GET.get(PARAMETER, "")
    if not signature:
        return False
    try:
        _SIGNER.unsign(f"{request.path}:{signature}", max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return True

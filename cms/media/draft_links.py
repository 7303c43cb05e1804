"""Signed URLs of files in drafts, for front ends on another host, which send no session."""

from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest

MAX_AGE = 15 * 60  # seconds, as long as a preview
PARAMETER = "draft"
_SIGNER = signing.TimestampSigner(salt="cms.media.draft_links")


def sign_files(value: Any) -> None:
    """Sign the URL of every image and document in a draft's JSON, in place.

    A signed URL gives access to a file that no public page shows yet, unless its collection is
    private.
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
    """Return whether the request has a signature of its path that has not expired."""
    signature = request.GET.get(PARAMETER, "")
    if not signature:
        return False
    try:
        _SIGNER.unsign(f"{request.path}:{signature}", max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    return True

"""Signed URLs of files in drafts, for front ends on another host, which send no session."""

from typing import Any
from urllib.parse import unquote, urlencode, urlsplit

from django.core import signing
from django.http import HttpRequest

from cms.media.variants import ROOT

MAX_AGE = 15 * 60  # seconds, as long as a preview
PARAMETER = "draft"
_SIGNER = signing.TimestampSigner(salt="cms.media.draft_links")


def sign_files(value: Any) -> None:
    """Sign the URL of every image and document in a draft's JSON, in place.

    A signed URL gives access to a file that no public page shows yet, unless its collection is
    private.
    """
    if isinstance(value, dict):
        if "renditions" in value:
            _sign_image(value)
        elif "extension" in value:
            value["url"] = signed_url(value["url"])
        for each in value.values():
            sign_files(each)
    elif isinstance(value, list | tuple):
        for each in value:
            sign_files(each)


def _sign_image(value: dict[str, Any]) -> None:
    for size in value["renditions"]:
        size["url"] = signed_url(size["url"])
    value["src"] = signed_url(value["src"])
    value["srcset"] = ", ".join(f"{size['url']} {size['width']}w" for size in value["renditions"])
    if variants := value["variants"]:
        variants["template"] = signed_url(variants["template"])
    for source in value["sources"]:
        sizes = (size.rsplit(" ", 1) for size in source["srcset"].split(", "))
        source["srcset"] = ", ".join(f"{signed_url(url)} {width}" for url, width in sizes)


def signed_url(url: str) -> str:
    """Return the URL with a signature of its path; variants of an image share theirs."""
    scope = _scope(unquote(urlsplit(url).path))
    signature = _SIGNER.sign(scope).removeprefix(f"{scope}:")
    return f"{url}?{urlencode({PARAMETER: signature})}"


def is_signed(request: HttpRequest) -> bool:
    """Return whether the request has a signature of its path that has not expired."""
    signature = request.GET.get(PARAMETER, "")
    if not signature:
        return False
    try:
        _SIGNER.unsign(f"{_scope(request.path)}:{signature}", max_age=MAX_AGE)
    except signing.BadSignature:
        return False
    return True


def _scope(path: str) -> str:
    """Return the path that is signed, or the folder of an image's variants."""
    return path.rpartition("/")[0] if path.startswith(f"{ROOT}/") else path

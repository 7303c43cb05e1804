"""Addresses of files as another host needs them: absolute."""

from typing import Any

from cms.delivery.http.served_site import ServedSite


def make_absolute(told: Any, site: ServedSite) -> None:
    """Gives every image and document within its whole address, in place."""
    if isinstance(told, dict):
        if "srcset" in told:
            for size in told["renditions"]:
                size["url"] = _absolute(size["url"], site)
            told["src"] = _absolute(told["src"], site)
            told["srcset"] = ", ".join(f"{s['url']} {s['width']}w" for s in told["renditions"])
        elif "extension" in told:
            told["url"] = _absolute(told["url"], site)
        for value in told.values():
            make_absolute(value, site)
    elif isinstance(told, list | tuple):
        for value in told:
            make_absolute(value, site)


def _absolute(url: str, site: ServedSite) -> str:
    return site.root_url + url if url.startswith("/") else url

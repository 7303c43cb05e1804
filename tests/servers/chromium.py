"""Debian's Chromium for the browser tests, driven by Playwright."""

import shutil

FLAGS = [
    "--no-sandbox",  # tests may run as root, and open nothing but this machine's pages
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The path of the browser, None if there is none."""
    return shutil.which("chromium") or shutil.which("chromium-browser")

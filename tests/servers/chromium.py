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


PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser")
"""The first opens a page in a fifth of the processor time: it has no windows to draw."""


def chromium() -> str | None:
    """Return the path of the browser, None if there is none."""
    return next(filter(None, map(shutil.which, PROGRAMS)), None)

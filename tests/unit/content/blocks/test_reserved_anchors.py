"""Headings never take an identifier that the layout uses."""

import re
from pathlib import Path

from cms.content.blocks.prose import RESERVED

TEMPLATES = Path(__file__).resolve().parents[4] / "templates"
ID = re.compile(r'\bid="([^"]*)"')
# Templates without a body: the search page, the admin, error pages and blocks.
APART = re.compile(
    r"allauth/|search/|content/|directory/|delivery/|desk/|languages/|modeladmin/|wagtail|admin/|\d{3}\."
)
WITHOUT_BODY = {"maintenance/notice.html", "maintenance/switch.html", "maintenance/bulk.html"}


def around_bodies():
    for file in TEMPLATES.rglob("*.html"):
        name = file.relative_to(TEMPLATES).as_posix()
        if not APART.match(name) and "/admin/" not in name and name not in WITHOUT_BODY:
            yield file


def test_every_id_around_a_body_is_reserved_and_no_other():
    anchors = {anchor for file in around_bodies() for anchor in ID.findall(file.read_text())}

    assert anchors == RESERVED

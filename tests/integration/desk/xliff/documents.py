"""A page with every kind of text, and its XLIFF file as translators give it back."""

import re

import pytest
from wagtail.models import Page

from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.exchange import export_xliff, import_xliff

BODY = [
    {"type": "heading", "value": {"text": "Fish", "level": "2", "anchor": ""}, "id": "one"},
    {
        "type": "rich_text",
        "value": '<p>Fish <b>swim</b>, <a href="https://e.org/">fast</a>.</p>'
        "<ul><li>Tuna</li><li>Carp &amp; eel</li></ul>",
        "id": "two",
    },
    {
        "type": "table",
        "value": {
            "columns": [{"type": "cell", "heading": "Name"}],
            "rows": [{"values": ["<p>Cod</p>"]}],
            "caption": "Kinds",
        },
        "id": "three",
    },
]
THAI = {
    "Fisheries": "ประมง",
    "About fish.": "เกี่ยวกับปลา",
    "Fish": "ปลา",
    "Tuna": "ปลาทูน่า",
    "Carp &amp; eel": "ปลาคาร์พ &amp; ปลาไหล",
    "Name": "ชื่อ",
    "Cod": "ปลาค็อด",
    "Kinds": "ชนิด",
    'Fish <g id="1" ctype="bold">swim</g>, <g id="2" ctype="link">fast</g>.': (
        '<g id="2">เร็ว</g> ปลา<g id="1">ว่ายน้ำ</g>'
    ),
}


def fresh(page):
    return Page.objects.get(pk=page.pk)


def exported(page):
    return export_xliff([fresh(page)]).decode()


def imported(content, *pages):
    return import_xliff(content, [fresh(page) for page in pages])


def translated(xliff, words=THAI):
    """Return the document as translators give it back."""

    def fill(unit):
        target = words.get(unit[1])
        return f"<source>{unit[1]}</source>" + (f"<target>{target}</target>" if target else "")

    return re.sub(r"<source>(.*?)</source>(?:<target.*?</target>)?", fill, xliff).encode()


def draft(page):
    return fresh(page).get_latest_revision_as_object()


def stored(page):
    page = draft(page)
    return [page.title, page.summary, page.body.get_prep_value()]


def refused(content, page):
    before = stored(page)
    with pytest.raises(XliffError) as error:
        imported(content, page)
    assert stored(page) == before
    return str(error.value)

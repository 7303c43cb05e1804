"""Pasted text keeps its headings and tables: they become blocks."""

import json

import pytest

from tests.factories import site_root

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/pages/pasted/"
WORD = """<html><body><!--StartFragment--><h2><span>Budget</span></h2>
<p class=MsoNormal>In total:</p>
<table class=MsoTableGrid><tr><td><p>Year</p></td><td><p>Amount</p></td></tr>
<tr><td><p>2031</p></td><td><p>4 million</p></td></tr></table><!--EndFragment--></body></html>"""


def test_headings_and_cells_stay_apart(admin_client):
    site_root()

    blocks = admin_client.post(ADDRESS, {"html": WORD}).json()["blocks"]

    assert [each["type"] for each in blocks] == ["heading", "rich_text", "table"]
    assert blocks[0]["value"]["text"] == "Budget"
    table = blocks[2]["value"]
    assert [each["heading"] for each in table["columns"]] == ["Year", "Amount"]
    [row] = table["rows"]
    assert ["".join(b["text"] for b in json.loads(cell)["blocks"]) for cell in row["values"]] == [
        "2031",
        "4 million",
    ]


def test_blocks_that_are_pasted_twice_differ(admin_client):
    site_root()
    first, second = (admin_client.post(ADDRESS, {"html": WORD}).json() for _ in range(2))

    assert first["blocks"][0]["id"] != second["blocks"][0]["id"]


@pytest.mark.parametrize("html", ["<table></table>", "<p>x</p>" * 100_000])
def test_text_that_cannot_become_blocks_is_refused(admin_client, html):
    site_root()

    assert admin_client.post(ADDRESS, {"html": html}).status_code == 422


def test_markup_that_could_run_is_left_out(admin_client):
    site_root()
    answer = admin_client.post(ADDRESS, {"html": "<h2>A</h2><p onclick=x><script>y</script>z</p>"})

    assert "script" not in answer.content.decode()
    assert "onclick" not in answer.content.decode()

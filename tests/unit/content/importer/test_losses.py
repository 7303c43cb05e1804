"""Each visible word of imported HTML is on the page, or named in the report."""

import json
import re
from itertools import count

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content.importer.markup.html import blocks
from cms.content.importer.markup.losses import losses
from cms.content.importer.sources.wordpress_html import ExportContext, convert_html
from tests.unit.content.importer.test_markup import NoPages

CONTAINERS = [
    *("div", "p", "section", "article", "aside", "header", "footer", "main", "nav", "figure"),
    *("figcaption", "blockquote", "address", "details", "summary", "fieldset", "legend", "form"),
    *("center", "dialog", "dl", "dt", "dd", "ul", "ol", "li", "h1", "h2", "h3", "h6", "pre", "a"),
    *("b", "em", "span", "code", "sub", "small", "abbr", "del", "ins", "mark", "q", "s", "u"),
    *("kbd", "cite", "dfn", "label", "button", "ruby", "rt", "select", "option", "textarea"),
    *("table", "caption", "thead", "tbody", "tr", "td", "th", "svg", "text", "math", "mi", "mtext"),
    *("time", "menu", "hgroup", "custom-tag", "font", "marquee", "noscript", "canvas", "unknown"),
]
FALLBACK = ["iframe", "audio", "video", "object", "script", "style", "template", "title"]
INVISIBLE = {*FALLBACK, "canvas"}
attributes = st.sampled_from(
    ["", ' class="x"', ' start="3"', ' colspan="2"', ' rowspan="3"', ' title="t"', ' hidden="x"']
)
trees = st.recursive(
    st.sampled_from(["word", "word", "br", "hr", "word"]),
    lambda inner: st.tuples(
        st.sampled_from([*CONTAINERS, *FALLBACK]), attributes, st.lists(inner, max_size=4)
    ),
    max_leaves=25,
)


def write(tree, numbers, is_visible=True):
    """Return HTML with a number in place of each word, and the numbers that are visible."""
    if tree == "word":
        number = f"w{next(numbers)}"
        return number, {number} if is_visible else set()
    if isinstance(tree, str):
        return f"<{tree}>", set()
    name, attribute, children = tree
    inner = [write(each, numbers, is_visible and name not in INVISIBLE) for each in children]
    html = " ".join(part for part, _ in inner)
    return f"<{name}{attribute}>{html}</{name}>", set().union(*(visible for _, visible in inner))


def words_of(body):
    """Return the words in the texts of blocks."""
    texts = re.findall(r'"((?:[^"\\]|\\.)*)"', json.dumps(body))
    return {
        word
        for text in texts
        for string in BeautifulSoup(json.loads(f'"{text}"'), "html.parser").strings
        for word in re.findall(r"w\d+", string)
    }


def imported_plain(html):
    return blocks(html, "html", NoPages()), losses(html)


def imported_by_conversion(html):
    converted, warnings = convert_html(html, ExportContext({}, {}, None))
    return blocks(converted, "wordpress", NoPages()), warnings


@settings(max_examples=400)
@pytest.mark.parametrize("read", [imported_plain, imported_by_conversion])
@given(st.lists(trees, min_size=1, max_size=4))
def test_no_visible_word_is_lost_without_a_line_in_the_report(read, forest):
    numbers = count(1)
    parts = [write(tree, numbers) for tree in forest]
    html = " ".join(part for part, _ in parts)
    visible = set().union(*(words for _, words in parts))

    try:
        body, report = read(html)
    except ValueError:
        return  # refused, with a reason

    reported = {*re.findall(r"w\d+", " ".join(report))}
    assert visible - words_of(body) - reported == set(), html


def reported(html):
    return " ".join(losses(html))


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ("<svg><text>Chart</text></svg>", "a drawing (svg) is left out: “Chart”."),
        ("<math><mi>x</mi></math>", "a formula (math) is left out: “x”."),
        ('<ol start="5"><li>x</ol>', "the numbering of a list is left out"),
        ('<ol type="a"><li>x</ol>', "the numbering of a list is left out"),
        ('<table><tr><td rowspan="2">x</table>', "merged cells of a table are split"),
        ('<p><abbr title="United Nations">UN</abbr> <del>x</del>', "only text is kept: abbr, del."),
        ("<details><summary>More</summary>x</details>", "only text is kept: details."),
        ('<input value="x"><select></select>', "only text is kept: input, select."),
        (
            '<iframe src="/x"></iframe><img src="/x">',
            "pictures and media are left out: iframe, img.",
        ),
    ],
)
def test_each_kind_of_loss_has_a_line(html, sentence):
    assert sentence in reported(html)


def test_ordinary_html_has_no_losses():
    html = (
        '<main class="x"><h2 id="a">A</h2><p>B <a href="/c/">c</a><br>d</p><ol><li>e</li></ol>'
        '<table><tr><td colspan="1">f</td></tr></table></main>'
    )
    assert losses(html) == []


def test_a_form_is_left_out_with_its_words_and_media_become_links():
    html = (
        "<p>Before</p><form><label>Your name <input></label><button>Send</button></form>"
        '<video controls><source src="https://example.org/film.mp4">An old browser</video>'
        '<object data="https://example.org/map.swf"></object>'
    )
    converted, warnings = convert_html(html, ExportContext({}, {}, None))

    assert "a frame (form) is left out: “Your name Send”." in warnings
    assert "a frame (video) is linked to." in warnings
    assert 'href="https://example.org/film.mp4"' in converted
    assert 'href="https://example.org/map.swf"' in converted


def test_merged_cells_keep_the_columns_in_place():
    [table] = blocks(
        '<table><tr><th>A<th>B<th>C</tr><tr><td rowspan="2">1<td colspan="2">2</tr>'
        "<tr><td>3<td>4</tr></table>",
        "html",
        NoPages(),
    )

    rows = [row["values"] for row in table["value"]["rows"]]
    assert rows == [["<p>1</p>", "<p>2</p>", ""], ["", "<p>3</p>", "<p>4</p>"]]


@pytest.mark.parametrize("span", ["0", "-3", "x", "99999999", "²", ""])
def test_unreadable_spans_are_one_cell(span):
    html = f'<table><tr><th colspan="{span}" rowspan="{span}">A<th>B</tr></table>'

    [table] = blocks(html, "html", NoPages())

    assert [column["heading"] for column in table["value"]["columns"]] == ["A", "B"]


def test_spans_that_fill_too_many_cells_are_refused():
    html = f"<table>{'<tr><td colspan=1000>x</tr>' * 30}</table>"

    with pytest.raises(ValueError, match="20000 cells"):
        blocks(html, "html", NoPages())


def test_a_quote_keeps_its_lists_and_loose_text():
    html = "<blockquote>We agree:<ul><li>peace<li>trade</ul><p>Always.<br>All</p></blockquote>"

    [quote] = blocks(html, "html", NoPages())

    assert quote["value"]["text"] == "We agree:\n\npeace\n\ntrade\n\nAlways. All"


def test_terms_stand_out_from_their_definitions():
    html = "<dl><dt>Charter</dt><dd>A <b>treaty</b></dd><dd><p>One</p><p>Two</p></dd></dl>"

    html_of_blocks = "".join(each["value"] for each in blocks(html, "html", NoPages()))

    assert html_of_blocks == "<p><b>Charter</b></p><p>A <b>treaty</b></p><p>One</p><p>Two</p>"

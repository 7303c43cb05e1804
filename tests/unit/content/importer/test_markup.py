"""Markdown, HTML and plain text to raw blocks."""

import pytest

from cms.content.importer.markup.html import blocks


class NoPages:
    """A site without pages."""

    def linked_page(self, href: str) -> int | None:
        return 7 if href == "/about/" else None

    def page(self, path: str) -> None:
        raise ValueError(f"there is no page at {path}")


def from_markdown(text: str) -> list[dict]:
    return blocks(text, "markdown", NoPages())


def kinds(body: list[dict]) -> list[str]:
    return [each["type"] for each in body]


def test_sections_are_headings_and_running_text():
    body = from_markdown(
        "Before.\n\n## First\n\nOne *two* **three**.\n\n- a\n- b\n\n### Part\n\nEnd."
    )

    assert kinds(body) == ["rich_text", "heading", "rich_text", "heading", "rich_text"]
    assert body[1]["value"] == {"text": "First", "level": "2", "anchor": ""}
    assert "<i>two</i> <b>three</b>" in body[2]["value"]
    assert "<li>a</li>" in body[2]["value"]
    assert body[3]["value"]["level"] == "3"


def test_markup_in_markdown_is_text():
    assert from_markdown("A <b>bold</b> & brave")[0]["value"] == (
        "<p>A &lt;b&gt;bold&lt;/b&gt; &amp; brave</p>"
    )


@pytest.mark.parametrize("name", ["aims", "principles"])
def test_the_sentence_before_a_list_is_its_lead(name: str):
    body = from_markdown(f"The members want to:\n\n::: {name}\n- live in *peace*;\n- trade.\n:::")

    assert kinds(body) == [name]
    assert body[0]["value"]["lead"] == "The members want to:"
    points = body[0]["value"]["points"]
    assert points == ["<p>live in <i>peace</i>;</p>", "<p>trade.</p>"]


def test_a_paragraph_without_a_colon_is_not_a_lead():
    assert kinds(from_markdown("Members meet.\n\n::: aims\n- peace\n:::")) == ["rich_text", "aims"]


def test_a_callout_has_tone_title_and_text():
    value = from_markdown("::: callout warning Closed on Monday\nCome *later*.\n:::")[0]["value"]

    assert value == {
        "tone": "warning",
        "title": "Closed on Monday",
        "text": "<p>Come <i>later</i>.</p>",
    }


def test_a_quote_names_its_author():
    text = "::: quote\nWe agree.\n\nAlways.\n\n— [A delegate](https://example.org/)\n:::"

    assert from_markdown(text)[0]["value"] == {
        "text": "We agree.\n\nAlways.",
        "attribution": "A delegate",
        "source_url": "https://example.org/",
    }


def test_a_table_takes_its_caption_from_the_container():
    text = "::: table Meetings\n| Place | Month |\n|---|---|\n| Jakarta | May |\n:::"
    value = from_markdown(text)[0]["value"]

    assert value["caption"] == "Meetings"
    assert [column["heading"] for column in value["columns"]] == ["Place", "Month"]
    assert value["rows"] == [{"values": ["<p>Jakarta</p>", "<p>May</p>"]}]


def test_an_accordion_opens_by_headings():
    value = from_markdown("::: accordion\n### Who?\n\nAll.\n\n### When?\n\nNow.\n:::")[0]["value"]

    assert [item["heading"] for item in value["items"]] == ["Who?", "When?"]
    assert value["items"][1]["content"] == [{"type": "rich_text", "value": "<p>Now.</p>"}]


def test_record_blocks_are_yaml():
    body = from_markdown("::: timeline\n- date: 1967\n  title: *Founded*\n:::".replace("*", ""))

    assert body[0]["value"]["items"] == [{"date": "1967", "title": "Founded"}]


def test_the_text_of_a_record_is_not_markdown():
    body = from_markdown("::: address Office\nlines: |\n  *1* Road\n\n  Jakarta\n:::")

    assert body[0]["value"] == {"name": "Office", "lines": "*1* Road\n\nJakarta"}


def test_links_to_pages_of_the_site_are_kept_as_such():
    assert '<a id="7" linktype="page">About</a>' in from_markdown("[About](/about/)")[0]["value"]


def test_html_is_cleaned():
    html = (
        '<script>alert(1)</script><p onclick="x()">One <a href="javascript:x()">two</a></p>'
        '<div data-block="callout"><h2 style="x">Title</h2>loose text<img src=x onerror=y></div>'
    )
    body = blocks(html, "html", NoPages())

    assert kinds(body) == ["rich_text", "heading", "rich_text"]
    assert body[0]["value"] == "<p>One <a>two</a></p>"
    assert body[2]["value"] == "<p>loose text</p>"


def test_loose_words_are_one_paragraph():
    body = blocks("One <b>two</b> three<p>Four</p>five", "html", NoPages())

    assert body[0]["value"] == "<p>One <b>two</b> three</p><p>Four</p><p>five</p>"


def test_plain_text_has_paragraphs_by_blank_lines():
    body = blocks("One\nline <b>.\n \nTwo", "text", NoPages())

    assert body == [{"type": "rich_text", "value": "<p>One line &lt;b&gt;.</p><p>Two</p>"}]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("::: aims\n- never ends", "not closed"),
        ("::: aims\nno list\n:::", "holds no list"),
        ("::: accordion\nno heading\n:::", "begin with a heading"),
        ("::: table\nno table\n:::", "holds no table"),
        ("::: timeline\n- [\n:::", "not YAML"),
        ("::: timeline\n- just text\n:::", "should hold lines"),
    ],
)
def test_an_invalid_container_is_reported_with_a_correction(text: str, message: str):
    with pytest.raises(ValueError, match=message):
        from_markdown(text)

"""A folder of HTML and DOCX files becomes pages, with a line for each loss."""

from io import StringIO
from zipfile import ZipFile

import pytest
from django.core.management import CommandError, call_command
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image

from home.models import ContentPage
from tests.factories import site_root

pytestmark = pytest.mark.django_db

PAGE = """<!doctype html><html><head><title>Old site – About</title>
<meta name="description" content="Who we are.">
<meta property="article:published_time" content="2024-05-31T09:00:00Z"></head>
<body><nav><a href="/">Home</a></nav>
<main><h1>About us</h1><p>See <a href="work/plan.html#top">the plan</a>, the
<a href="work/">work</a> and <a href="report.csv">the report</a>.</p>
<h2>History</h2><ul><li>First</li></ul><img src="img/map.png" alt="A map">
<script>alert(1)</script></main><footer>© 1999</footer></body></html>"""
CONTENT_TYPES = """<?xml version="1.0"?><Types
xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default
Extension="xml" ContentType="application/xml"/><Default Extension="rels"
ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override
PartName="/word/document.xml" ContentType=
"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
RELATIONS = """<?xml version="1.0"?><Relationships
xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type=
"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
Target="word/document.xml"/></Relationships>"""
DOCUMENT = """<?xml version="1.0"?><w:document
xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body>
</w:document>"""


def paragraph(text, style="", bold=False):
    look = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    mark = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:p>{look}<w:r>{mark}<w:t>{text}</w:t></w:r></w:p>"


def write_docx(file, *paragraphs):
    with ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr("word/document.xml", DOCUMENT.format("".join(paragraphs)))


@pytest.fixture
def folder(tmp_path):
    site_root()
    (tmp_path / "work").mkdir()
    (tmp_path / "img").mkdir()
    return tmp_path


def run(folder, **options):
    out = StringIO()
    call_command("import_content", folder, under="/", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def html_of(page):
    return "".join(str(block.render()) for block in page.body)


def test_an_html_file_is_a_page_without_what_stands_around_it(folder):
    Picture.new("RGB", (40, 40)).save(folder / "img" / "map.png")
    (folder / "report.csv").write_text("a,b\n")
    (folder / "about.html").write_text(PAGE)
    (folder / "work" / "index.html").write_text("<title>Work</title><p>All of it.</p>")
    (folder / "work" / "plan.html").write_text("<h1>The plan</h1><p>Soon.</p>")

    report = run(folder)

    about = ContentPage.objects.get(slug="about")
    html = html_of(about)
    assert (about.title, about.summary, str(about.date)) == (
        "About us",
        "Who we are.",
        "2024-05-31",
    )
    assert [block.block_type for block in about.body] == [
        "rich_text",
        "heading",
        "rich_text",
        "image",
    ]
    assert "Home" not in html
    assert "1999" not in html
    assert "alert" not in html
    plan = ContentPage.objects.get(slug="plan")
    assert f'href="{plan.get_url()}' in html
    assert ContentPage.objects.get(slug="work").get_url() == "/work/"
    assert Image.objects.get().title
    assert Document.objects.get().filename.endswith("report.csv")
    assert "Not taken over" not in report


def test_no_link_leads_to_a_file_that_is_missing(folder):
    (folder / "a.html").write_text(
        '<h1>A</h1><p>See <a href="no.pdf">the plan</a> and <a href="gone/">this</a>.</p>'
        '<img src="no.png"><video src="film.mp4"></video>'
    )

    report = run(folder)

    html = html_of(ContentPage.objects.get())
    assert "See the plan and this." in html
    assert "film.mp4" in html
    for name in ("no.pdf", "gone", "no.png", "film.mp4"):
        assert name in report
    assert "invalid" not in html + report


def test_what_is_missing_is_reported(folder):
    (folder / "a.html").write_text('<h1>A</h1><p>Text.</p><img src="no.png"><form>Send</form>')

    report = run(folder)

    assert "a.html: the image" in report
    assert "no.png" in report


def test_a_docx_file_is_a_page(folder):
    write_docx(
        folder / "annual-report.docx",
        paragraph("The annual report", "Heading1"),
        paragraph("We did this."),
        paragraph("Money", "Heading2"),
        paragraph("All of it", bold=True),
    )

    run(folder)

    page = ContentPage.objects.get(slug="annual-report")
    html = html_of(page)
    assert page.title == "The annual report"
    assert "We did this." in html
    assert "<b>All of it</b>" in html
    assert [block.block_type for block in page.body] == ["rich_text", "heading", "rich_text"]


def test_a_docx_file_without_a_heading_has_the_name_of_its_file(folder):
    write_docx(folder / "annual-report.docx", paragraph("We did this."))

    run(folder)

    assert ContentPage.objects.get(slug="annual-report").title == "Annual report"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.docx", b"not a zip", "a.docx: it is not a DOCX file"),
        ("a.html", b"<h1>\xe9</h1>", "a.html: it is not UTF-8"),
        ("a.html", b"<p>" + b"x" * (5 << 20), "a.html: it is longer than 5 MB"),
    ],
)
def test_files_that_cannot_be_read_are_named_and_nothing_is_imported(
    folder, name, content, message
):
    (folder / name).write_bytes(content)
    (folder / "good.html").write_text("<h1>Good</h1><p>Text.</p>")

    with pytest.raises(CommandError, match=message):
        run(folder)

    assert not ContentPage.objects.exists()


def test_a_docx_file_that_unpacks_to_too_much_is_refused(folder, monkeypatch):
    monkeypatch.setattr("cms.content.importer.sources.saved_page.MAX_UNPACKED_BYTES", 1000)
    write_docx(folder / "a.docx", paragraph("x" * 5000))

    with pytest.raises(CommandError, match="it holds more than"):
        run(folder)


def test_a_second_import_changes_nothing(folder):
    (folder / "a.html").write_text("<h1>A</h1><p>Text.</p>")
    run(folder)

    assert "1 unchanged" in run(folder)


def test_two_files_of_one_address_are_named(folder):
    (folder / "a.html").write_text("<h1>A</h1><p>Text.</p>")
    write_docx(folder / "a.docx", paragraph("Text."))

    with pytest.raises(CommandError, match=r"is the page of a\.docx already"):
        run(folder)


def test_links_do_not_reach_out_of_the_folder(folder):
    (folder / "inside").mkdir()
    (folder / "secret.csv").write_text("a\n")
    (folder / "inside" / "a.html").write_text('<h1>A</h1><p><a href="../secret.csv">Secret</a></p>')

    run(folder / "inside")

    assert not Document.objects.exists()


def test_names_of_files_become_slugs(folder):
    write_docx(folder / "Annual Report 2024.docx", paragraph("Text."))
    (folder / "work" / "index.html").write_text("<h1>Work</h1><p>Text.</p>")
    (folder / "work" / "a b.html").write_text(
        '<h1>B</h1><p>See <a href="../Annual%20Report%202024.docx">it</a>.</p>'
    )

    run(folder)

    assert ContentPage.objects.get(slug="annual-report-2024").title == "Annual report 2024"
    assert 'href="/annual-report-2024/"' in html_of(ContentPage.objects.get(slug="a-b"))


def test_a_folder_without_an_index_becomes_an_empty_page(folder):
    (folder / "work" / "old reports").mkdir()
    write_docx(folder / "work" / "old reports" / "2024.docx", paragraph("Text."))

    report = run(folder)

    assert ContentPage.objects.get(slug="2024").url == "/work/old-reports/2024/"
    assert ContentPage.objects.get(slug="old-reports").title == "Old reports"
    assert "work/old reports/: it has no index file: its page is empty." in report


@pytest.mark.parametrize("charset", ["iso-8859-1", "windows-1252", "shift_jis"])
def test_html_may_be_in_the_encoding_that_it_declares(folder, charset):
    title = "日本" if charset == "shift_jis" else "Économie – ½"
    title = title.replace("–", "-") if charset == "iso-8859-1" else title
    page = f'<meta charset="{charset}"><h1>{title}</h1><p>Text.</p>'
    (folder / "a.html").write_bytes(page.encode(charset))

    run(folder)

    assert ContentPage.objects.get(slug="a").title == title


@pytest.mark.parametrize("charset", ["utf-8", "no-such"])
def test_html_that_is_not_in_its_encoding_is_refused(folder, charset):
    (folder / "a.html").write_bytes(f'<meta charset="{charset}"><h1>'.encode() + b"\xe9</h1>")

    with pytest.raises(CommandError, match=f"(?i)a.html: it is n.*{charset}"):
        run(folder)

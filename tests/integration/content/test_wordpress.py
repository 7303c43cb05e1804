"""A WordPress export becomes pages."""

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents.models import Document
from wagtail.images.models import Image

from cms.content.models import ImportedPage
from home.models import ContentPage
from tests.factories import site_root
from tests.wordpress import HEAD, SITE, UPLOADS, attachment, export, item, uploads

pytestmark = pytest.mark.django_db

GUTENBERG = f"""<!-- wp:heading --><h2>Aims</h2><!-- /wp:heading -->
<!-- wp:paragraph --><p>See <a href="{SITE}/about/">what we are</a> and
<a href="{UPLOADS}/2019/05/charter.pdf">the charter</a>.</p><!-- /wp:paragraph -->
<!-- wp:image --><figure><img src="{UPLOADS}/2019/05/summit-300x200.jpg" alt=""/>
<figcaption>The first summit</figcaption></figure><!-- /wp:image -->
<!-- wp:quote --><blockquote><p>Unity.</p><cite>A founder</cite></blockquote><!-- /wp:quote -->
<!-- wp:table --><figure><table><tr><th>Year</th></tr><tr><td>1967</td></tr></table></figure>
<!-- /wp:table --><iframe src="https://video.example/embed/7"></iframe>"""
CLASSIC = f"""First paragraph,
second line.

[caption width="300"]<img src="{UPLOADS}/2019/05/summit.jpg" alt="Leaders" /> On stage[/caption]

[gallery ids="1,2"]Last <strong>words</strong>. <img src="https://elsewhere.example/x.png">"""


@pytest.fixture
def root():
    return site_root()


@pytest.fixture
def run(settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"
    folder = uploads(tmp_path)

    def run(path, **options):
        call_command("import_content", path, under="/", uploads=folder, **options)
        return capsys.readouterr().out

    return run


def page(path):
    return ContentPage.objects.get(url_path__endswith=path)


def test_pages_keep_their_tree_dates_topics_and_summaries(root, run, tmp_path):
    report = run(
        export(
            tmp_path,
            item(2, "Our history", "<p>Long.</p>", kind="page", slug="history", parent=1),
            item(1, "About &amp; aims", "<p>We.</p>", kind="page", slug="about"),
            item(
                3, "News", "<p>New.</p>", terms=["Peace", "Uncategorized"], excerpt="<p>Brief</p>"
            ),
        )
    )

    assert "3 created" in report
    assert page("/about/").title == "About & aims"
    assert page("/about/history/").get_parent().slug == "about"
    news = page("/entry-3/")
    assert news.summary == "Brief"
    assert str(news.date) == "2019-05-04"
    assert [topic.name for topic in news.topics.all()] == ["Peace"]


def test_blocks_files_and_links_are_taken_over(root, run, tmp_path):
    report = run(
        export(
            tmp_path,
            item(1, "About", "<p>We.</p>", kind="page", slug="about"),
            item(2, "Aims", GUTENBERG),
            attachment(3, "2019/05/summit.jpg", alt="Leaders hold hands"),
        )
    )

    body = page("/entry-2/").body
    kinds = [block.block_type for block in body]
    assert kinds == ["heading", "rich_text", "image", "quote", "table", "rich_text"]
    prose = body[1].value.source
    assert f'linktype="page" id="{page("/about/").pk}"'.split()[1] in prose
    assert f'id="{Document.objects.get().pk}"' in prose
    picture = body[2].value
    assert picture["image"] == Image.objects.get()
    assert picture["alt_text"] == "Leaders hold hands"
    assert picture["caption"] == "The first summit"
    assert body[3].value["attribution"] == "A founder"
    assert "https://video.example/embed/7" in body[5].value.source
    assert "a frame (iframe) is linked to" in report


def test_texts_of_the_first_editor_become_paragraphs(root, run, tmp_path):
    report = run(export(tmp_path, item(1, "Old", CLASSIC), attachment(2, "2019/05/summit.jpg")))

    body = page("/entry-1/").body
    assert [block.block_type for block in body] == ["rich_text", "image", "rich_text"]
    assert "First paragraph,<br/>second line." in body[0].value.source
    assert body[1].value["alt_text"] == "Leaders"
    assert body[1].value["caption"] == "On stage"
    assert "<b>words</b>" in "".join(b.value.source for b in body if b.block_type == "rich_text")
    assert "the shortcode [gallery] is left out" in report
    assert "https://elsewhere.example/x.png is left out" in report


def test_old_addresses_lead_to_the_new_pages(client, root, run, tmp_path):
    path = export(tmp_path, item(1, "News", "<p>New.</p>", link=f"{SITE}/2019/05/01/news/"))
    run(path)
    run(path)

    answer = client.get("/2019/05/01/news/")

    assert Redirect.objects.count() == 1
    assert answer.status_code == 301
    assert answer["Location"].endswith("/entry-1/")


def test_content_that_is_not_public_is_left_out_and_reported(root, run, tmp_path):
    comment = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>"
    report = run(
        export(
            tmp_path,
            item(1, "Draft", status="draft"),
            item(2, "Secret", password="x"),
            item(3, "Menu", kind="nav_menu_item"),
            item(4, "Shown", "<p>Yes.</p>", extra=comment),
        )
    )

    assert ImportedPage.objects.count() == 1
    for words in ("it is draft", "it has a password", "1 of the kind nav_menu_item", "1 comment "):
        assert words in report


def test_a_dry_run_reports_everything_and_changes_nothing(root, run, tmp_path):
    report = run(export(tmp_path, item(1, "Old", CLASSIC), item(2, "New")), dry_run=True)

    assert "nothing is imported" in report
    assert "2 created" in report
    assert "[gallery]" in report
    assert not ImportedPage.objects.exists()
    assert not Image.objects.exists()
    assert not Redirect.objects.exists()


def test_two_thousand_posts_twice(root, run, tmp_path):
    items = [item(n, f"Post {n}", GUTENBERG if n % 10 == 0 else CLASSIC) for n in range(1, 2001)]
    path = export(tmp_path, *items, attachment(3000, "2019/05/summit.jpg"))

    assert "2000 created" in run(path)
    assert "2000 unchanged" in run(path)
    assert ContentPage.objects.filter(title__startswith="Post ").count() == 2000
    assert Image.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEAD + item(1, "Cut"), "not whole XML"),
        ("<rss><channel></channel></rss>", "no WordPress export"),
        ("", "not whole XML"),
        (
            '<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><rss>&c;</rss>',
            "declares entities",
        ),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>', "entities"),
    ],
)
def test_a_broken_or_hostile_export_is_refused_with_a_reason(root, run, tmp_path, content, message):
    path = tmp_path / "export.xml"
    path.write_text(content)

    with pytest.raises(CommandError, match=message):
        run(path)
    assert not ImportedPage.objects.exists()


def test_a_folder_of_uploads_that_does_not_exist_is_reported(root, tmp_path):
    path = export(tmp_path, item(1, "Post"))

    with pytest.raises(CommandError, match="wp-content/uploads"):
        call_command("import_content", path, under="/", uploads=tmp_path / "none")


def test_no_file_outside_the_uploads_is_reached(root, run, tmp_path):
    (tmp_path / "secret.pdf").write_bytes(b"%PDF-1.4")
    link = f'<p><a href="{UPLOADS}/../secret.pdf">x</a> <img src="{UPLOADS}/%2e%2e/s.jpg"></p>'

    report = run(export(tmp_path, item(1, "Post", link), attachment(2, "2019/05/summit.jpg")))

    assert "stays as it was" in report
    assert not Document.objects.exists()

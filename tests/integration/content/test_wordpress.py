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
        ("<rss><channel></channel></rss>", "not a WordPress export"),
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


def meta(key, value):
    return (
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )


@pytest.mark.parametrize("plugin", ["_yoast_wpseo_title", "rank_math_title"])
def test_titles_for_search_engines_are_taken_over_without_variables(root, run, tmp_path, plugin):
    run(
        export(
            tmp_path,
            item(1, "One", "<p>1</p>", extra=meta(plugin, "About &amp; aims")),
            item(2, "Two", "<p>2</p>", extra=meta(plugin, "%%title%% | Site")),
        )
    )

    assert page("/entry-1/").seo_title == "About & aims"
    assert page("/entry-2/").seo_title == ""


def test_the_featured_image_is_the_picture(root, run, tmp_path):
    report = run(
        export(
            tmp_path,
            item(1, "One", "<p>1</p>", extra=meta("_thumbnail_id", "7")),
            item(2, "Two", "<p>2</p>", extra=meta("_thumbnail_id", "8")),
            attachment(7, "2019/05/summit.jpg"),
        )
    )

    assert page("/entry-1/").social_image == Image.objects.get()
    assert page("/entry-2/").social_image is None
    assert "the featured image is left out" in report


def test_reusable_blocks_are_taken_over_and_what_a_server_fills_in_is_reported(root, run, tmp_path):
    blocks = (
        '<!-- wp:block {"ref":9} /--><!-- wp:block {"ref":10} /--><!-- wp:latest-posts /-->'
        "<!-- wp:spacer /--><p>Own.</p>"
    )
    report = run(
        export(
            tmp_path,
            item(1, "One", blocks),
            item(9, "Reused", '<p>Shared.</p><!-- wp:block {"ref":9} /-->', kind="wp_block"),
        )
    )

    assert "<p>Shared.</p>" in page("/entry-1/").body[0].value.source
    assert "the block block is left out" in report
    assert "the block latest-posts is left out" in report
    assert "spacer" not in report
    assert "wp_block" not in report


def test_images_of_a_gallery_stand_one_below_another(root, run, tmp_path):
    picture = f'<figure><img src="{UPLOADS}/2019/05/summit.jpg" alt="A"/></figure>'
    gallery = f"<!-- wp:gallery --><figure>{picture * 2}</figure><!-- /wp:gallery -->"

    run(export(tmp_path, item(1, "One", f"<p>1</p>{gallery}"), attachment(2, "2019/05/summit.jpg")))

    assert [block.block_type for block in page("/entry-1/").body] == ["rich_text", "image", "image"]


def test_authors_and_lost_languages_are_reported_and_become_no_topics(root, run, tmp_path):
    more = (
        "<dc:creator xmlns:dc='http://purl.org/dc/elements/1.1/'>jdoe</dc:creator>"
        "<category domain='language' nicename='fr'>Français</category>"
        "<category domain='post_format' nicename='x'>Gallery</category>"
    )
    report = run(export(tmp_path, item(1, "One", "<p>1</p>", terms=["Peace"], extra=more)))

    assert [topic.name for topic in page("/entry-1/").topics.all()] == ["Peace"]
    assert "its language (Français) is left out: there is no page in it to go below" in report
    assert "the authors of 1 page left out" in report

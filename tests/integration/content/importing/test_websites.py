"""A website is imported by its sitemap, within its rules and our limits."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from cms.content.importer.crawling.polite import FetchError, PoliteClient
from home.models import ContentPage
from tests.factories import ContentPageFactory, site_root

pytestmark = pytest.mark.django_db
HTML = "text/html; charset=utf-8"


def page(title, text=""):
    return f"<html><title>{title}</title><body><main><h1>{title}</h1>{text}</main></body></html>"


class FakeWebsite:
    """Answers by path, with text or (status, type, body); `seen` lists the requests."""

    def __init__(self):
        self.answers, self.seen = {}, []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                outer.seen.append(self.path)
                status, kind, body = outer.answer(self.path)
                self.send_response(status)
                self.send_header("Location" if status in {301, 302} else "Content-Type", kind)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"

    def answer(self, path):
        answer = self.answers.get(path, (404, HTML, b""))
        return answer if isinstance(answer, tuple) else (200, HTML, answer.encode())

    def sitemap(self, *paths, root="urlset", name="url"):
        entries = "".join(f"<{name}><loc>{self.url}{path}</loc></{name}>" for path in paths)
        xmlns = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        return f"<{root} {xmlns}>{entries}</{root}>"


@pytest.fixture
def website():
    website = FakeWebsite()
    website.answers = {
        "/sitemap.xml": website.sitemap("/about/", "/about/history.html", "/%E0%B8%99%E0%B9%89/"),
        "/about/": page("About us", '<p>See <a href="history.html">our history</a>.</p>'),
        "/about/history.html": page("History", f'<p><a href="{website.url}/about/">Up</a></p>'),
        "/%E0%B8%99%E0%B9%89/": page("น้ำ", "<p>ข้อความ</p>"),
    }
    poll = {"poll_interval": 0.01}
    thread = threading.Thread(target=website.server.serve_forever, kwargs=poll, daemon=True)
    thread.start()
    yield website
    website.server.shutdown()
    website.server.server_close()
    thread.join()


@pytest.fixture
def run(website, settings, tmp_path, capsys):
    settings.MEDIA_ROOT = tmp_path / "media"
    ContentPageFactory(parent=site_root(), slug="old", title="Old site")

    def run(**options):
        url = f"{website.url}/sitemap.xml"
        call_command("import_content", url, under="/old/", **({"delay": 0} | options))
        return capsys.readouterr().out

    return run


def slugs():
    return {each.url_path.partition("/old/")[2] for each in ContentPage.objects.all()} - {""}


def test_the_pages_of_the_sitemap_are_imported_below_one_another(run):
    assert "3 created" in run()

    assert slugs() == {"about/", "about/history/", "น้/"}
    about = ContentPage.objects.get(slug="about")
    history = ContentPage.objects.get(slug="history")
    assert about.title == "About us"
    assert f'id="{history.pk}"' in str(about.body[0].value.source)
    assert f'id="{about.pk}"' in str(history.body[0].value.source)


def test_old_addresses_lead_to_the_pages(run):
    run()

    there = dict(Redirect.objects.values_list("old_path", "redirect_page__slug"))
    assert there["/about/history.html"] == "history"


def test_images_are_taken_over(website, run):
    image = get_test_image_file(filename="map.png").file.getvalue()
    website.answers["/img/map.png"] = (200, "image/png", image)
    website.answers["/about/"] = page("About", '<p><img src="/img/map.png" alt="A map"></p>')

    run()

    assert Image.objects.get().title == "A map"


def test_a_second_run_changes_nothing_and_a_kept_folder_is_not_fetched_again(
    website, run, tmp_path
):
    run(keep=tmp_path / "kept")
    website.seen.clear()

    assert "3 unchanged" in run(keep=tmp_path / "kept")
    assert website.seen == ["/robots.txt", "/sitemap.xml"]


def test_an_index_of_compressed_sitemaps_is_read(website, run):
    part = gzip.compress(website.sitemap("/about/").encode())
    website.answers["/part.xml.gz"] = (200, "application/gzip", part)
    website.answers["/sitemap.xml"] = website.sitemap(
        "/part.xml.gz", root="sitemapindex", name="sitemap"
    )

    run()

    assert slugs() == {"about/"}


def test_what_robots_forbid_is_not_fetched_and_reported(website, run):
    website.answers["/robots.txt"] = "User-agent: *\nDisallow: /about/history"

    report = run()

    assert "/about/history.html" not in website.seen
    assert "robots.txt forbids it" in report
    assert slugs() == {"about/", "น้/"}


def test_pages_of_other_hosts_are_not_fetched(website, run):
    website.answers["/about/"] = (302, "http://elsewhere.invalid/", b"")

    assert "redirects to another host" in run()


def test_the_number_of_pages_is_limited(website, run):
    run(max_pages=1)

    assert slugs() == {"about/"}


def test_a_parent_that_is_not_listed_is_an_empty_page(website, run):
    website.answers["/sitemap.xml"] = website.sitemap("/about/history.html")

    assert "about: it is not in the sitemap" in run()
    assert slugs() == {"about/", "about/history/"}


def test_missing_pages_and_other_files_are_reported(website, run):
    website.answers["/about/history.html"] = (200, "application/pdf", b"%PDF")
    del website.answers["/%E0%B8%99%E0%B9%89/"]

    report = run()

    assert "application/pdf, not a page" in report
    assert "it answers 404" in report


def test_a_page_in_another_encoding_is_read(website, run):
    text = "<meta charset=tis-620>" + page("น้ำ")
    website.answers["/about/"] = (200, "text/html", text.encode("tis-620"))

    run()

    assert ContentPage.objects.get(slug="about").title == "น้ำ"


@pytest.mark.parametrize(
    "answer", ["<html/>", "no XML", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"]
)
def test_what_is_no_sitemap_is_refused(website, run, answer):
    website.answers["/sitemap.xml"] = answer

    with pytest.raises(CommandError, match="not a sitemap"):
        run()


def test_a_sitemap_without_pages_of_the_host_is_refused(website, run):
    website.answers["/sitemap.xml"] = "<urlset><url><loc>http://x.invalid/</loc></url></urlset>"

    with pytest.raises(CommandError, match="lists no page"):
        run()


def test_requests_keep_the_delay_of_the_site(website):
    website.answers["/robots.txt"] = "User-agent: *\nCrawl-delay: 7"
    slept = []
    client = PoliteClient(f"{website.url}/sitemap.xml", 1, 1_000_000, slept.append)

    client.get(f"{website.url}/about/", 10_000)
    client.get(f"{website.url}/about/", 10_000)

    assert slept[-1] > 6


def test_bytes_are_limited_in_each_and_in_all(website):
    client = PoliteClient(website.url, 0, 100)

    with pytest.raises(FetchError, match="larger than 10 bytes"):
        client.get(f"{website.url}/about/", 10)
    client.get(f"{website.url}/about/", 1_000)
    with pytest.raises(FetchError, match="limit of all bytes"):
        client.get(f"{website.url}/about/", 1_000)

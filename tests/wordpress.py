"""WordPress exports, generated as WordPress writes them."""

from html import escape
from pathlib import Path

from PIL import Image

SITE = "https://old.example"
UPLOADS = f"{SITE}/wp-content/uploads"
HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Old site</title><wp:wxr_version>1.2</wp:wxr_version>
"""
TAIL = "</channel></rss>\n"


def item(number, title, content="", *, kind="post", **more):
    """One entry; `more` are `parent`, `slug`, `status`, `excerpt`, `terms`, `link`, `extra`."""
    slug = more.get("slug", f"entry-{number}")
    link = more.get("link", f"{SITE}/{slug}/")
    terms = "".join(
        f'<category domain="category" nicename="x"><![CDATA[{term}]]></category>'
        for term in more.get("terms", ())
    )
    return f"""<item><title>{escape(title)}</title><link>{link}</link>
<content:encoded><![CDATA[{content}]]></content:encoded>
<excerpt:encoded><![CDATA[{more.get("excerpt", "")}]]></excerpt:encoded>
<wp:post_id>{number}</wp:post_id><wp:post_date>2019-05-{number % 28 + 1:02} 10:00:00</wp:post_date>
<wp:post_name>{slug}</wp:post_name><wp:status>{more.get("status", "publish")}</wp:status>
<wp:post_parent>{more.get("parent", 0)}</wp:post_parent><wp:post_type>{kind}</wp:post_type>
<wp:post_password>{more.get("password", "")}</wp:post_password>{terms}{more.get("extra", "")}</item>
"""


def attachment(number, name, alt=""):
    meta = (
        "<wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key>"
        f"<wp:meta_value><![CDATA[{alt}]]></wp:meta_value></wp:postmeta>"
    )
    url = f"<wp:attachment_url>{UPLOADS}/{name}</wp:attachment_url>"
    return item(number, name, kind="attachment", status="inherit", extra=url + meta)


def export(folder: Path, *items: str) -> Path:
    path = folder / "export.xml"
    path.write_text(HEAD + "".join(items) + TAIL)
    return path


def uploads(folder: Path) -> Path:
    """A folder of uploads with a picture and a document."""
    root = folder / "uploads" / "2019" / "05"
    root.mkdir(parents=True)
    Image.new("RGB", (40, 30), "teal").save(root / "summit.jpg")
    (root / "charter.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return folder / "uploads"

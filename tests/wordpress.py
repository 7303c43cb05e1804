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


def term(taxonomy, slug, name, values=()):
    """One term of a taxonomy of a plug-in; its description is `values` as PHP serializes them."""
    return f"""<wp:term><wp:term_id>{abs(hash(slug)) % 1000}</wp:term_id>
<wp:term_taxonomy><![CDATA[{taxonomy}]]></wp:term_taxonomy>
<wp:term_slug><![CDATA[{slug}]]></wp:term_slug><wp:term_parent><![CDATA[]]></wp:term_parent>
<wp:term_name><![CDATA[{name}]]></wp:term_name>
<wp:term_description><![CDATA[{serialized(dict(values))}]]></wp:term_description></wp:term>
"""


def serialized(value):
    """Return the value as PHP's `serialize` writes it."""
    if isinstance(value, dict):
        pairs = "".join(serialized(part) for pair in value.items() for part in pair)
        return f"a:{len(value)}:{{{pairs}}}"
    return f"i:{value};" if isinstance(value, int) else f's:{len(value.encode())}:"{value}";'


def category(taxonomy, slug, name):
    return f'<category domain="{taxonomy}" nicename="{slug}"><![CDATA[{name}]]></category>'


def postmeta(**values):
    return "".join(
        f"<wp:postmeta><wp:meta_key><![CDATA[{name}]]></wp:meta_key>"
        f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for name, value in values.items()
    )


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

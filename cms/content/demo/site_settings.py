"""Creates the settings of the demo's site if they are missing."""

from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from wagtail.models import Site

from cms.content.importer.tree import Tree
from cms.sites.models import SiteSettings

SETTINGS = "settings.yaml"


@transaction.atomic
def load_settings(folder: Path, tree: Tree) -> None:
    """Create the default site's settings for all languages and for each one of `languages`.

    Links to pages are given by path. Settings that are there only get the words of `vocabulary`,
    and only if no language has one.
    """
    site = Site.objects.get(is_default_site=True)
    values = yaml.safe_load((folder / SETTINGS).read_text(encoding="utf-8"))
    by_language, vocabulary = values.pop("languages", {}), values.pop("vocabulary")
    existing = SiteSettings.objects.filter(site=site)
    if not existing.exists():
        for language, fields in {"": values, **by_language}.items():
            SiteSettings.objects.create(site=site, language=language, **_fields(fields, tree))
    if not existing.exclude(members_word="").exists():
        for language, words in vocabulary.items():
            SiteSettings.objects.update_or_create(site=site, language=language, defaults=words)


def _fields(values: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """Return the values of a record, its links as raw stream data."""
    links = {name: values[name] for name in ("footer_columns", "social_links") if name in values}
    raw = {
        "footer_columns": [
            {
                "type": "column",
                "value": each | {"links": [_link(link, tree) for link in each["links"]]},
            }
            for each in links.get("footer_columns", ())
        ],
        "social_links": [
            {"type": "link", "value": _link(each, tree)} for each in links.get("social_links", ())
        ],
    }
    return values | raw


def _link(link: dict[str, str], tree: Tree) -> dict[str, Any]:
    page = tree.page(link["page"]) if "page" in link else None
    return {"label": link["label"], "page": page and page.pk, "url": link.get("url", "")}

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
    """Create the default site's settings for all languages, with links to pages by path."""
    site = Site.objects.get(is_default_site=True)
    if SiteSettings.objects.filter(site=site).exists():
        return
    values = yaml.safe_load((folder / SETTINGS).read_text(encoding="utf-8"))
    columns, social = values.pop("footer_columns"), values.pop("social_links")
    raw_columns = [
        {"type": "column", "value": each | {"links": [_link(link, tree) for link in each["links"]]}}
        for each in columns
    ]
    raw_social = [{"type": "link", "value": _link(each, tree)} for each in social]
    SiteSettings.objects.create(
        site=site, footer_columns=raw_columns, social_links=raw_social, **values
    )


def _link(link: dict[str, str], tree: Tree) -> dict[str, Any]:
    page = tree.page(link["page"]) if "page" in link else None
    return {"label": link["label"], "page": page and page.pk, "url": link.get("url", "")}

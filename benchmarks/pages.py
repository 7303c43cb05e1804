"""Many pages, made quickly: rows written directly into the tables."""

import json
import random
import uuid

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from wagtail.models import Locale, Page, Site

from home.models import ContentPage, HomePage

WORDS = [
    *("region", "cooperation", "charter", "summit", "minister", "community", "peace", "trade"),
    *("culture", "health", "energy", "coast", "forest", "youth", "women", "labour", "tourism"),
    *("haze", "disaster", "relief", "transport", "digital", "economy", "treaty", "secretariat"),
    *("council", "committee", "sector", "dialogue", "partner", "member", "state", "people"),
]


def site_root() -> Page:
    """Return the site's root page; make it if there is none."""
    site = Site.objects.select_related("root_page").first()
    if site and site.root_page.specific_class is HomePage:
        return site.root_page
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Home", slug="bench"))
    Site.objects.all().update(root_page=home)
    Site.clear_site_root_paths_cache()
    return home


def text(chance: random.Random, length: int) -> str:
    return " ".join(chance.choices(WORDS, k=length)).capitalize() + "."


def make_pages(count: int, seed: int = 1) -> list[int]:
    """Add `count` live content pages of about 150 words below the root, and return their ids."""
    chance = random.Random(seed)
    root = site_root()
    common = {
        "content_type": ContentType.objects.get_for_model(ContentPage),
        "locale": Locale.objects.first(),
        "depth": root.depth + 1,
        "live": True,
        "first_published_at": timezone.now(),
    }
    begin = root.numchild + 1
    bases = []
    for number in range(begin, begin + count):
        slug = f"page-{number}"
        bases.append(
            Page(
                **common,
                path=Page._get_path(root.path, root.depth + 1, number),
                title=f"{text(chance, 3)} {number}",
                draft_title=slug,
                slug=slug,
                url_path=f"{root.url_path}{slug}/",
                translation_key=uuid.uuid4(),
            )
        )
    with transaction.atomic():
        Page.objects.bulk_create(bases, batch_size=500)
        pages = [
            ContentPage(page_ptr_id=base.pk, summary=text(chance, 20), body=_body(chance))
            for base in bases
        ]
        fields = ContentPage._meta.local_concrete_fields
        for start in range(0, count, 100):
            ContentPage._base_manager._insert(  # no bulk_create for inherited models
                pages[start : start + 100], fields=fields, using="default"
            )
        Page.objects.filter(pk=root.pk).update(numchild=root.numchild + count)
    return [base.pk for base in bases]


def _body(chance: random.Random) -> str:
    blocks = []
    for _ in range(3):
        heading = {"text": text(chance, 3), "level": "2", "anchor": ""}
        blocks.append({"type": "heading", "value": heading, "id": str(uuid.uuid4())})
        prose = f"<p>{text(chance, 50)}</p>"
        blocks.append({"type": "rich_text", "value": prose, "id": str(uuid.uuid4())})
    return json.dumps(blocks)

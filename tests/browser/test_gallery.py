"""Every block and page type with the longest content, at all widths and in both schemes."""

from itertools import product

import pytest
from PIL import Image

from tests.servers.site import running_site

WIDTHS = (320, 360, 768, 1024, 1440, 1920)
SCHEMES = ("light", "dark")
WORD = "W" * 150
THAI = "องค์กรทุกองค์กรของอาเซียนทำงานเพื่อเป้าหมาย" * 4
URL = f"https://example.org/{'path-' * 40}"
TITLES = {"wide": "W" * 255, "thai": (THAI * 2)[:255]}
SECTIONS = """
## {word}

{word} {thai} [{word}]({url}) **{word}**

1. {word}
2. two

::: aims
{word}

- {word}
- two
:::

::: principles
- {word}
- {thai}
:::

::: callout warning {short}
{word}
:::

> {word}
>
> — {word}

::: timeline
- {{date: {date}, title: {word}, text: {thai}}}
- {{date: "1967", title: Short, text: ""}}
:::

::: figures
items:
- {{value: {date}, label: {label}}}
- {{value: "11", label: {thai_label}}}
- {{value: "1", label: one}}
source: {word}
:::

::: accordion
### {word}

{word}

### Second

{thai}
:::

::: table {word}
| {word} | {thai} | c | d | e | f | g | h |
|---|---|---|---|---|---|---|---|
| {word} | b | c | d | e | f | g | {word} |
:::

::: address {word}
lines: |
  {word}
  {thai}
map_url: {url}
:::

::: person
person: Kao Kim Hourn
role: {word}
text: {word}
:::

::: document
document: long.csv
title: {word}
description: {word}
:::

::: publications
items:
- {{document: long.csv, title: {word}, language: th, date: {date}, image: tall.png}}
- {{document: long.csv, title: Short}}
:::

::: embed
url: https://vimeo.com/76979871
title: {word}
:::

::: cards {label}
- {{url: "{url}", title: {label}, text: {word}, image: tall.png}}
- {{page: /what-we-do/, text: {thai}, image: clear.png}}
- {{page: /what-we-do/, title: Short}}
:::

![{word}](tall.png "{word}")

![Clear](clear.png "{thai}")

![](wide.png)
"""
TYPES = {
    "home.ContentPage": "",
    "whatwedo.WhatWeDoPage": "",
    "whatwedo.OrganPage": "official_name: {w}\nshort_name: {s}\nkind: committee\nseat: {w}\n"
    "established: 1976-02\nhead: {{name: {w}, title: {w}, term: {s}, country: TH}}\n",
}
OVERLAPS = """() => {
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const parent = node.parentElement;
    if (!node.data.trim() || parent.closest('.unseen, .skip, script, style, noscript')) continue;
    // The content of a closed accordion has a place, though it is not shown.
    if (!parent.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true})) continue;
    if (getComputedStyle(parent).clipPath !== 'none') continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const line of range.getClientRects()) {
      const quarter = line.height / 4;
      let box = {left: line.left + 1, right: line.right - 1,
                 top: line.top + quarter, bottom: line.bottom - quarter};
      for (let around = parent; around; around = around.parentElement) {
        if (getComputedStyle(around).overflow === 'visible') continue;
        const limit = around.getBoundingClientRect();
        box = {left: Math.max(box.left, limit.left), right: Math.min(box.right, limit.right),
               top: Math.max(box.top, limit.top), bottom: Math.min(box.bottom, limit.bottom)};
      }
      if (box.right - box.left < 1 || box.bottom - box.top < 1) continue;
      boxes.push({...box, node, text: node.data.trim().slice(0, 24)});
    }
  }
  const found = [];
  for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
    const [a, b] = [boxes[i], boxes[j]];
    if (a.node === b.node) continue;
    const isBeside = a.left >= b.right || b.left >= a.right;
    if (!isBeside && a.top < b.bottom && b.top < a.bottom) found.push([a.text, b.text]);
  }
  return found.slice(0, 5);
}"""


def write_images(folder):
    Image.new("RGB", (300, 1800), "#a33").save(folder / "tall.png")
    Image.new("RGB", (2400, 200), "#3a3").save(folder / "wide.png")
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(folder / "clear.png")
    (folder / "long.csv").write_text("a,b\n")


def write_pages(folder):
    """Write a page of each type with each title; return their paths."""
    write_images(folder)
    text = SECTIONS.format(
        word=WORD,
        thai=THAI,
        url=URL,
        short="W" * 40,
        date="W" * 24,
        label="W" * 110,
        thai_label=THAI[:110],
    )
    paths = []
    for (name, title), (number, (kind, fields)) in product(
        TITLES.items(), enumerate(TYPES.items())
    ):
        slug = f"{name}-{number}"
        own = fields.format(w="W" * 145, s="W" * 38)
        head = f"type: {kind}\ntitle: {title}\nsummary: {WORD}\nshow_in_menus: true\n{own}"
        place = folder / slug if kind != "whatwedo.OrganPage" else folder / f"{name}-1" / "organ"
        place.mkdir(parents=True, exist_ok=True)
        write_images(place)
        shown = f"picture: {('tall.png', 'wide.png', 'clear.png')[number]}\n"
        (place / "index.md").write_text(f"---\n{head}{shown}topics: [{'W' * 80}]\n---\n{text}")
        paths.append(f"/{place.relative_to(folder)}/")
    return paths


@pytest.fixture(scope="module")
def gallery(demo_data, tmp_path_factory):
    """The demo with the longest content in it, and the paths of those pages."""
    folder = tmp_path_factory.mktemp("gallery")
    paths = write_pages(folder)
    with running_site(tmp_path_factory.mktemp("gallery-site"), demo_data) as site:
        site.manage("import_content", str(folder), "--under", "/")
        yield site, [*paths, "/", f"/search/?q={WORD}", "/search/?q=WWW*&advanced", f"/{WORD}/"]


def open_all(page, url):
    """Go to a page and open what opens on it."""
    answer = page.goto(url, wait_until="domcontentloaded")
    assert answer.status == (404 if url.endswith(f"/{WORD}/") else 200), url
    page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_longest_content_neither_scrolls_sideways_nor_overlaps(page, gallery, width):
    site, paths = gallery
    page.set_viewport_size({"width": width, "height": 900})
    for path in paths:
        open_all(page, site.url + path)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert (path, wide) == (path, width)
        assert (path, page.evaluate(OVERLAPS)) == (path, [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_axe_finds_nothing_in_the_gallery(page, gallery, violations, scheme):
    site, paths = gallery
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": 360, "height": 800})
    for path in paths:
        open_all(page, site.url + path)
        assert (path, violations()) == (path, [])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_typed_text_can_be_read_in_every_search_box(page, gallery, violations, scheme):
    site, _ = gallery
    page.emulate_media(color_scheme=scheme)
    for path in ("/", "/what-we-do/", "/search/", "/no-such-page/"):
        page.goto(site.url + path)
        page.locator("input[type=search]").first.fill("typed")
        assert (path, violations()) == (path, [])


def test_text_of_twice_the_size_fits(page, gallery):
    site, _ = gallery
    page.set_viewport_size({"width": 640, "height": 900})
    for path in ("/", "/what-we-do/", "/search/?q=secretariat", "/member-states/"):
        page.goto(site.url + path)
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert (path, page.evaluate("document.documentElement.scrollWidth")) == (path, 640)
        assert (path, page.evaluate(OVERLAPS)) == (path, [])


def test_printing_shows_what_closed_accordions_hold(page, gallery):
    site, _ = gallery
    page.goto(f"{site.url}/what-we-do/committee-of-permanent-representatives/")
    hidden = page.get_by_text("report home on the work")
    assert not hidden.is_visible()

    page.emulate_media(media="print")

    box = hidden.bounding_box()
    assert box is not None
    assert box["height"] > 10

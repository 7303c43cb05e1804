"""The longest content in every block and page type, written as Markdown for the importer."""

from itertools import product
from pathlib import Path

from PIL import Image

WORD = "W" * 150
THAI = "องค์กรทุกองค์กรของอาเซียนทำงานเพื่อเป้าหมาย" * 4
URL = f"https://example.org/{'path-' * 40}"
TITLES = {"wide": "W" * 255, "thai": (THAI * 2)[:255]}
SCRIPTS = {
    "arabic": "الأمانةالعامةلرابطةأمم",
    "burmese": "အရှေ့တောင်အာရှနိုင်ငံများအသင်း",
    "chinese": "东南亚国家联盟秘书处",
    "khmer": "អគ្គលេខាធិការដ្ឋានអាស៊ាន",
    "lao": "ສຳນັກງານເລຂາທິການອາຊຽນ",
    "tamil": "தென்கிழக்காசியநாடுகளின்கூட்டமைப்பு",
}
LENGTHS = (0, 1, 2, 200)
"""Numbers of pages that a listing finds; the last is also the number of items in a block."""
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
    "home.ListingPage": "words: title:severalfold\n",
    "contact.ContactPage": "form:\n"
    "- {{label: {w}, help: {w}}}\n"
    "- {{label: {s}, type: radio, choices: [{w}, {w}b]}}\n"
    "- {{label: {s}2, type: dropdown, choices: [{w}, b]}}\n"
    "- {{label: {s}3, type: checkboxes, choices: [{w}, b], required: false}}\n"
    "- {{label: {s}4, type: multiline, required: false}}\n",
}


def write(folder: Path) -> list[str]:
    """Write the pages and their pictures to `folder`; return the paths of those to look at."""
    _write_images(folder)
    return [*_pages(folder), *_titles(folder), _long_blocks(folder), *_listings(folder)]


def _write_images(folder: Path) -> None:
    Image.new("RGB", (300, 1800), "#a33").save(folder / "tall.png")
    Image.new("RGB", (2400, 200), "#3a3").save(folder / "wide.png")
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(folder / "clear.png")
    (folder / "long.csv").write_text("a,b\n")


def _pages(folder: Path) -> list[str]:
    """Write a page of each type with each title; those without pictures come last."""
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
        is_organ = kind == "whatwedo.OrganPage"
        place = folder / f"{name}-1" / "organ" if is_organ else folder / f"{name}-{number}"
        place.mkdir(parents=True, exist_ok=True)
        _write_images(place)
        front_matter = fields.format(w="W" * 145, s="W" * 38)
        head = f"type: {kind}\ntitle: {title}\nsummary: {WORD}\nshow_in_menus: true\n{front_matter}"
        if number < 3:
            head += f"picture: {('tall.png', 'wide.png', 'clear.png')[number]}\n"
        (place / "index.md").write_text(f"---\n{head}topics: [{'W' * 80}]\n---\n{text}")
        paths.append(f"/{place.relative_to(folder)}/")
    return paths


def _titles(folder: Path) -> list[str]:
    """Write a page with the longest title in each other script."""
    for name, words in SCRIPTS.items():
        title = (words * 12)[:255]
        text = f"---\ntitle: {title}\nsummary: {title}\n---\n## {title[:160]}\n\n{title}\n"
        (folder / f"{name}.md").write_text(text)
    return [f"/{name}/" for name in SCRIPTS]


def _long_blocks(folder: Path) -> str:
    """Write a page with many items in each block of a list."""
    items = {
        "aims": "- One more aim",
        "principles": "- One more principle",
        "timeline": '- {date: "1967", title: One more event, text: ""}',
        "cards More": "- {page: /what-we-do/, title: One more card}",
    }
    blocks = [f"::: {name}\n" + f"{item}\n" * LENGTHS[-1] + ":::" for name, item in items.items()]
    (folder / "many.md").write_text("---\ntitle: Many\n---\n" + "\n\n".join(blocks) + "\n")
    return "/many/"


def _listings(folder: Path) -> list[str]:
    """Write a listing for each number of pages, and the pages below another one."""
    paths = []
    (folder / "entries").mkdir()
    (folder / "entries" / "index.md").write_text("---\ntitle: Entries\n---\nText.\n")
    for length, word in zip(
        LENGTHS, ("zerofold", "onefold", "twofold", "severalfold"), strict=True
    ):
        head = f"type: home.ListingPage\ntitle: A listing\nwords: title:{word}\nsummary: All.\n"
        (folder / f"{word}.md").write_text(f"---\n{head}---\n")
        for number in range(length):
            topic = f"topics: [{'W' * 80}]\n" if number % 2 else ""
            head = f"title: {word} {number}\nsummary: {WORD}\ndate: {1990 + number % 30}-02-01\n"
            entry = folder / "entries" / f"{word}-{number}.md"
            entry.write_text(f"---\n{head}{topic}---\nText.\n")
        paths.append(f"/{word}/")
    return [*paths, "/entries/severalfold-7/"]

"""Pages of every type, and what stands in their place, on a site written from right to left."""

from typing import NamedTuple

import pytest

from tests.servers.ports import free_port
from tests.servers.prepared import migrated_data, static_data
from tests.servers.production import production_environment, run, serving

HOME = """---
type: home.HomePage
title: الاتحاد
---
مقدمة.
"""
OVERVIEW = """---
type: whatwedo.WhatWeDoPage
title: ما نقوم به
summary: أهدافنا ومبادئنا وأجهزتنا.
show_in_menus: true
---
مقدمة قصيرة عن المنظمة.

## الأهداف

::: aims
- السلام والأمن
- التنمية المستدامة
:::
"""
COUNCIL = """---
type: whatwedo.OrganPage
title: المجلس
summary: يتخذ القرارات.
official_name: مجلس الاتحاد
short_name: CPR
established: 1976-02-24
seat: القاهرة
relations:
- kind: heads
  to: /work/office/
---
## المهام

Wagtail 8.0 كلمات لاتينية ورقم 2024 في وسط النص العربي (CPR).

Signed in Bangkok, in 1967.

- أولا
- ثانيا

::: table الأعداد
| الاسم | العدد |
|---|---|
| الأول | 1 |
| الثاني | 2 |
:::

::: timeline
- date: 1967
  title: البداية
  text: التأسيس.
:::
"""
OFFICE = """---
type: whatwedo.OrganPage
title: الأمانة
summary: تنفذ القرارات.
---
## المهام

نص.
"""
PLAIN = """---
title: مكتب مغلق
---
نص.
"""
LISTING = """---
type: home.ListingPage
title: الأخبار
---
"""
CONTACT = """---
type: contact.ContactPage
title: اتصل بنا
form:
- label: الاسم
- label: الرسالة
  type: multiline
---
"""
FILES = {
    "index.md": HOME,
    "work/index.md": OVERVIEW,
    "work/council.md": COUNCIL,
    "work/office.md": OFFICE,
    "closed.md": PLAIN,
    "news.md": LISTING,
    "first.md": OFFICE.replace("whatwedo.OrganPage", "home.ContentPage"),
    "contact.md": CONTACT,
}
PATHS = (
    "/",
    "/work/",
    "/work/council/",
    "/news/",
    "/first/",
    "/contact/",
    "/closed/",  # under maintenance
    "/search/",
    "/search/?advanced",
    "/search/?q=المهام",
    "/search/?q=%22unclosed",
    "/no-such-page/",
)
WIDE, NARROW = 1280, 320


class Administrator(NamedTuple):
    name: str
    password: str


@pytest.fixture(scope="module")
def environment(tmp_path_factory):
    """Return the environment of a site whose first language is Arabic, with its data folder."""
    variables = {"PORT": str(free_port()), "SITE": "own", "WEB_CONCURRENCY": "1"}
    folder = migrated_data(static_data(tmp_path_factory.mktemp("site")))
    environment = production_environment(folder, **variables)
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL", "EMAIL_URL"):
        del environment[name]
    return environment | {"DJANGO_SETTINGS_MODULE": "cms.settings.demo", "RATE_LIMIT": "off"}


def manage(environment, *command):
    done = run(environment, "manage.py", *command)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def administrator(environment):
    """Begin the site and return its administrator, whose password is printed."""
    options = ("--name", "الاتحاد", "--languages", "ar,en", "--admin", "a@example.org")
    return Administrator("a@example.org", manage(environment, "init_site", *options).split()[-1])


@pytest.fixture(scope="module")
def arabic(environment, administrator, tmp_path_factory):
    """Yield the address of the site, with pages of every type."""
    folder = tmp_path_factory.mktemp("content")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text)
    manage(environment, "import_content", str(folder), "--under", "/")
    manage(environment, "maintenance", "on", "/closed/")
    with serving(environment, ("python", "-m", "cms.serve", "production")):
        yield f"http://127.0.0.1:{environment['PORT']}"


@pytest.fixture
def wide(page):
    page.set_viewport_size({"width": WIDE, "height": 800})
    return page


def test_axe_finds_nothing(wide, arabic, violations):
    for path in PATHS:
        wide.goto(arabic + path)
        assert wide.locator("html").get_attribute("dir") == "rtl", path
        assert (path, violations()) == (path, [])


def test_no_page_is_wider_than_a_telephone(page, arabic):
    page.set_viewport_size({"width": NARROW, "height": 800})
    for path in PATHS:
        page.goto(arabic + path)
        assert page.evaluate("document.documentElement.scrollWidth") <= NARROW, path


def test_a_page_under_maintenance_is_a_notice_in_the_language(wide, arabic):
    assert wide.goto(f"{arabic}/closed/").status == 503
    assert "قيد الصيانة" in wide.locator("main").inner_text()


def test_an_error_is_in_the_language(wide, arabic):
    assert wide.goto(f"{arabic}/no-such-page/").status == 404
    assert "Page not found" not in wide.locator("main").inner_text()


def test_a_preview_in_the_admin_runs_from_right_to_left(wide, arabic, administrator, violations):
    wide.goto(f"{arabic}/admin/login/")
    wide.locator("#id_username").fill(administrator.name)
    wide.locator("#id_password").fill(administrator.password)
    wide.locator("form button[type=submit]").first.click()
    wide.wait_for_url(f"{arabic}/admin/")
    page_id = wide.request.get(f"{arabic}/api/delivery/v1/page/?path=/work/council/").json()["id"]
    wide.goto(f"{arabic}/admin/pages/{page_id}/edit/")
    wide.locator("[data-side-panel-toggle='preview']").click()
    preview = wide.frame_locator("#w-preview-iframe")  # Wagtail shows another while it loads

    preview.get_by_role("heading", name="المجلس", level=1).wait_for()

    assert preview.locator("html").get_attribute("dir") == "rtl"
    wide.goto(f"{arabic}/admin/pages/{page_id}/view_draft/")
    assert violations() == []


def test_paragraphs_with_words_of_both_scripts_run_in_the_direction_of_the_page(wide, arabic):
    wide.goto(f"{arabic}/work/council/")
    mixed = wide.get_by_text("كلمات لاتينية")

    assert mixed.evaluate("each => getComputedStyle(each).direction") == "rtl"
    first = mixed.evaluate(CHARACTER, "Wagtail")
    second = mixed.evaluate(CHARACTER, "كلمات")
    assert first["x"] > second["x"]


CHARACTER = """(element, word) => {
  const text = element.firstChild;
  const start = text.data.indexOf(word);
  const range = document.createRange();
  range.setStart(text, start);
  range.setEnd(text, start + word.length);
  return range.getBoundingClientRect();
}"""


def test_the_name_stands_at_the_right_and_the_menu_follows_to_the_left(wide, arabic):
    wide.goto(f"{arabic}/work/")

    name = wide.locator(".wordmark").bounding_box()
    menu = wide.locator("#sections a").first.bounding_box()

    assert name["x"] > menu["x"]


def test_breadcrumbs_run_from_right_to_left(wide, arabic):
    wide.goto(f"{arabic}/work/council/")

    boxes = [each.bounding_box()["x"] for each in wide.locator("nav.breadcrumb li").all()]

    assert len(boxes) > 1
    assert boxes == sorted(boxes, reverse=True)


def test_the_titles_in_the_figure_of_organs_run_from_right_to_left(wide, arabic):
    wide.goto(f"{arabic}/work/")

    titles = wide.locator(".organs-figure .node-title").all()

    directions = [each.evaluate("each => getComputedStyle(each).direction") for each in titles]
    assert directions == ["rtl", "rtl"]

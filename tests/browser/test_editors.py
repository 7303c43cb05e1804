"""Editors at work in a browser."""

from playwright.sync_api import expect

from cms.languages.slugs import slugify
from tests.servers.site import PASSWORD
from tests.unit.languages.test_slugs import TITLES


def test_an_editor_makes_and_publishes_a_page(page, site, as_admin):
    home = site.page_id("/")
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{home}/")
    page.locator("#id_title").fill("A page made by hand")
    page.locator("#id_summary").fill("Made in the editor.")
    page.locator("[data-streamfield-stream-container] button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Section heading").click()
    page.get_by_label("Text", exact=False).last.fill("Its first section")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("button", name="Publish", exact=True).click()
    page.wait_for_url(f"{site.url}/admin/pages/{home}/")

    page.goto(f"{site.url}/a-page-made-by-hand/")
    assert page.get_by_role("heading", name="Its first section").is_visible()


def test_an_editor_withholds_a_page_and_gives_it_back(page, site, as_admin):
    page_id = site.page_id("/what-we-do/")
    page.goto(f"{site.url}/admin/pages/{page_id}/edit/")
    page.get_by_role("button", name="More actions").last.click()
    page.get_by_role("link", name="Maintenance…").click()
    page.get_by_role("button", name="Put under maintenance").click()
    page.get_by_text("is under maintenance").wait_for()

    assert page.goto(f"{site.url}/what-we-do/").status == 503
    page.goto(f"{site.url}/admin/maintenance/{page_id}/")
    page.get_by_role("button", name="End maintenance").click()
    page.get_by_text("has ended").wait_for()
    assert page.goto(f"{site.url}/what-we-do/").status == 200


WORD = (
    "<h2>Budget</h2><p>In total:</p><table><tr><td><p>Year</p></td><td><p>Amount</p></td></tr>"
    "<tr><td><p>2031</p></td><td><p>4 million</p></td></tr></table>"
)
PASTE = """(editor, html) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  const event = { clipboardData: data, bubbles: true, cancelable: true };
  editor.dispatchEvent(new ClipboardEvent("paste", event));
}"""


def test_a_pasted_table_stays_a_table(page, site, as_admin):
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{site.page_id('/')}/")
    page.locator("[data-streamfield-stream-container] button[title='Insert a block']").first.click()
    page.get_by_role("option", name="Text", exact=True).first.click()

    page.locator(".public-DraftEditor-content").last.evaluate(PASTE, WORD)

    headings = page.locator("input[name*='column'][name$='heading']")
    headings.nth(1).wait_for()
    assert [each.input_value() for each in headings.all()] == ["Year", "Amount"]
    assert page.locator("input[name$='-value-text']").first.input_value() == "Budget"


def test_a_save_after_the_session_has_ended_loses_nothing(page, site, as_admin):
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{site.page_id('/')}/")
    page.context.clear_cookies(name="sessionid")
    page.locator("#id_title").fill("Written for an hour")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("heading", name="You are signed out").wait_for()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Sign in").click()
    tab = opened.value
    tab.locator("#id_username").fill("admin")
    tab.locator("#id_password").fill(PASSWORD)
    tab.get_by_role("button", name="Sign in", exact=True).click()
    tab.wait_for_url(f"{site.url}/admin/")

    page.get_by_role("button", name="Save again").click()

    page.locator("#id_title").wait_for()
    assert page.locator("#id_title").input_value() == "Written for an hour"


class ActionCounter:
    """An editor whose clicks, filled fields and key presses are counted."""

    def __init__(self):
        self.actions = 0

    def click(self, target):
        self.actions += 1
        target.click()

    def type(self, target, text):
        self.actions += 1
        target.fill(text)

    def press(self, target, key):
        self.actions += 1
        target.press(key)


MAX_ACTIONS = 25


def test_an_organ_with_a_picture_is_published_in_few_actions(page, site):
    editor = ActionCounter()
    page.goto(f"{site.url}/admin/login/")
    editor.type(page.locator("#id_username"), "admin")
    editor.type(page.locator("#id_password"), PASSWORD)
    editor.click(page.get_by_role("button", name="Sign in", exact=True))
    editor.click(page.get_by_role("navigation").get_by_role("button", name="Pages"))
    editor.click(page.get_by_role("link", name="View child pages of 'Eleven countries"))
    editor.click(page.locator(".c-page-explorer__item__link", has_text="What We Do"))
    editor.click(page.get_by_role("link", name="Add child page").first)
    editor.click(page.get_by_role("link", name="Organ", exact=True))
    editor.click(page.get_by_role("link", name="National Secretariat", exact=True))
    editor.type(page.locator("#id_title"), "Secretariat of Examples")
    editor.type(page.locator("#id_summary"), "Looks after examples.")
    texts = page.locator(".public-DraftEditor-content")
    editor.type(texts.nth(0), "It is there for examples.")
    editor.type(texts.nth(1), "It keeps them short.")
    editor.type(page.locator("textarea[name$='-lines']"), "1 Example Street")
    editor.click(page.get_by_role("tab", name="Promote"))
    topics = page.get_by_role("combobox", name="Topics")
    editor.type(topics, "hist")
    editor.press(topics, "Enter")
    editor.click(page.get_by_role("button", name="Choose an image"))
    editor.click(page.locator("[role=dialog] a[title=flags]"))
    editor.click(page.get_by_role("button", name="More actions").last)
    editor.click(page.get_by_role("button", name="Publish", exact=True))
    editor.click(page.get_by_role("link", name="View live").first)

    page.get_by_role("heading", name="Secretariat of Examples", level=1).wait_for()
    assert page.get_by_text("It keeps them short.").is_visible()
    assert page.get_by_role("link", name="History", exact=True).is_visible()
    assert page.locator(".page-picture img").is_visible()
    assert editor.actions <= MAX_ACTIONS


def test_topics_are_tags_that_can_be_completed_and_removed(page, site, as_admin, violations):
    page.goto(f"{site.url}/admin/pages/{site.page_id('/about-asean/history/')}/edit/#tab-promote")
    field = page.get_by_role("combobox", name="Topics")
    chosen = "[...document.querySelector('#id_topics').selectedOptions].map((each) => each.label)"
    assert page.evaluate(chosen) == ["History"]

    field.fill("econ")
    field.press("Enter")
    page.get_by_role("button", name="Remove History").click()
    field.fill("No such topic")
    field.press("Enter")

    assert page.evaluate(chosen) == ["Economy and trade"]
    assert page.get_by_role("status").filter(has_text="History: removed").count() == 1
    assert field.input_value() == "No such topic"
    assert field.evaluate("(each) => each.matches(':focus')")
    assert not [each for each in violations() if "topics" in each]


def test_without_scripts_topics_are_a_list_box(browser, site, as_admin, page):
    cookies = page.context.storage_state()
    with browser.new_context(java_script_enabled=False, storage_state=cookies) as context:
        plain = context.new_page()
        # No other test changes this page: the editor saves drafts by itself, also late.
        plain.goto(f"{site.url}/admin/pages/{site.page_id('/community/haze/')}/edit/")
        selected = plain.locator("select#id_topics option[selected]")
        assert selected.all_inner_texts() == ["Disaster management", "People and culture"]
        assert plain.locator("#id_topics-add").count() == 0


SLUGIFY = """async (titles) => {
  const { slugify } = await import(document.querySelector("script[src*='js/slugs']").src);
  return titles.map((title) => slugify(title));
}"""


def test_the_slug_of_a_title_keeps_its_marks(page, site, as_admin):
    page.goto(f"{site.url}/admin/pages/add/home/contentpage/{site.page_id('/')}/")
    page.locator("#id_title").press_sequentially("น้ำ และ ទឹក")
    page.get_by_role("tab", name="Promote").click()
    expect(page.locator("#id_slug")).to_have_value("น้ำ-และ-ទឹក")

    titles = [*TITLES, "กี่" * 200, "က္က" * 200, "ﬁ ２０２４ ½", "_a_ --b"]
    assert page.evaluate(SLUGIFY, titles) == [slugify(title) for title in titles]

    page.goto(f"{site.url}/admin/pages/{site.page_id('/about-asean/')}/copy/")
    slug = page.locator("#id_new_slug")
    slug.fill("နှင့် நீர்!")
    slug.blur()
    assert slug.input_value() == "နှင့်-நீர்"

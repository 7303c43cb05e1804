"""Editors at work in a browser."""

from tests.servers.site import PASSWORD


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

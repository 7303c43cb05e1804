"""“On this page” follows the reader."""

from playwright.sync_api import expect


def test_the_contents_mark_the_section_in_view_and_none_at_the_head(page, site):
    page.set_viewport_size({"width": 1280, "height": 720})
    page.goto(f"{site.url}/what-we-do/")
    marked = page.locator(".contents [aria-current=location]")

    page.locator(".contents a").last.click()
    expect(marked).to_have_text("Organs at a glance")

    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    expect(marked).to_have_count(0)

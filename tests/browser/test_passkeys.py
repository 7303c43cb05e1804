"""Passkeys in a browser, with its virtual authenticator."""

import pytest

from tests.servers.site import PASSWORD

SECURITY = "/admin/account/security/"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def authenticator(page):
    """A security key in this browser that always agrees."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})


@pytest.fixture
def address(site):
    """The site's address by name: browsers refuse passkeys on numbers."""
    return site.url.replace("127.0.0.1", "localhost")


def sign_in(page, address):
    page.goto(f"{address}/admin/login/")
    page.locator("#id_username").fill("admin")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_an_editor_adds_a_passkey_and_signs_in_with_it(
    page, site, address, authenticator, console, violations
):
    sign_in(page, address)
    page.goto(f"{address}{SECURITY}")
    assert violations() == []
    page.get_by_role("link", name="Add").click()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.locator("#id_passwordless").check()
    assert violations() == []
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    assert violations() == []
    page.context.clear_cookies()

    sign_in(page, address)  # the password alone leads to the second factor
    page.get_by_role("button", name="Use a security key").click()
    page.wait_for_url(f"{address}/admin/")
    page.context.clear_cookies()

    page.goto(f"{address}/admin/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url(f"{address}/admin/")

    page.goto(f"{address}{SECURITY}keys/")
    page.get_by_role("link", name="Remove").click()
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Remove").click()
    page.get_by_text("No security keys have been added").wait_for()
    assert console == []

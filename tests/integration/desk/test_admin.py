"""The admin speaks for the site: its name and mark, and what its messages say."""

import pytest
from django.contrib.auth.models import Group
from django.contrib.staticfiles.finders import find
from django.utils.html import escape
from wagtail.admin.menu import admin_menu
from wagtail.models import Locale, Page, Site, get_page_models

from cms.content.blocks.registry import body_block
from cms.sites.models import SiteSettings
from home.models import HomePage
from tests.factories import ContentPageFactory, OrganKindFactory, UserFactory, site_root
from whatwedo.sections import SECTIONS
from whatwedo.starter_content import starter_content

pytestmark = pytest.mark.django_db


def lists_below(block, value):
    """Yield the lists in a value that have fewer items than their block requires."""
    if hasattr(block, "child_block"):
        if len(value) < (block.meta.min_num or 0):
            yield block.name
        for each in value:
            yield from lists_below(block.child_block, each)
    elif hasattr(block, "child_blocks") and hasattr(value, "get"):
        for name, child in block.child_blocks.items():
            yield from lists_below(child, value.get(name))


def messages_of(response):
    return [str(each) for each in response.context["messages"]]


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/", "/admin/nothing-here/"])
def test_the_admin_bears_the_name_of_the_site(admin_client, address):
    site_root()
    SiteSettings.objects.create(site=Site.objects.get(), name="The Union")
    if "login" in address:
        admin_client.logout()

    text = admin_client.get(address).content.decode()

    assert "The Union</title>" in text
    assert "Sign in to Wagtail" not in text
    assert "img/mark" in text


def test_no_two_entries_of_the_menu_look_the_same(admin_client):
    entries = [(str(each.label), each.icon_name) for each in admin_menu.registered_menu_items]

    assert len({label for label, _ in entries} | {"Search"}) == len(entries) + 1
    assert "search" not in {icon for _, icon in entries}, "Wagtail's search of the admin has it"


def test_a_starting_point_has_no_error_before_it_is_filled_in():
    blocks = body_block().child_blocks
    start = starter_content(OrganKindFactory.build(sections=list(SECTIONS)))

    assert len(start.body) == 2 * len(SECTIONS)
    assert [*(n for name, value in start.body for n in lists_below(blocks[name], value))] == []


@pytest.mark.parametrize(
    ("action", "message"), [("approve", "You approved"), ("reject", "sent “Budget” back")]
)
def test_the_message_says_what_the_review_did(client, action, message):
    page = ContentPageFactory(parent=site_root(), title="Budget", live=False)
    author, reviewer = UserFactory(), UserFactory(is_superuser=True)
    author.groups.add(Group.objects.get(name="Editor"))
    page.save_revision()
    page.get_workflow().start(page, author)
    client.force_login(reviewer)
    form = client.get(f"/admin/pages/{page.pk}/edit/").context["form"]
    sent = {
        "title": "Budget", "slug": "budget", "summary": "", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
        "action-workflow-action": "true", "workflow-action-name": action,
    }  # fmt: skip
    assert form is not None

    response = client.post(f"/admin/pages/{page.pk}/edit/", sent, follow=True)

    [text] = messages_of(response)
    assert message in text
    assert "has been updated" not in text


def test_publishing_text_that_was_copied_into_a_translation_warns(admin_client):
    locale = Locale.objects.create(language_code="id")
    root = site_root()
    page = ContentPageFactory(
        parent=root, title="Budget", summary="How the Association spends its money each year."
    )
    root.copy_for_translation(locale).save_revision().publish()
    translation = page.copy_for_translation(locale)
    sent = {
        "title": "Anggaran", "slug": "anggaran", "summary": page.summary, "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "action-publish": "true",
    }  # fmt: skip

    response = admin_client.post(f"/admin/pages/{translation.pk}/edit/", sent, follow=True)
    sent["summary"] = "Bagaimana Perhimpunan membelanjakan uangnya."
    translated = admin_client.post(f"/admin/pages/{translation.pk}/edit/", sent, follow=True)

    assert Page.objects.get(pk=translation.pk).live
    assert any("most of its text is in English" in each for each in messages_of(response))
    assert not any("English" in each for each in messages_of(translated))


def test_the_choice_of_a_page_type_says_what_each_is_for(admin_client):
    text = admin_client.get(f"/admin/pages/{site_root().pk}/add_subpage/").content.decode()

    for model in HomePage.creatable_subpage_models():
        assert escape(model.page_description) in text
        assert model.page_picture.removesuffix(".svg").rpartition("/")[2] in text


@pytest.mark.parametrize("model", [each for each in get_page_models() if each is not Page])
def test_every_page_type_has_a_picture(model):
    assert find(model.page_picture)


def test_the_first_page_lists_the_drafts_of_the_user(client):
    user = UserFactory(is_superuser=True)
    draft, other = (ContentPageFactory(parent=site_root(), live=False) for _ in range(2))
    draft.save_revision(user=user)
    other.save_revision(user=UserFactory())
    client.force_login(user)

    text = client.get("/admin/").content.decode()

    assert "Finish your drafts" in text
    assert f"{draft.title}</a>: not published yet" in text
    assert f"{other.title}</a>: not published" not in text


def test_the_first_page_offers_what_the_user_may_start(client):
    home = site_root()
    user = UserFactory()
    user.groups.add(Group.objects.get(name="Editor"))
    client.force_login(user)
    editor = client.get("/admin/").content.decode()
    client.force_login(UserFactory(is_superuser=True))
    administrator = client.get("/admin/").content.decode()

    assert "Start here" in editor
    assert "Check the content" in editor
    assert f"/admin/pages/{home.pk}/add_subpage/" in administrator

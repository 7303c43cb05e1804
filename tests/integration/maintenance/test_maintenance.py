"""The maintenance flag: switched separately from the draft, and effective at once."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from io import StringIO
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import (
    GroupPagePermission,
    Locale,
    Page,
    PageLogEntry,
    PageViewRestriction,
    Site,
)
from wagtail.users.models import UserProfile

from cms.changes.models import Change
from cms.maintenance import digest
from cms.maintenance.flags import Snapshot
from cms.maintenance.models import Maintenance
from cms.maintenance.register import register
from cms.maintenance.state import Content, Nothing, Notice, public_state, withheld
from cms.maintenance.switch import Terms, switch_off, switch_on
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    HomePageFactory,
    UserFactory,
    WhatWeDoPageFactory,
    site_root,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def what_we_do():
    return WhatWeDoPageFactory(parent=site_root(), introduction="<p>Why we are here.</p>")


@pytest.fixture
def editor(client):
    user = UserFactory(is_superuser=True)
    client.force_login(user)
    return user


def test_the_public_state_is_content_a_notice_or_nothing(what_we_do):
    draft = ContentPageFactory(parent=what_we_do, live=False)

    assert isinstance(public_state(what_we_do), Content)
    assert isinstance(public_state(draft), Nothing)
    switch_on([what_we_do], Terms(message="Back soon"))
    state = public_state(what_we_do)
    assert isinstance(state, Notice)
    assert state.message == "Back soon"
    assert state.heading == "Under Maintenance"


def test_a_flag_applies_below_only_with_descendants(what_we_do):
    child = ContentPageFactory(parent=what_we_do)

    switch_on([what_we_do], Terms())
    assert isinstance(public_state(child), Content)
    switch_on([what_we_do], Terms(with_descendants=True))
    assert isinstance(public_state(child), Notice)


def test_an_alias_is_withheld_with_its_source(what_we_do):
    alias = what_we_do.create_alias(update_slug="copy", parent=what_we_do.get_parent())

    switch_on([what_we_do], Terms())

    assert isinstance(public_state(alias), Notice)


def test_a_window_starts_and_ends_by_the_clock(what_we_do):
    now = timezone.now()
    switch_on([what_we_do], Terms(start=now + timedelta(hours=1), end=now + timedelta(hours=2)))

    assert isinstance(public_state(what_we_do, now), Content)
    assert isinstance(public_state(what_we_do, now + timedelta(minutes=90)), Notice)
    assert isinstance(public_state(what_we_do, now + timedelta(hours=2)), Content)


def test_a_query_can_exclude_withheld_pages(what_we_do):
    child = ContentPageFactory(parent=what_we_do)
    other = ContentPageFactory(parent=what_we_do.get_parent())
    alias = child.create_alias(update_slug="copy", parent=what_we_do.get_parent())
    planned = Terms(start=timezone.now() + timedelta(hours=1))

    switch_on([what_we_do], Terms(with_descendants=True))
    switch_on([other], planned)

    pages = Page.objects.filter(depth__gt=2)
    assert set(pages.filter(withheld())) == {each.page_ptr for each in (what_we_do, child, alias)}
    assert set(pages.exclude(withheld())) == {other.page_ptr}


def test_the_public_state_costs_no_query(what_we_do, django_assert_num_queries):
    public_state(what_we_do)
    with django_assert_num_queries(0):
        public_state(what_we_do)


def test_publishing_an_older_draft_and_copying_do_not_change_the_flag(what_we_do):
    older = what_we_do.save_revision()
    switch_on([what_we_do], Terms())

    older.publish()
    copy = what_we_do.copy(update_attrs={"slug": "copy", "title": "Copy"})

    what_we_do.refresh_from_db()
    assert isinstance(public_state(what_we_do), Notice)
    assert isinstance(public_state(copy), Content)


def test_switching_is_a_change_in_the_log(what_we_do):
    switch_on([what_we_do], Terms())
    switch_off([what_we_do])

    kinds = Change.objects.filter(page_id=what_we_do.pk, kind="maintenance").count()
    assert kinds == 2


def test_switching_is_in_the_audit_log_with_user_and_reason(what_we_do, editor):
    switch_on([what_we_do], Terms(), editor, "The figures are wrong")

    entry = PageLogEntry.objects.get(action="maintenance.on")
    assert (entry.user, entry.data["reason"]) == (editor, "The figures are wrong")


def test_a_notice_is_not_logged_as_an_error(client, what_we_do, caplog, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    document = DocumentFactory()
    what_we_do.introduction = f'<a linktype="document" id="{document.pk}">it</a>'
    what_we_do.save_revision().publish()
    switch_on([what_we_do], Terms())
    addresses = (
        what_we_do.url,
        document.url,
        f"/api/delivery/v1/page/?path={what_we_do.url}",
        f"/api/delivery/v1/documents/{document.pk}/",
    )
    responses = [client.get(address) for address in addresses]

    assert [(each.status_code, "Retry-After" in each) for each in responses] == [(503, True)] * 4
    assert "django.request" not in {each.name for each in caplog.records}


def test_other_failures_are_logged(client, what_we_do, caplog):
    client.raise_request_exception = False
    with patch.object(type(what_we_do), "serve", side_effect=ZeroDivisionError):
        assert client.get(what_we_do.url).status_code == 500

    assert [each.name for each in caplog.records][-1] == "django.request"


def test_an_older_etag_gets_the_notice_not_a_304(client, what_we_do):
    switch_on([what_we_do], Terms())

    response = client.get("/what-we-do/", headers={"if-none-match": '"x"'})

    assert response.status_code == 503


def test_an_editor_switches_it_without_touching_the_draft(client, what_we_do, editor):
    what_we_do.title = "Unpublished title"
    what_we_do.save_revision()

    client.post(f"/admin/maintenance/{what_we_do.pk}/", {"message": "Back <b>soon</b>"})

    content = client.get("/what-we-do/").content.decode()
    assert "Back &lt;b&gt;soon&lt;/b&gt;" in content
    assert "Unpublished title" not in content
    client.post(f"/admin/maintenance/{what_we_do.pk}/", {"off": "1"})
    assert client.get("/what-we-do/").status_code == 200


def test_the_second_of_two_concurrent_editors_is_warned(client, what_we_do, editor):
    address = f"/admin/maintenance/{what_we_do.pk}/"
    switch_on([what_we_do], Terms(message="Theirs"))

    answer = client.post(address, {"message": "Mine", "seen": ""}).content.decode()

    assert "Another user has changed maintenance" in answer
    assert Maintenance.objects.get().message == "Theirs"
    seen = re.search(r'name="seen" value="([^"]+)"', answer)[1]
    client.post(address, {"message": "Mine", "seen": seen})
    assert Maintenance.objects.get().message == "Mine"


def test_times_are_in_the_editors_zone_and_stored_in_utc(client, what_we_do, editor):
    UserProfile.objects.create(user=editor, current_time_zone="Asia/Jakarta")

    client.post(f"/admin/maintenance/{what_we_do.pk}/", {"end": "2099-06-01 10:00"})

    assert Maintenance.objects.get().end == datetime(2099, 6, 1, 3, tzinfo=UTC)
    content = client.get(f"/admin/pages/{what_we_do.pk}/edit/").content.decode()
    assert "until 1 June 2099, 10:00 WIB" in content


def test_a_time_skipped_by_daylight_saving_is_refused(client, what_we_do, editor):
    UserProfile.objects.create(user=editor, current_time_zone="Europe/Paris")

    answer = client.post(f"/admin/maintenance/{what_we_do.pk}/", {"end": "2099-03-29 02:30"})

    assert "couldn’t be interpreted in time zone Europe/Paris" in answer.content.decode()
    assert not Maintenance.objects.exists()


def test_a_switch_that_is_rolled_back_has_no_effect(what_we_do):
    with transaction.atomic():
        switch_on([what_we_do], Terms())
        assert isinstance(public_state(what_we_do), Notice)
        transaction.set_rollback(True)

    assert isinstance(public_state(what_we_do), Content)


def test_other_threads_do_not_see_uncommitted_flags(what_we_do):
    switch_on([what_we_do], Terms())

    committed = patch("cms.maintenance.register.read_snapshot", return_value=Snapshot())
    with ThreadPoolExecutor(1) as other, committed:
        register.invalidate()
        state = other.submit(public_state, what_we_do).result()

    assert isinstance(state, Content)


def test_the_notice_is_in_the_language_of_the_page(what_we_do):
    indonesian = Locale.objects.create(language_code="id")
    translation = what_we_do.copy_for_translation(indonesian, copy_parents=True)
    translation.save_revision().publish()
    translation.refresh_from_db()

    switch_on([translation], Terms())

    assert public_state(translation).heading == "Dalam Pemeliharaan"
    assert isinstance(public_state(what_we_do), Content)


def test_an_alias_of_an_alias_is_withheld_too(what_we_do):
    home = what_we_do.get_parent()
    alias = what_we_do.create_alias(update_slug="copy", parent=home)
    further = alias.create_alias(update_slug="copy-of-copy", parent=home)

    switch_on([what_we_do], Terms())

    assert isinstance(public_state(further), Notice)


def test_visitors_with_access_to_a_restricted_page_see_the_notice(client, what_we_do, editor):
    PageViewRestriction.objects.create(page=what_we_do, restriction_type="login")
    switch_on([what_we_do], Terms())

    assert client.get("/what-we-do/").status_code == 503
    client.logout()
    assert client.get("/what-we-do/").status_code == 302


def test_the_editor_shows_inherited_and_long_maintenance(client, what_we_do, editor):
    child = ContentPageFactory(parent=what_we_do)
    switch_on([what_we_do], Terms(with_descendants=True), editor)
    Maintenance.objects.update(set_at=timezone.now() - timedelta(hours=49))

    content = client.get(f"/admin/pages/{child.pk}/edit/").content.decode()

    assert "through “What We Do”" in content
    assert "more than 48 hours" in content


def test_deleting_a_page_deletes_its_flag(what_we_do):
    switch_on([what_we_do], Terms())
    what_we_do.delete()

    assert not register.snapshot().flags


def test_the_page_editor_and_the_listing_show_maintenance(client, what_we_do, editor):
    switch_on([what_we_do], Terms(), editor)

    assert (
        "Visitors see a notice"
        in client.get(f"/admin/pages/{what_we_do.pk}/edit/").content.decode()
    )
    assert what_we_do.title in client.get("/admin/maintenance/maintenance/").content.decode()


def test_an_end_in_the_past_is_refused_and_nothing_is_switched(client, what_we_do, editor):
    answer = client.post(f"/admin/maintenance/{what_we_do.pk}/", {"end": "2001-01-01 10:00"})

    assert "The end is past" in answer.content.decode()
    assert not Maintenance.objects.exists()


def test_switching_needs_the_permission(client, what_we_do):
    group = Group.objects.create(name="Writers")
    change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=what_we_do, permission=change)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    user = UserFactory()
    user.groups.add(group)
    client.force_login(user)

    client.post(f"/admin/maintenance/{what_we_do.pk}/", {})
    assert not Maintenance.objects.exists()
    group.permissions.add(Permission.objects.get(codename="set_maintenance"))
    client.post(f"/admin/maintenance/{what_we_do.pk}/", {})
    assert Maintenance.objects.exists()


def test_the_command_switches_and_lists(client, what_we_do):
    call_command("maintenance", "on", "/what-we-do/", message="Back soon", stdout=StringIO())
    listed = StringIO()
    call_command("maintenance", "list", stdout=listed)

    assert "Back soon" in client.get("/what-we-do/").content.decode()
    assert "/what-we-do/" in listed.getvalue()
    call_command("maintenance", "off", "/what-we-do/", stdout=StringIO())
    assert client.get("/what-we-do/").status_code == 200


@pytest.mark.parametrize(
    "address",
    ["/fr/mission/", "fr/mission", "http://localhost/fr/mission/", "//two.example/mission"],
)
def test_the_command_finds_pages_in_each_language_and_on_each_site(what_we_do, address):
    french, root = Locale.objects.get_or_create(language_code="fr")[0], site_root()
    home = HomePageFactory(
        parent=root.get_parent(), slug="fr", locale=french, translation_key=root.translation_key
    )
    other = HomePageFactory(parent=root.get_parent(), slug="two")
    Site.objects.create(hostname="two.example", port=8080, root_page=other)
    below = other if "two" in address else home
    page = ContentPageFactory(parent=below, slug="mission", locale=below.locale)

    call_command("maintenance", "on", address, stdout=StringIO())

    assert Maintenance.objects.get().page_id == page.pk


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["on", "https://nowhere.example/"], "no site at nowhere.example"),
        (["on", "https://localhost:port/"], "is not an address"),
        (["on", "/nowhere/"], "no page at /nowhere/"),
        (["on"], "Name the page"),
        (["off", "/what-we-do/"], "not under maintenance"),
        (["on", "/what-we-do/", "--until", "tomorrow"], "not a time"),
        (["on", "/what-we-do/", "--until", "2001-01-01"], "The end is past"),
    ],
)
def test_the_command_reports_what_is_wrong(what_we_do, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("maintenance", *arguments)


@pytest.fixture
def writer(client, what_we_do):
    """A user who may edit below the page and switch maintenance, but is not a superuser."""
    group = Group.objects.create(name="Writers")
    for codename in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=codename)
        GroupPagePermission.objects.create(group=group, page=what_we_do, permission=permission)
    for codename in ("access_admin", "set_maintenance"):
        group.permissions.add(Permission.objects.get(codename=codename))
    user = UserFactory(email="writer@example.org")
    user.groups.add(group)
    client.force_login(user)
    return user


def bulk(pages):
    ids = "&".join(f"id={page.pk}" for page in pages)
    return f"/admin/bulk/wagtailcore/page/maintenance/?next=/admin/&{ids}"


def test_many_pages_are_switched_at_once(client, what_we_do, writer):
    pages = [ContentPageFactory(parent=what_we_do) for _ in range(3)]
    other = ContentPageFactory(parent=site_root())

    confirmation = client.get(bulk([*pages, other])).content.decode()
    client.post(bulk([*pages, other]), {"action": "on", "message": "Soon", "reason": "Audit"})

    assert "3 pages" in confirmation
    assert {flag.page_id for flag in Maintenance.objects.all()} == {page.pk for page in pages}
    reasons = PageLogEntry.objects.filter(action="maintenance.on", user=writer)
    assert [entry.data["reason"] for entry in reasons] == ["Audit"] * 3
    client.post(bulk(pages), {"action": "off"})
    assert not Maintenance.objects.exists()


def test_invalid_terms_switch_no_page(client, what_we_do, writer):
    answer = client.post(bulk([what_we_do]), {"action": "on", "end": "2001-01-01 10:00"})

    assert "The end is past" in answer.content.decode()
    assert not Maintenance.objects.exists()


def test_switching_many_pages_takes_few_queries(
    what_we_do, django_assert_max_num_queries, django_capture_on_commit_callbacks
):
    pages = [ContentPageFactory(parent=what_we_do) for _ in range(10)]
    with django_assert_max_num_queries(12):
        switch_on(pages, Terms())
    with django_assert_max_num_queries(12):
        switch_off(pages)


def test_the_listing_filters_and_ends_with_one_click(client, what_we_do, editor):
    planned = ContentPageFactory(parent=what_we_do, title="Planned page")
    switch_on([what_we_do], Terms())
    switch_on([planned], Terms(start=timezone.now() + timedelta(hours=1)))

    now = client.get("/admin/maintenance/maintenance/?state=now").content.decode()
    later = client.get("/admin/maintenance/maintenance/?state=planned").content.decode()

    assert f'formaction="/admin/maintenance/{what_we_do.pk}/"' in now
    assert "Planned page" not in now
    assert "Planned page" in later
    client.post(f"/admin/maintenance/{what_we_do.pk}/", {"off": "1"})
    assert Maintenance.objects.get().page_id == planned.pk


def test_the_explorer_shows_the_status(client, what_we_do, editor):
    switch_on([what_we_do], Terms())

    listing = client.get(f"/admin/pages/{what_we_do.get_parent().pk}/").content.decode()

    assert "under maintenance" in listing


def preview(client, page, mode):
    address = f"/admin/pages/{page.pk}/edit/preview/"
    client.post(address, {"title": "Draft title", "slug": page.slug, **EMPTY_STREAM})
    return client.get(address, {"mode": mode})


EMPTY_STREAM = {"body-count": "0", "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}


def test_a_preview_shows_the_content_or_what_visitors_see(client, what_we_do, editor):
    page = ContentPageFactory(parent=what_we_do, title="Published title")

    assert "Draft title" in preview(client, page, "").content.decode()
    assert "Published title" in preview(client, page, "visitors").content.decode()
    switch_on([page], Terms(message="Back soon"))
    assert "Draft title" in preview(client, page, "").content.decode()
    assert "Back soon" in preview(client, page, "visitors").content.decode()
    page.unpublish()
    assert "Visitors cannot see this page" in preview(client, page, "visitors").content.decode()


def test_files_are_withheld_with_the_only_page_that_shows_them(client, what_we_do):
    document = DocumentFactory()
    block = ("document", {"document": document, "title": "", "description": ""})
    pages = [ContentPageFactory(parent=what_we_do, body=[block]) for _ in range(2)]

    switch_on(pages[:1], Terms())
    assert client.get(document.url).status_code == 200
    switch_on(pages, Terms())
    assert client.get(document.url).status_code == 503
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(document.url).status_code == 200


class TestDigest:
    """The daily e-mail to users who may switch maintenance."""

    @pytest.fixture(autouse=True)
    def morning(self, monkeypatch):
        at = timezone.now().replace(hour=digest.HOUR)
        monkeypatch.setattr(digest.timezone, "now", lambda: at)

    def test_it_lists_withheld_pages_and_long_maintenance(self, what_we_do, writer, mailoutbox):
        switch_on([what_we_do], Terms())
        Maintenance.objects.update(set_at=timezone.now() - timedelta(hours=49))

        digest.send_daily()
        digest.send_daily()

        [mail] = mailoutbox
        assert mail.to == ["writer@example.org"]
        assert mail.subject == "1 page under maintenance"
        assert "What We Do" in mail.body
        assert "more than 48 hours" in mail.body

    def test_everybody_gets_it_in_their_own_language(self, what_we_do, writer, mailoutbox):
        UserProfile.objects.create(user=writer, preferred_language="id")
        switch_on([what_we_do], Terms())

        digest.send_daily()

        [mail] = mailoutbox
        assert mail.subject == "1 halaman dalam pemeliharaan"
        assert "What We Do" in mail.body

    def test_there_is_no_e_mail_if_nothing_is_withheld(self, what_we_do, writer, mailoutbox):
        switch_on([what_we_do], Terms(start=timezone.now() + timedelta(hours=1)))

        digest.send_daily()

        assert not mailoutbox

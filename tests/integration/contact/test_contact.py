"""Contact pages: what is sent, what is refused, who gets it, and how long it is kept."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.contrib.forms.models import FormSubmission

from cms.contact import views
from cms.contact.models import ContactField, ContactPage
from cms.contact.submissions import delete_old
from cms.maintenance.models import Maintenance
from cms.throttling.throttle import Throttle
from tests.factories import site_root

pytestmark = pytest.mark.django_db
SENT = {"your_name": "Ana", "e_mail": "ana@example.org", "message": "Hello"}


@pytest.fixture
def page():
    page = ContactPage(
        title="Contact",
        slug="contact",
        to_address="desk@example.org",
        subject="A message",
        thanks="<p>We answer within a week.</p>",
    )
    page.form_fields = [
        ContactField(sort_order=1, label="Your name", field_type="singleline"),
        ContactField(sort_order=2, label="E-mail", field_type="email"),
        ContactField(sort_order=3, label="Message", field_type="multiline", help_text="Briefly."),
        ContactField(
            sort_order=4, label="Topic", field_type="dropdown", choices="A\nB", required=False
        ),
    ]
    site_root().add_child(instance=page)
    page.save_revision().publish()
    return ContactPage.objects.get()


def send(client, page, headers=None, **changed):
    return client.post(page.action, SENT | changed, headers=headers or {})


def test_the_page_shows_its_form(client, page):
    text = client.get("/contact/").content.decode()

    assert f'action="{page.action}" method="post"' in text
    assert '<label for="id_your_name">Your name</label>' in text
    assert 'aria-describedby="id_message_helptext"' in text


def test_a_message_is_stored_mailed_and_thanked_for(client, page):
    response = send(client, page)

    assert response.status_code == 200
    assert "We answer within a week." in response.content.decode()
    assert FormSubmission.objects.get().form_data["message"] == "Hello"
    (message,) = mail.outbox
    assert message.to == ["desk@example.org"]
    assert "E-mail: ana@example.org" in message.body


def test_an_incomplete_form_keeps_what_was_written(client, page):
    response = send(client, page, e_mail="no address")
    text = response.content.decode()

    assert response.status_code == 422
    assert "Hello</textarea>" in text
    assert 'aria-invalid="true"' in text
    assert not FormSubmission.objects.exists()


def test_the_trap_and_other_sites_store_nothing(client, page):
    assert send(client, page, website="http://spam.example").status_code == 200
    assert send(client, page, headers={"origin": "https://elsewhere.example"}).status_code == 403
    assert not FormSubmission.objects.exists()
    assert mail.outbox == []


def test_messages_are_limited(client, page, settings, monkeypatch):
    settings.RATE_LIMIT = True
    monkeypatch.setattr(views, "messages", Throttle("contact-test", limit=1, window=3600))

    assert [send(client, page).status_code for _ in range(2)] == [200, 429]
    assert FormSubmission.objects.count() == 1


def test_a_header_cannot_be_smuggled_into_the_mail(client, page):
    send(client, page, your_name="Ana\r\nBcc: all@example.org")

    assert all(message.recipients() == ["desk@example.org"] for message in mail.outbox)


def test_a_withheld_or_unknown_page_takes_nothing(client, page):
    Maintenance.objects.create(page=page)

    assert send(client, page).status_code == 404
    assert client.post("/contact-forms/999999/", SENT).status_code == 404
    assert not FormSubmission.objects.exists()


def test_where_mail_is_away_the_message_is_kept(client, page, monkeypatch):
    def fail(*_, **__):
        raise ConnectionRefusedError

    monkeypatch.setattr("wagtail.contrib.forms.models.send_mail", fail)

    assert send(client, page).status_code == 200
    assert FormSubmission.objects.count() == 1


def test_front_ends_read_the_form(client, page):
    fields = client.get("/api/delivery/v1/page/?path=/contact/").json()

    assert fields["action"] == page.action
    assert [each["name"] for each in fields["form"]] == [
        "your_name",
        "e_mail",
        "message",
        "topic",
    ]
    assert fields["form"][3]["choices"] == ["A", "B"]


def test_a_form_is_imported_with_its_page(client, tmp_path):
    site_root()
    (tmp_path / "write.md").write_text(
        "---\ntype: contact.ContactPage\ntitle: Write\nform:\n- {label: Your name}\n"
        "- {label: What, type: dropdown, choices: [A, B], required: false}\n---\nHello.\n"
    )

    call_command("import_content", str(tmp_path), under="/", verbosity=0)

    text = client.get("/write/").content.decode()
    assert '<label for="id_your_name">Your name</label>' in text
    assert '<option value="B">B</option>' in text


@pytest.mark.parametrize("form", ["name", "[name]", "[{label: A, type: x}]", "[{label: A, x: 1}]"])
def test_a_form_that_cannot_be_read_is_refused(client, tmp_path, form):
    site_root()
    (tmp_path / "write.md").write_text(
        f"---\ntype: contact.ContactPage\ntitle: Write\nform: {form}\n---\nHello.\n"
    )

    with pytest.raises(CommandError, match="form"):
        call_command("import_content", str(tmp_path), under="/", verbosity=0)


def test_old_messages_are_deleted(page):
    now = timezone.now()
    for days in (0, 89, 91):
        row = FormSubmission.objects.create(page=page, form_data={})
        FormSubmission.objects.filter(pk=row.pk).update(submit_time=now - timedelta(days=days))

    delete_old()

    assert FormSubmission.objects.count() == 2

"""Webhooks in the admin: made, tried, sent again."""

import json

import pytest
from django.urls import reverse

from cms.delivery.models import Webhook, WebhookMessage
from cms.delivery.webhooks import sending
from tests.factories import (
    ContentPageFactory,
    UserFactory,
)
from tests.integration.delivery.webhooks.conftest import read_log, tell, verified

pytestmark = pytest.mark.django_db


class TestAdmin:
    def test_an_administrator_makes_one_and_rotates_its_secret(self, admin_client, home):
        form = {"name": "App", "url": "https://app.example/", "events": ["published"]}
        create = reverse("delivery_webhook_modeladmin_create")
        admin_client.post(create, form | {"is_active": "on"})
        hook = Webhook.objects.get()
        assert (hook.events, hook.previous_secret) == (["published"], "")

        edit = reverse("delivery_webhook_modeladmin_edit", args=[hook.pk])
        edit_view = admin_client.get(edit).content.decode()
        assert hook.secret.replace("+", "&#x2B;") in edit_view or hook.secret in edit_view
        admin_client.post(edit, form | {"is_active": "on", "rotate": "on"})
        changed = Webhook.objects.get()
        assert (changed.previous_secret, changed.is_active) == (hook.secret, True)

    def test_the_history_offers_to_send_again(self, admin_client, hook, receiver, home):
        ContentPageFactory(parent=home)
        tell()
        message = WebhookMessage.objects.get()
        listing = reverse("delivery_webhookmessage_modeladmin_index")
        assert "delivered (204)" in admin_client.get(listing).content.decode()
        again = reverse("webhook_send_again", args=[message.pk])
        assert admin_client.get(again).status_code == 405
        admin_client.post(again)
        sending.send_due()

        assert len(receiver.requests) == 2

    def test_a_test_shows_the_response(self, admin_client, hook, receiver):
        receiver.status, receiver.text = 422, b"<b>no such project</b>"
        Webhook.objects.update(is_active=False)
        admin_client.post(reverse("webhook_test", args=[hook.pk]))
        sending.send_due()
        sending.send_due()

        [(_, headers, body)] = receiver.requests
        assert verified(hook.secret, headers, body)
        assert json.loads(body)["type"] == "webhook.test"
        response = admin_client.get(reverse("delivery_webhook_modeladmin_inspect", args=[hook.pk]))
        page = response.content.decode()
        assert "422" in page
        assert "&lt;b&gt;no such project&lt;/b&gt;" in page

    def test_a_test_that_gets_410_leaves_the_webhook_on(self, admin_client, hook, receiver):
        receiver.status = 410
        admin_client.post(reverse("webhook_test", args=[hook.pk]))
        sending.send_due()

        assert Webhook.objects.get().is_active

    def test_failed_messages_are_sent_again(self, admin_client, hook, receiver, home):
        ContentPageFactory(parent=home)
        ContentPageFactory(parent=home)
        read_log()
        WebhookMessage.objects.update(due_at=None, tries=10)
        inspect = reverse("delivery_webhook_modeladmin_inspect", args=[hook.pk])
        assert "Send 2 failed messages again" in admin_client.get(inspect).content.decode()

        admin_client.post(reverse("webhook_replay", args=[hook.pk]))
        sending.send_due()

        assert len(receiver.requests) == 2
        assert "failed message" not in admin_client.get(inspect).content.decode()

    def test_types_and_languages_are_chosen_in_the_form(self, admin_client, home):
        form = {"name": "App", "url": "https://app.example/", "events": ["published"]}
        create = reverse("delivery_webhook_modeladmin_create")
        chosen = {"page_types": ["whatwedo.OrganPage"], "languages": ["en"]}
        admin_client.post(create, form | chosen)
        hook = Webhook.objects.get()
        assert (hook.page_types, hook.languages) == (["whatwedo.OrganPage"], ["en"])

        refused = admin_client.post(create, form | {"page_types": ["nope.Page"]})
        assert refused.status_code == 200
        assert Webhook.objects.count() == 1

    @pytest.mark.parametrize("view", ["webhook_test", "webhook_replay", "webhook_send_again"])
    def test_others_may_send_nothing(self, client, hook, receiver, home, view):
        ContentPageFactory(parent=home)
        read_log()
        WebhookMessage.objects.update(due_at=None)
        pk = WebhookMessage.objects.get().pk if view == "webhook_send_again" else hook.pk
        client.force_login(UserFactory())
        assert client.post(reverse(view, args=[pk])).status_code in {302, 403}
        sending.send_due()

        assert receiver.requests == []

    def test_an_editor_may_not(self, client, hook, home):
        client.force_login(UserFactory())

        assert client.get(reverse("delivery_webhook_modeladmin_index")).status_code in {302, 403}

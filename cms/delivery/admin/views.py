"""Actions on webhooks in the admin: send a test, send messages again."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied

from cms.delivery.admin.messages import WebhookMessageAdmin
from cms.delivery.admin.webhooks import WebhookAdmin
from cms.delivery.models import Webhook, WebhookMessage
from cms.delivery.webhooks.sending import failed_messages, send_again, send_test


@require_POST
def send_again_view(request: HttpRequest, pk: int) -> HttpResponse:
    if not _may_send(request):
        return _denied(request)
    message = get_object_or_404(WebhookMessage, pk=pk)
    send_again(WebhookMessage.objects.filter(pk=pk))
    messages.success(request, f"“{message}” is sent again.")
    return redirect(WebhookMessageAdmin().url_helper.index_url)


@require_POST
def replay_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Send all failed messages of a webhook again."""
    if not _may_send(request):
        return _denied(request)
    hook = get_object_or_404(Webhook, pk=pk)
    count = send_again(failed_messages(hook))
    messages.success(request, f"{count} messages are sent again.")
    return _back_to(hook)


@require_POST
def test_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a test message; the worker sends it, so that no request waits for the receiver."""
    if not _may_send(request):
        return _denied(request)
    hook = get_object_or_404(Webhook, pk=pk)
    send_test(hook)
    messages.success(request, "The test is sent. Reload this page to see the response.")
    return _back_to(hook)


def _may_send(request: HttpRequest) -> bool:
    return request.user.has_perm("delivery.change_webhook")


def _denied(request: HttpRequest) -> HttpResponse:
    denied: HttpResponse = permission_denied(request)
    return denied


def _back_to(hook: Webhook) -> HttpResponse:
    return redirect(WebhookAdmin().url_helper.get_action_url("inspect", hook.pk))

"""Every address of the admin, with one object of each kind to fill it in."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import APIToken, Locale, Site, Task, Workflow

from cms.changes.models import FailedChange
from cms.content.models import Topic
from cms.delivery.models import DeliveryKey, Webhook, WebhookMessage
from cms.maintenance.models import Maintenance
from cms.sites.models import SiteSettings
from search.steering.models import BestBet, DeniedSuggestion, HiddenResult, SynonymRule
from tests.factories import (
    ContentPageFactory,
    DocumentFactory,
    ImageFactory,
    MemberStateFactory,
    OrganKindFactory,
    PersonFactory,
    UserFactory,
    site_root,
)


class AdminUrl(NamedTuple):
    """`name` is the view's name, or its pattern where it has none."""

    name: str
    pattern: URLPattern
    parameters: tuple[str, ...]


def admin_urls() -> Iterator[AdminUrl]:
    """Yield every pattern below `/admin/`."""
    for resolver in get_resolver().url_patterns:
        if isinstance(resolver, URLResolver) and str(resolver.pattern) == "admin/":
            yield from _walk(resolver)


def _walk(resolver: URLResolver, namespace: str = "", prefix: str = "") -> Iterator[AdminUrl]:
    for each in resolver.url_patterns:
        here = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            inner = f"{namespace}{each.namespace}:" if each.namespace else namespace
            yield from _walk(each, inner, here)
        else:
            parameters = tuple(each.pattern.regex.groupindex) or _converted(each)
            yield AdminUrl(f"{namespace}{each.name or here}", each, parameters)


def _converted(each: URLPattern) -> tuple[str, ...]:
    return tuple(getattr(each.pattern, "converters", {}))


SAMPLES: dict[str, Any] = {
    "app_label": "home",
    "model_name": "contentpage",
    "app_name": "home",
    "content_type_app_name": "home",
    "content_type_model_name": "contentpage",
    "action_name": "approve",
    "action": "delete",
    "filter_spec": "width-100",
    "uidb64": "MQ",
    "token": "set-password",
    "session_id": 1,
    "uploaded_file_id": 1,
    "task_state_id": 1,
    "workflow_state_id": 1,
    "revision_id_a": "earliest",
    "revision_id_b": "latest",
}
OTHERS = {  # where the names above would not lead to an object
    "directory_csv": {"name": "person"},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
    "wagtailadmin_workflows:add_task": {
        "app_label": "wagtailcore", "model_name": "groupapprovaltask",
    },
    "search_effect": {"model_name": "bestbet"},
    "simple_translation:submit_snippet_translation": {
        "app_label": "content", "model_name": "topic",
    },
    "wagtailadmin_api:pages:action": {"action_name": "publish"},
}  # fmt: skip


class Objects:
    """One object of each kind that the admin has addresses for."""

    def __init__(self) -> None:
        home = site_root()
        page = ContentPageFactory(parent=home, title="Sample")
        page.save_revision()
        child = ContentPageFactory(parent=page, title="Child")
        indonesian = Locale.objects.create(language_code="id")
        home.copy_for_translation(indonesian, alias=True)
        webhook = Webhook.objects.create(name="Hook", url="https://example.org/")
        key = DeliveryKey(name="An app")
        key.issue()
        key.save()
        now = page.first_published_at
        self.by_view: dict[str, Any] = {
            "search_synonymrule": SynonymRule.objects.create(terms="a, b"),
            "search_bestbet": BestBet.objects.create(queries="a", page=page),
            "search_hiddenresult": HiddenResult.objects.create(queries="a", page=page),
            "search_deniedsuggestion": DeniedSuggestion.objects.create(text="a"),
            "delivery_deliverykey": key,
            "delivery_webhookmessage": WebhookMessage.objects.create(
                webhook=webhook, change_id=1, event="published", body="{}", due_at=None
            ),
            "webhook_send_again": WebhookMessage.objects.get(),
            "webhook_replay": webhook,
            "webhook_test": webhook,
            "delivery_webhook": webhook,
            "directory_memberstate": MemberStateFactory(),
            "member_state_chooser": MemberStateFactory(),
            "directory_person": PersonFactory(),
            "whatwedo_organkind": OrganKindFactory(),
            "person_chooser": PersonFactory(),
            "maintenance_maintenance": Maintenance.objects.create(page=child),
            "changes_failedchange": FailedChange.objects.create(
                reader="r", kind="published", change_id=1, changed_at=now, error="e"
            ),
            "wagtaildocs": DocumentFactory(),
            "wagtailimages": ImageFactory(),
            "wagtailadmin_api:documents": DocumentFactory(),
            "wagtailadmin_api:images": ImageFactory(),
            "wagtailsnippets_content_topic": Topic.objects.create(name="Peace", slug="peace"),
            "wagtailsnippetchoosers_content_topic": Topic.objects.get(),
            "simple_translation:submit_snippet": Topic.objects.get(),
            "wagtailsites": Site.objects.get(),
            "site_settings_sitesettings": SiteSettings.objects.create(site=Site.objects.get()),
            "wagtailusers_users": UserFactory(),
            "wagtailusers_groups": Group.objects.create(name="Sample"),
            "wagtailusers_api_tokens": APIToken.create_token(user=UserFactory(), name="A script")[
                0
            ],
            "wagtaillocales": indonesian,
            "translation": page.copy_for_translation(indonesian),
            "wagtailadmin_collections": DocumentFactory().collection.add_child(name="Sample"),
            "wagtailadmin_workflows:task": Task.objects.create(name="Sample"),
            "wagtailadmin_workflows:edit_task": Task.objects.get(name="Sample"),
            "wagtailadmin_workflows:disable_task": Task.objects.get(name="Sample"),
            "wagtailadmin_workflows:enable_task": Task.objects.get(name="Sample"),
            "mfa": Authenticator.objects.create(user=UserFactory(), type="webauthn", data={}),
            "wagtailadmin_workflows": Workflow.objects.create(name="Sample"),
            "search_effect": BestBet.objects.get(),
            "": page,
        }
        self.destination = home.pk
        self.revision = page.latest_revision_id

    def address(self, url: AdminUrl) -> str:
        """Return the address of the view for the object of its kind."""
        prefix = max(filter(url.name.startswith, self.by_view), key=len)
        samples = SAMPLES | OTHERS.get(url.name, {})
        ids = {"destination_id": self.destination, "revision_id": self.revision}
        kwargs = {
            name: ids.get(name) or samples.get(name) or self.by_view[prefix].pk
            for name in url.parameters
        }
        if (":" not in url.name and "/" in url.name) or not url.pattern.name:
            return f"/admin/{url.name}".replace("^.*/$", "nowhere/")
        return reverse(url.name, kwargs=kwargs)

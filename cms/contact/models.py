"""A page with a form whose messages go to the admin and to an e-mail address."""

import logging
from smtplib import SMTPException
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.forms import WagtailAdminFormPageForm
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.rich_text import expand_db_html

from cms.contact.front_matter import Form
from cms.contact.schema import ContactFields, FormFieldJson
from cms.content.page import BasePage, Panels
from cms.content.rich_text import RichTextField

logger = logging.getLogger(__name__)


class ContactField(AbstractFormField):
    """A field of a contact page's form."""

    page = ParentalKey("contact.ContactPage", on_delete=models.CASCADE, related_name="form_fields")


class ContactPage(BasePage, EmailFormMixin, FormMixin):  # type: ignore[misc]  # preview_modes
    """A page with a form; what is sent stays in the admin for `FORM_RETENTION`."""

    page_description = "A form whose messages reach you by e-mail and in the admin."
    page_picture = "img/page-types/contact.svg"
    has_content_beside_body = True

    base_form_class = WagtailAdminFormPageForm
    thanks = RichTextField(
        blank=True,
        features=["bold", "italic", "link"],
        help_text="What the sender reads afterwards, like when to expect an answer.",
    )

    content_panels: Panels = [
        FormSubmissionsPanel(),
        *BasePage.intro_panels,
        *BasePage.body_panels,
        InlinePanel("form_fields", label="Field", heading="Form", min_num=1),
        FieldPanel("thanks"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("to_address"), FieldPanel("subject")])],
            heading="E-mail for each message",
        ),
    ]
    subpage_types: list[str] = []
    template = "contact/contact_page.html"

    import_fields = {**BasePage.import_fields, "form": Form()}

    fields_schema = ContactFields
    fields_prefetch = ("form_fields",)

    class Meta:
        verbose_name = _("contact page")

    @property
    def action(self) -> str:
        """Return the path to which the form is posted."""
        return reverse("contact", args=[self.pk])

    def read_fields(self) -> ContactFields:
        return ContactFields(
            action=self.action,
            form=[
                FormFieldJson(
                    name=each.clean_name,
                    label=each.label,
                    type=each.field_type,
                    required=each.required,
                    help_text=each.help_text,
                    choices=[line.strip() for line in each.choices.splitlines() if line.strip()],
                )
                for each in self.form_fields.all()
            ],
            thanks_html=expand_db_html(self.thanks),
        )

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return the context with an empty form; `form` in `kwargs` is shown instead."""
        form = kwargs.pop("form", None) or self.get_form(page=self, user=AnonymousUser())
        return super().get_context(request, *args, **kwargs) | {"form": form}

    def send_mail(self, form: Any) -> None:
        """Send the message by e-mail; if that fails, it is only in the admin."""
        try:
            super().send_mail(form)
        except (OSError, SMTPException) as error:
            logger.warning("A message of a form was not sent: %s", type(error).__name__)

"""The form of a contact page in the delivery API."""

from cms.content.schema import PageFields


class FormFieldJson(PageFields):
    """One field: `name` is its name in the request, `type` Wagtail's name of its kind."""

    name: str
    label: str
    type: str
    required: bool
    help_text: str
    choices: list[str]


class ContactFields(PageFields):
    """The form is sent to `action` by POST, as a form of a page sends it."""

    action: str
    form: list[FormFieldJson]
    thanks_html: str

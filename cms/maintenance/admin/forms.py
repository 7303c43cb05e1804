"""The form for the terms of maintenance, of one page or of many at once."""

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.admin.widgets import AdminDateTimeInput

from cms.maintenance.models import Maintenance
from cms.maintenance.notice_text import ENGLISH
from cms.maintenance.switch import Terms, check

if TYPE_CHECKING:  # only the form of the stubs is generic
    Base = forms.ModelForm[Maintenance]
else:
    Base = forms.ModelForm

EDIT_CONFLICT = (
    "Another user has changed maintenance of this page since you opened the form, so your changes "
    "were not saved. Look at the page's history, then send the form again to replace their changes."
)


class TermsForm(Base):
    """Times are shown in the editor's time zone and stored in UTC."""

    reason = forms.CharField(
        label="Why", required=False, max_length=250, help_text="Saved in the page's history."
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Maintenance
        fields = ["heading", "message", "start", "end", "with_descendants", "note"]
        widgets = {
            "heading": forms.TextInput(attrs={"placeholder": ENGLISH.heading}),
            "message": forms.Textarea(attrs={"rows": 3, "placeholder": ENGLISH.message}),
            "start": AdminDateTimeInput(),
            "end": AdminDateTimeInput(),
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        changed = self.instance.changed_at
        self.initial["seen"] = changed.isoformat() if changed else ""
        zone = timezone.get_current_timezone_name()
        for name in ("start", "end"):
            self.fields[name].help_text = f"{self.fields[name].help_text} Times are in {zone}."

    def terms(self) -> Terms:
        return Terms(**{field.name: self.cleaned_data[field.name] for field in fields(Terms)})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            check(Terms(start=cleaned.get("start"), end=cleaned.get("end")))
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                self.add_error(name, messages)
        if cleaned.get("seen", "") != self.initial["seen"]:
            self.data = {**self.data.dict(), "seen": self.initial["seen"]}  # type: ignore[attr-defined]
            self.add_error(None, EDIT_CONFLICT)
        return cleaned

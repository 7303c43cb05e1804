"""Where a record of the directory is shown, and that what is shown is not deleted."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import ReferenceIndex
from wagtail_modeladmin.views import DeleteView, InspectView

from cms.directory.models import MemberState, Person


@dataclass(frozen=True, slots=True)
class Use:
    """`where` names the fields; `url` is empty for who may not edit what uses it."""

    title: str
    url: str
    where: str


def uses(record: MemberState | Person, user: Any) -> list[Use]:
    """Pages, drafts included, and other records that refer to it."""
    finder = AdminURLFinder(user)
    return [
        Use(
            str(source),
            finder.get_edit_url(source) or "",
            ", ".join(sorted({each.describe_source_field() for each in references})),
        )
        for source, references in ReferenceIndex.get_grouped_references_to(record)
    ]


class UsageInspectView(InspectView):
    """With the list of what uses the record."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"uses": uses(self.instance, self.request.user)}


class GuardedDeleteView(DeleteView):
    """Refuses while something uses the record, and leads to the list of what."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.check_action_permitted(request.user):
            refused: HttpResponse = super().dispatch(request, *args, **kwargs)
            return refused
        if found := len(uses(self.instance, request.user)):
            places = "one place" if found == 1 else f"{found} places"
            told = f"{self.instance} is used in {places}: take it out there first."
            messages.error(request, told)
            return redirect(self.url_helper.get_action_url("inspect", self.instance.pk))
        answer: HttpResponse = super().dispatch(request, *args, **kwargs)
        return answer

"""Explain in the admin why each result ranks where it does."""

from dataclasses import replace
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from search.engines.protocol import EngineUnavailableError
from search.fields import search_fields
from search.plan.explanation import Reason, reasons
from search.request.parameters import read_parameters
from search.request.search_request import SearchRequest
from search.service.search import Answer, preferring, search
from search.steering.rules import rules
from search.vocabulary.labels import field_values

SHOWN = 10
DEEP = 100  # results among which a page is looked for


class ExplainForm(forms.Form):
    q = forms.CharField(label="Query")
    language = forms.ChoiceField(
        choices=lambda: [("", "Any language"), *_languages()],
        required=False,
        help_text="The language of the search page, whose pages come first among equal matches.",
    )
    page = forms.ModelChoiceField(
        Page.objects.all(),
        required=False,
        help_text="Optional. Choose a page that you miss among the results.",
        widget=AdminPageChooser(),
    )


@permission_required("search.view_insight", login_url="wagtailadmin_login")
def explain(request: HttpRequest) -> HttpResponse:
    """Show the first results with their reasons; with `page`, only that page's."""
    form = ExplainForm(request.GET or None)
    context: dict[str, Any] = {"form": form}
    if form.is_valid():
        text, page = form.cleaned_data["q"], form.cleaned_data["page"]
        context["query"] = text
        try:
            language = form.cleaned_data["language"]
            context |= explanation(text, page.pk if page else None, language)
        except EngineUnavailableError:
            context["problem"] = "The search is not available. Try again in a few minutes."
    return TemplateResponse(request, "search/admin/explain.html", context)


def _languages() -> list[tuple[str, str]]:
    names = field_values(search_fields()["locale"])
    return [(value, label) for value, (label, *_) in names.items()]


def explanation(text: str, page_id: int | None = None, language: str = "") -> dict[str, Any]:
    """Return the positions of results with reasons, or that of one page only."""
    search_request = preferring(read_parameters({"q": [text]}).request, language)
    answer = search(_deep(search_request) if page_id else search_request)
    today = timezone.localdate()
    steered = rules().steer(search_request)
    places = [
        {
            "place": place,
            "title": each.hit.document.title,
            "id": each.hit.document.id,
            "score": each.hit.score,
            "reasons": reasons(
                steered, each.hit.document, today, each.hit.moved_up, each.hit.is_semantic
            ),
        }
        for place, each in enumerate(answer.hits, 1)
        if page_id in (None, each.hit.document.id)
    ]
    absent = page_id is not None and not places
    return {
        "total": answer.result.total,
        "places": places[:SHOWN],
        "bets": answer.best_bets,
        "absent": _absent(page_id, answer) if absent else None,
    }


def _deep(search_request: SearchRequest) -> SearchRequest:
    return replace(search_request, limit=DEEP, facets=())


def _absent(page_id: int | None, answer: Answer) -> Reason:
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        return Reason("There is no such page.", False)
    if answer.result.total > DEEP:
        return Reason(f"“{page.title}” is not among the first {DEEP} results.", False)
    return Reason(
        f"“{page.title}” is not found: it is not public, hidden by a rule, or has too few of the"
        " words.",
        False,
    )

"""The effect of a rule before it is saved: results before and after, on the live index."""

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.forms import ModelForm, modelform_factory
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST
from wagtail.admin.auth import require_admin_access

from search.engines.protocol import EngineUnavailableError
from search.request.search_request import SearchRequest
from search.service.search import Answer, search
from search.steering.models import Steering, lines
from search.steering.patterns import ANY
from search.steering.rules import Rules, read_rules, rules

LIMIT = 10
QUERY_FIELDS = ("terms", "queries", "text")


@dataclass(frozen=True, slots=True)
class ComparedResult:
    """A result, and its position in the other list; 0 if it is not there."""

    title: str
    path: str
    other_position: int
    is_same: bool


@require_POST
@require_admin_access
@xframe_options_sameorigin
def effect(request: HttpRequest, model_name: str, pk: int = 0) -> HttpResponse:
    """Show the results before and after an unsaved rule, side by side."""
    form = _unsaved(request, model_name, pk)
    query = request.POST.get("effect-query", "").strip() or _first_query(form)
    context: dict[str, Any] = {"form": form, "query": query}
    if form.is_valid():
        try:
            context |= _compare(query, rules(), read_rules(form.instance))
        except EngineUnavailableError:
            context["problem"] = "The search is not available. Try again in a few minutes."
    return TemplateResponse(request, "search/admin/effect.html", context)


def _unsaved(request: HttpRequest, model_name: str, pk: int) -> "ModelForm[Any]":
    try:
        model = apps.get_model("search", model_name)
    except LookupError as error:
        raise Http404 from error
    if not issubclass(model, Steering):
        raise Http404
    action = "change" if pk else "add"
    if not request.user.has_perm(f"search.{action}_{model_name}"):
        raise PermissionDenied
    rule = get_object_or_404(model, pk=pk) if pk else model()
    return modelform_factory(model, fields="__all__")(request.POST, instance=rule)


def _first_query(form: "ModelForm[Any]") -> str:
    """Return the first line of the form's queries or terms, without stars."""
    text = next((form[name].value() for name in QUERY_FIELDS if name in form.fields), "")
    first = next(iter(lines(text or "")), "")
    return " ".join(word for word in first.split() if word != ANY)


def _compare(query: str, before: Rules, after: Rules) -> dict[str, Any]:
    search_request = SearchRequest(query, limit=LIMIT)
    old, new = search(search_request, before), search(search_request, after)
    return {
        "sides": [
            {
                "name": "Before",
                "is_after": False,
                "bets": old.best_bets,
                "results": _compare_results(old, new),
                "answer": old,
            },
            {
                "name": "After",
                "is_after": True,
                "bets": new.best_bets,
                "results": _compare_results(new, old),
                "answer": new,
            },
        ],
    }


def _compare_results(answer: Answer, other: Answer) -> list[ComparedResult]:
    other_positions = {each.hit.document.id: at for at, each in enumerate(other.hits, 1)}
    return [
        ComparedResult(
            each.hit.document.title,
            each.hit.document.path,
            other_positions.get(each.hit.document.id, 0),
            other_positions.get(each.hit.document.id) == at,
        )
        for at, each in enumerate(answer.hits, 1)
    ]

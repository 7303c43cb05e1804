"""The address that takes answers to "Was this page useful?"."""

from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from wagtail.models import Page

from cms.feedback.counting import count
from cms.maintenance.state import Content, public_state
from cms.throttling.same_site import refuse_other_sites
from cms.throttling.throttle import Throttle

answers = Throttle("feedback", limit=10, window=600)


@csrf_exempt  # the form is part of pages that caches share, which have no token
@require_POST
@refuse_other_sites
def page_feedback(request: HttpRequest) -> HttpResponse:
    """Count the answer and thank for it.

    404 unless the public may read the page; 403 for forms of other sites. An answer over the
    limit of its sender is thanked for and not counted.
    """
    page = _find_page(request.POST.get("page", ""))
    answer = request.POST.get("useful", "")
    if page is None or answer not in {"yes", "no"}:
        raise Http404
    allowance = answers.take(request)
    if allowance is None or not allowance.is_spent:
        count(page, answer == "yes")
    response = TemplateResponse(request, "feedback/thanks.html", {"to": page.get_url(request)})
    response["Cache-Control"] = "no-store"
    return response


def _find_page(number: str) -> Page | None:
    """Return the page with this id if the public may read it now."""
    if not (number.isascii() and number.isdigit() and len(number) <= 9):
        return None
    page = Page.objects.filter(pk=int(number)).first()
    return page if page and isinstance(public_state(page), Content) else None

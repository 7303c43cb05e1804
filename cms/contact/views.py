"""The address that takes the forms of contact pages."""

from http import HTTPStatus

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from cms.contact.models import ContactPage
from cms.maintenance.state import Content, public_state
from cms.throttling.same_site import refuse_other_sites
from cms.throttling.throttle import Throttle

TRAP = "website"
"""A field that people do not see; programs that fill in every field are known by it."""
messages = Throttle("contact", limit=5, window=3600)


@csrf_exempt  # the form is part of pages that caches share, which have no token
@require_POST
@refuse_other_sites
def submit(request: HttpRequest, page_id: int) -> HttpResponse:
    """Store and mail what was sent, and thank for it; 422 with the form where it is incomplete.

    404 unless the public may read the page, 403 for forms of other sites, 429 over the limit.
    What fills in the trap is thanked for and dropped.
    """
    page = ContactPage.objects.filter(pk=page_id).first()
    if page is None or not isinstance(public_state(page), Content):
        raise Http404
    form = page.get_form(request.POST, page=page, user=AnonymousUser())
    if not form.is_valid():
        context = page.get_context(request, form=form)
        return _answer(request, page.get_template(request), context, 422)
    if request.POST.get(TRAP, "").strip():
        return _thanks(request, page)
    allowance = messages.take(request)
    if allowance is not None and allowance.is_spent:
        context = {"seconds": allowance.seconds, "address": page.get_url(request)}
        response = _answer(request, "429.html", context, HTTPStatus.TOO_MANY_REQUESTS)
        allowance.add_headers(response)
        return response
    page.process_form_submission(form)
    return _thanks(request, page)


def _thanks(request: HttpRequest, page: ContactPage) -> HttpResponse:
    return _answer(request, "contact/thanks.html", {"page": page}, HTTPStatus.OK)


def _answer(
    request: HttpRequest, template: str, context: dict[str, object], status: int
) -> HttpResponse:
    response = TemplateResponse(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response

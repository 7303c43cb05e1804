"""The form in front of pages of the site that a shared password protects."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST
from wagtail.forms import PasswordViewRestrictionForm
from wagtail.models import Page, PageViewRestriction

PRIVATE = "private, no-store"


@require_POST
@never_cache
def open_with_password(
    request: HttpRequest, page_view_restriction_id: int, page_id: int
) -> HttpResponse:
    """Open the subtree of a restriction to this session, if the password is right.

    404 unless the page is published and the restriction is a password on it or above it, so
    that no number tells anything about other pages.
    """
    restriction = get_object_or_404(
        PageViewRestriction.objects.select_related("page"),
        pk=page_view_restriction_id,
        restriction_type=PageViewRestriction.PASSWORD,
    )
    page = get_object_or_404(Page.objects.live(), pk=page_id).specific
    if restriction not in page.get_view_restrictions():
        raise Http404
    form = PasswordViewRestrictionForm(request.POST, instance=restriction)
    if not form.is_valid():
        response: HttpResponse = page.serve_password_required_response(request, form, request.path)
        return response
    request.session.cycle_key()
    restriction.mark_as_passed(request)
    target = form.cleaned_data["return_url"]
    if not url_has_allowed_host_and_scheme(target, request.get_host(), request.is_secure()):
        target = "/"
    return redirect(target)

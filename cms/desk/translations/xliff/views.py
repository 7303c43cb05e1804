"""The XLIFF file of a translation, and its import, in the admin."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.models import Page

from cms.desk.translations.sources import source_of
from cms.desk.translations.xliff.errors import XliffError
from cms.desk.translations.xliff.exchange import export_xliff, import_xliff
from cms.desk.translations.xliff.reading import MAX_BYTES

XLIFF = "translation_xliff"
SIDE_BY_SIDE = "translation"


@require_http_methods(["GET", "HEAD", "POST"])
def exchange(request: HttpRequest, page_id: int) -> HttpResponse:
    """Return the file; POST stores an uploaded one as a draft."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id)
    if source_of(page) is None:
        raise Http404
    permissions = page.permissions_for_user(request.user)
    if not permissions.can_edit():
        raise PermissionDenied
    try:
        if request.method != "POST":
            return _file(page)
        if permissions.page_locked():
            raise XliffError(f"“{page.title}” is locked: unlock it first.")
        import_xliff(_uploaded(request), [page], request.user)
        messages.success(request, f"The translation of “{page.title}” is stored as a draft.")
    except XliffError as error:
        for problem in error.problems:
            messages.error(request, problem)
    return redirect(SIDE_BY_SIDE, page_id)


def _file(page: Page) -> HttpResponse:
    response = HttpResponse(export_xliff([page]), content_type="application/xliff+xml")
    name = f"page-{page.pk}-{page.locale.language_code}.xlf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("xliff")
    if file is None:
        raise XliffError("Choose a file first.")
    if (file.size or 0) > MAX_BYTES:
        raise XliffError(f"The file is larger than {MAX_BYTES >> 20} MB: export fewer pages.")
    content: bytes = file.read()
    return content
